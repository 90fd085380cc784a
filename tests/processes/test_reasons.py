"""A reason goes with the kind of decision: F final, S supplement, D another office, X withheld."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine.core.errors import InvalidAnswers
from engine.dmn import models
from forms import conditions
from tests.dmn.documents import decide
from tests.processes import scenarios
from tests.processes.filling import form_of
from tests.processes.office import Office
from tests.processes.refusals import refused_fields

REFUSAL = models.read(Path("processes/refusal.dmn").read_bytes())
STATION = ("accept_application", "check_application", "pre_decision", "pre_reason_code")
REVIEWER = ("review_application", "review_application_data", "rev_decision", "rev_reason_code")
SIGNER = ("review_application", "sign_off", "sign_decision", "sign_reason_code")
# what an officer may decide on the ground of each kind of reason
KINDS = {"UNQUALIFIED": {"F", "D"}, "SUPPLEMENT": {"S"}, "REDIRECT": {"D"}}
# 重号、错号 and a wrong entry are corrected in the register before anything is refused
OF_THE_REGISTER = {"REV-02", "REV-07"}
# when a supplement was asked for
ASKED = "2026-03-10T10:00:00+08:00"
TEXT = "请按一次性告知内容办理。"


def offered(
    process: str, task: str, decision: str, code: str, decided: str, *, asked: str | None = ASKED
) -> set[str]:
    form = form_of(process, task)
    entered, known = {decision: decided}, {"supplement_asked_at": asked}
    gone = conditions.hidden(form, entered, known)
    around = conditions.values(form, entered, known, gone)
    ruled_out = conditions.ruled_out(form, around)
    return {
        option.value
        for place, field in enumerate(form.fields)
        if field.key == code and place not in gone
        for option in field.options
        if (code, option.value) not in ruled_out
    }


def kind_of(code: str) -> str:
    told = decide(REFUSAL, "refusal", {"pre_reason_code": code}).value
    return str(told["advice"]["kind"])


@pytest.mark.parametrize("decided", sorted(KINDS))
def test_the_station_is_offered_reasons_of_the_kind_that_it_decided(decided: str) -> None:
    codes = offered(*STATION, decided)

    assert codes
    # "other" serves to refuse and to ask for more
    assert {kind_of(code) for code in codes - {"PRE-99"}} <= KINDS[decided]
    assert ("PRE-99" in codes) == (decided != "REDIRECT")


def test_every_reason_of_the_station_is_offered_with_every_decision_of_its_kind() -> None:
    (field,) = (each for each in form_of(*STATION[:2]).fields if each.key == STATION[3])

    missed = [
        (option.value, decided)
        for option in field.options
        for decided, kinds in KINDS.items()
        if kind_of(option.value) in kinds and option.value != "PRE-99"
        if option.value not in offered(*STATION, decided)
    ]

    assert missed == []


@pytest.mark.parametrize("decided", ["PASS", "SUSPICION"])
def test_the_station_gives_no_reason_where_none_is_told(decided: str) -> None:
    assert offered(*STATION, decided) == set()


def test_the_county_has_the_register_corrected_for_reasons_of_the_register_only() -> None:
    assert offered(*REVIEWER, "REGISTER_ERROR") == OF_THE_REGISTER


@pytest.mark.parametrize("who", [REVIEWER, SIGNER])
def test_the_county_refuses_for_reasons_to_refuse_only(who: tuple[str, str, str, str]) -> None:
    codes = offered(*who, "UNQUALIFIED")

    assert {kind_of(code) for code in codes} == {"F", "D"}
    # another county's application is sent on, a suspicion is investigated: neither is refused
    assert codes.isdisjoint({"REV-04", "REV-05", "REV-08"})


@pytest.mark.parametrize("who", [STATION, REVIEWER])
def test_a_suspicion_has_its_own_grounds(who: tuple[str, str, str, str]) -> None:
    process, task, decision, _ = who
    decided = "SUSPICION" if who is STATION else "INVESTIGATE"

    codes = offered(process, task, decision, "suspicion_code", decided)

    assert {kind_of(code) for code in codes} == {"X"}


@pytest.mark.parametrize(
    ("decided", "code"),
    [
        pytest.param("UNQUALIFIED", "PRE-06", id="a bad photo is supplemented, not refused"),
        pytest.param("SUPPLEMENT", "PRE-10", id="an open case cannot be supplemented"),
        pytest.param("REDIRECT", "PRE-01", id="no other office has who is not registered"),
    ],
)
def test_a_reason_that_does_not_fit_is_refused_and_the_task_stays(
    office: Office, decided: str, code: str
) -> None:
    case = office.apply()

    with pytest.raises(InvalidAnswers) as refused:
        case.complete(
            "check_application",
            pre_decision=decided,
            pre_reason_code=code,
            pre_reason_text=TEXT,
            **({"redirected_to": "户政大厅"} if decided == "REDIRECT" else {}),
        )

    assert refused_fields(refused) == {"pre_reason_code": "choice_does_not_fit"}
    assert case.open == {"check_application"}


def test_a_signer_cannot_refuse_what_belongs_to_another_county(office: Office) -> None:
    case = scenarios.accepted(office)
    case.complete("review_application_data", rev_decision="FLAG", rev_reason_text="请双人审核。")

    with pytest.raises(InvalidAnswers) as refused:
        case.complete(
            "sign_off",
            sign_decision="UNQUALIFIED",
            sign_reason_code="REV-08",
            sign_reason_text=TEXT,
        )

    assert refused_fields(refused) == {"sign_reason_code": "not_an_option"}


def test_nobody_is_refused_for_a_supplement_that_was_never_asked(office: Office) -> None:
    case = office.apply()

    with pytest.raises(InvalidAnswers) as refused:
        case.complete(
            "check_application",
            pre_decision="UNQUALIFIED",
            pre_reason_code="PRE-14",
            pre_reason_text=TEXT,
        )

    assert refused_fields(refused) == {"pre_reason_code": "choice_does_not_fit"}
    assert offered(*STATION, "UNQUALIFIED") - offered(*STATION, "UNQUALIFIED", asked=None) == {
        "PRE-14"
    }


def test_who_did_not_supplement_in_time_may_be_refused_for_it(office: Office) -> None:
    assert scenarios.not_supplemented(office).answers["pre_reason_code"] == "PRE-14"


def test_another_reason_of_the_station_is_told_in_ten_characters(office: Office) -> None:
    case = office.apply()
    told = {"pre_decision": "UNQUALIFIED", "pre_reason_code": "PRE-99"}

    with pytest.raises(InvalidAnswers) as refused:
        case.complete("check_application", **told, pre_reason_text="资料不对，请改。")
    case.complete("check_application", **told, pre_reason_text="所附材料与本业务无关，请重填。")

    assert refused_fields(refused) == {"pre_reason_text": "answer_does_not_fit"}
    assert case.outcome == "application_returned"


def test_another_reason_of_the_county_is_told_in_ten_characters(office: Office) -> None:
    case = scenarios.accepted(office)
    other = {"rev_decision": "UNQUALIFIED", "rev_reason_code": "REV-99"}
    signing = {"sign_decision": "UNQUALIFIED", "sign_reason_code": "REV-99"}

    with pytest.raises(InvalidAnswers) as reviewer:
        case.complete("review_application_data", **other, rev_reason_text="资料不对。")
    case.complete("review_application_data", rev_decision="FLAG", rev_reason_text="请双人审核。")
    with pytest.raises(InvalidAnswers) as signer:
        case.complete("sign_off", **signing, sign_reason_text="资料不对。")

    assert refused_fields(reviewer) == {"rev_reason_text": "answer_does_not_fit"}
    assert refused_fields(signer) == {"sign_reason_text": "answer_does_not_fit"}
