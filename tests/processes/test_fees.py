"""What a card costs and how it is paid: at the window, by mail, reduced, or not at all."""

from __future__ import annotations

import pytest

from engine.commands import tills
from engine.core import instants
from engine.core.errors import InvalidAnswers
from tests.processes import exceptions_of_the_fee as fees
from tests.processes import scenarios
from tests.processes.exceptions_from_outside import corrected_by_the_office
from tests.processes.office import MAIL, Office, actor
from tests.processes.refusals import refused_fields
from tests.processes.scenarios import HAND_OVER, TOLD


def test_the_fee_is_receipted_at_the_hand_over(office: Office) -> None:
    case = scenarios.arrived(office)

    with pytest.raises(InvalidAnswers) as refused:
        case.complete("hand_over_card", **fees.UNPAID)

    assert refused_fields(refused) == {"fee_receipt_no": "answer_required"}
    assert case.answers["fee_amount"] == 40


def test_a_reduced_fee_needs_its_proof(office: Office) -> None:
    case = scenarios.arrived(office)

    case.complete(
        "hand_over_card",
        **HAND_OVER,
        fee_payment="REDUCED",
        fee_amount="20",
        fee_proof="街道办困难证明",
    )

    assert (case.answers["fee_payment"], case.answers["fee_amount"]) == ("REDUCED", 20)


def test_an_error_of_the_office_costs_nothing(office: Office) -> None:
    case = corrected_by_the_office(office)

    assert "fee_payment" not in case.answers


def test_a_mailed_card_is_paid_in_a_task_of_its_own_once_it_is_there(office: Office) -> None:
    case = scenarios.sent(office, **MAIL)
    on_the_way = set(case.units)

    case.complete("confirm_delivery", signer="田秋月")

    assert on_the_way == {"confirm_delivery"}
    assert case.units["pay_fee"] == ("applicant", "")


def test_an_unpaid_fee_never_holds_a_mailed_card_up_and_never_vanishes(office: Office) -> None:
    case = scenarios.delivered(office)

    case.complete("verify_card", card_correct="true", old_card_result="LOST")

    assert case.status == "DELIVERED"
    assert case.open == {"pay_fee"}


def test_the_case_of_a_mailed_card_ends_when_its_fee_is_settled(office: Office) -> None:
    case = scenarios.paid(scenarios.delivered(office))

    case.complete("verify_card", card_correct="true", old_card_result="LOST")

    assert (case.status, case.outcome) == ("CLOSED", "card_verified")


def test_the_applicant_is_reminded_of_an_unpaid_fee(office: Office) -> None:
    case = fees.paid_after_a_reminder(office)

    assert ("applicant", "remind_to_pay") in case.notices
    assert case.answers["fee_receipt_no"] == "JK-2026-0313"


@pytest.mark.parametrize("payment", ["EXEMPT", "REDUCED", "PAID"])
def test_nobody_settles_or_lowers_the_own_fee(office: Office, payment: str) -> None:
    case = scenarios.delivered(office)

    with pytest.raises(InvalidAnswers) as refused:
        case.complete("pay_fee", **TOLD, fee_payment=payment)

    assert refused_fields(refused) == {"fee_payment": "unknown_field"}


def test_nothing_is_chosen_beforehand_where_a_fee_is_told_or_settled(office: Office) -> None:
    case = scenarios.delivered(office)

    with pytest.raises(InvalidAnswers) as untold:
        case.complete("pay_fee")
    case.complete("pay_fee", **TOLD)
    with pytest.raises(InvalidAnswers) as unsettled:
        case.complete("confirm_fee", fee_finding="SETTLED")

    assert refused_fields(untold) == {"fee_claim": "answer_required"}
    assert refused_fields(unsettled) == {"fee_payment": "answer_required"}


def test_who_asks_for_relief_names_the_proof(office: Office) -> None:
    case = scenarios.delivered(office)

    with pytest.raises(InvalidAnswers) as refused:
        case.complete("pay_fee", fee_claim="RELIEF")

    assert refused_fields(refused) == {"fee_proof": "answer_required"}


def test_the_window_reduces_a_fee_that_the_applicant_asked_to_have_reduced(office: Office) -> None:
    case = fees.reduced_by_the_window(office)

    assert (case.answers["fee_payment"], case.answers["fee_amount"]) == ("REDUCED", 20)
    assert ("head", "remind_to_confirm_fee") in case.notices


def test_the_till_of_the_window_counts_the_fee_of_a_mailed_card(office: Office) -> None:
    scenarios.paid(scenarios.delivered(office))
    day = office.clock.at.astimezone(instants.ZONE).date()

    till = tills.of_day(office.engine, "520102001", day, actor("window"))

    assert [(each.payment, each.receipt) for each in till.payments] == [("PAID", "JK-2026-0313")]


def test_a_receipt_that_the_window_does_not_find_is_asked_for_again(office: Office) -> None:
    case = fees.told_of_payment(office).complete("confirm_fee", **fees.NOT_SETTLED)

    assert "pay_fee" in case.open
    assert "fee_payment" not in case.answers


def test_the_head_decides_on_a_fee_that_nobody_paid(office: Office) -> None:
    case = fees.never_paid(office)

    assert case.units["decide_unpaid_fee"] == ("head", "520102001")
    assert "pay_fee" not in case.open


def test_a_head_may_have_a_fee_asked_for_once_more(office: Office) -> None:
    case = fees.asked_once_more(office)

    assert case.answers["fee_payment"] == "PAID"


def test_a_fee_is_written_off_by_the_head_with_a_reason(office: Office) -> None:
    case = fees.never_paid(office)

    with pytest.raises(InvalidAnswers) as refused:
        case.complete("decide_unpaid_fee", unpaid_fee_decision="WRITE_OFF")

    assert refused_fields(refused) == {"unpaid_fee_note": "answer_required"}


def test_the_prefecture_hears_of_a_head_who_does_not_decide_on_a_fee(office: Office) -> None:
    case = fees.written_off(office)

    assert ("prefecture", "warn_prefecture_of_fee") in case.notices
    assert "fee_written_off" in {element for element, _ in case.path}


def test_a_card_that_came_back_unpaid_is_paid_at_the_window(office: Office) -> None:
    case = fees.came_back_unpaid(office)

    with pytest.raises(InvalidAnswers) as refused:
        case.complete("hand_over_card", **fees.UNPAID)

    assert refused_fields(refused) == {"fee_receipt_no": "answer_required"}
