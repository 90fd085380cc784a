"""What a window officer may record at the hand-over of a card (E11, E18)."""

from __future__ import annotations

import pytest

from engine.core.errors import InvalidAnswers
from forms import conditions
from tests.processes import exceptions_on_the_way as way
from tests.processes import scenarios
from tests.processes.filling import form_of
from tests.processes.office import MAIL, Case, Office
from tests.processes.refusals import refused_fields
from tests.processes.scenarios import DAMAGE, HAND_OVER

MISFIT = "answer_does_not_fit"
RELATIVE = {
    "collector": "RELATIVE",
    "agent_name": "龙小川",
    "agent_id_number": "520199200603151015",
    "agent_relation": "儿子",
}


def refused(case: Case, **changes: str) -> dict[str, str]:
    """Give what the form refuses of a hand-over with changes."""
    with pytest.raises(InvalidAnswers) as error:
        case.complete("hand_over_card", **{**HAND_OVER, **changes})
    assert "handed_over_at" not in case.answers
    return refused_fields(error)


def offered(reason: str | None) -> set[str]:
    form = form_of("collect_card", "hand_over_card")
    entered, known = {"handover_result": "HANDED_OVER"}, {"reason": reason}
    gone = conditions.hidden(form, entered, known)
    ruled_out = conditions.ruled_out(form, conditions.values(form, entered, known, gone))
    (field,) = (each for each in form.fields if each.key == "old_card_result")
    return {each.value for each in field.options if (field.key, each.value) not in ruled_out}


@pytest.mark.parametrize("reason", ["DAMAGE", "EXPIRY", "NAME_CHANGE", "ITEM_CHANGE", None])
def test_an_old_card_that_is_owed_is_handed_back_or_accounted_for_in_writing(
    reason: str | None,
) -> None:
    assert offered(reason) == {"RETURNED", "STATEMENT"}


def test_a_card_that_was_lost_has_not_to_be_handed_back() -> None:
    assert offered("LOSS") == {"RETURNED", "STATEMENT", "LOST", "NOT_APPLICABLE"}


@pytest.mark.parametrize("said", ["LOST", "NOT_APPLICABLE"])
def test_a_damaged_card_is_not_said_to_be_lost_or_never_to_have_been(
    office: Office, said: str
) -> None:
    case = scenarios.arrived(office, **DAMAGE)

    assert refused(case, old_card_result=said) == {"old_card_result": MISFIT}


def test_a_card_that_cannot_be_handed_back_needs_a_statement(office: Office) -> None:
    case = scenarios.arrived(office, **DAMAGE)

    without = refused(case, old_card_result="STATEMENT")
    statement = {"old_card_result": "STATEMENT", "old_card_statement": "原证在搬家时遗失。"}
    case.complete("hand_over_card", **{**HAND_OVER, **statement})

    assert without == {"old_card_statement": "answer_required"}
    assert case.outcome == "card_collected"


def test_the_old_card_goes_back_where_the_new_one_came_by_mail(office: Office) -> None:
    case = scenarios.sent(office, **DAMAGE, **MAIL)
    case.complete("confirm_delivery", signer="田秋月")

    with pytest.raises(InvalidAnswers) as error:
        case.complete("verify_card", card_correct="true", old_card_result="LOST")
    case.complete("verify_card", card_correct="true", old_card_result="STATEMENT")

    assert refused_fields(error) == {"old_card_result": MISFIT}
    assert "verify_card" not in case.open


def test_the_holder_is_no_relative_of_their_own(office: Office) -> None:
    case = scenarios.arrived(office)
    own = {**RELATIVE, "agent_name": "田秋月", "agent_id_number": "52019919850704202x"}

    assert refused(case, **own) == {"agent_id_number": MISFIT}


@pytest.mark.parametrize("missing", ["agent_name", "agent_id_number", "agent_relation"])
def test_a_relative_is_recorded_with_name_number_and_relation(
    office: Office, missing: str
) -> None:
    case = scenarios.arrived(office)

    assert refused(case, **{**RELATIVE, missing: ""}) == {missing: "answer_required"}


def test_the_voucher_of_another_case_is_not_taken(office: Office) -> None:
    case = scenarios.arrived(office)

    assert refused(case, **RELATIVE, voucher_no="5201020012026031000099") == {"voucher_no": MISFIT}
    case.complete(
        "hand_over_card",
        **{**HAND_OVER, **RELATIVE, "voucher_no": str(case.answers["acceptance_no"])},
    )
    assert case.open == {"verify_card"}


def test_the_card_of_another_case_is_not_handed_over(office: Office) -> None:
    case = scenarios.arrived(office)

    assert refused(case, handed_serial="GZ99999999") == {"handed_serial": MISFIT}
    case.complete(
        "hand_over_card", **HAND_OVER, handed_serial=str(case.answers["card_serial"]).lower()
    )
    assert case.outcome == "card_collected"


def test_a_relative_who_collects_with_what_is_needed_is_accepted(office: Office) -> None:
    assert way.collected_by_a_relative(office).answers["collector"] == "RELATIVE"
