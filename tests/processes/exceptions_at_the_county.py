"""What may go another way at the county: re-routing, questions, suspicion, a wrong register."""

from __future__ import annotations

from tests.processes import scenarios
from tests.processes.exceptions_at_acceptance import CLEARED, CONFIRMED, NOTICED
from tests.processes.office import Case, Office
from tests.processes.people import somebody_for

NOT_OURS = {"rev_decision": "REROUTE", "reroute_reason": "户籍已迁出本县。"}
WRONG = {
    "rev_decision": "REGISTER_ERROR",
    "rev_reason_code": "REV-07",
    "rev_reason_text": "户籍登记出生日期有误，请先更正。",
}


def review(case: Case, **answers: str) -> Case:
    """Let somebody of the county that has the case review it."""
    task = case.open_tasks["review_application_data"]
    return case.complete("review_application_data", by=somebody_for(task), **answers)


# -- whose household it is ---------------------------------------------------------------------


def sent_to_another_county(office: Office) -> Case:
    """The county says that the household belongs to another one."""
    return review(scenarios.accepted(office), **NOT_OURS, hukou_division="522601")


def sent_on_and_signed(office: Office) -> Case:
    """The other county reviews and signs."""
    return review(sent_to_another_county(office), rev_decision="SIGN")


def disputed(office: Office) -> Case:
    """The other county does not want it either: the province decides."""
    return review(sent_to_another_county(office), **NOT_OURS, hukou_division="520102")


def disputed_and_decided(office: Office) -> Case:
    """The province says whose household it is, and that county signs."""
    case = disputed(office).complete(
        "decide_household_county",
        hukou_division="520102",
        household_decision_note="以户籍登记为准。",
    )
    return review(case, rev_decision="SIGN")


# -- a question to the station -----------------------------------------------------------------


def asked_the_station(office: Office) -> Case:
    """The county has a question to the station."""
    return scenarios.accepted(office).complete(
        "review_application_data",
        rev_decision="RETURN_TO_STATION",
        county_question="请核实丢失经过。",
    )


def station_answered_late(office: Office) -> Case:
    """The station is reminded of the question and answers; the county signs."""
    case = asked_the_station(office).wait("2026-03-13T17:00")
    case.complete("answer_the_county", station_answer="已电话核实，情况属实。")
    return case.complete("review_application_data", rev_decision="SIGN")


# -- suspicion ---------------------------------------------------------------------------------


def suspected_in_review(office: Office) -> Case:
    """The reviewer suspects fraud."""
    return scenarios.accepted(office).complete(
        "review_application_data", rev_decision="INVESTIGATE", **NOTICED
    )


def suspicion_in_review_cleared(office: Office) -> Case:
    """The suspicion is cleared after two days; the county signs."""
    case = suspected_in_review(office).wait("2026-03-12T10:00")
    case.complete("investigate_suspicion", **CLEARED)
    return case.complete("review_application_data", rev_decision="SIGN")


def suspicion_in_review_confirmed(office: Office) -> Case:
    """It was fraud: the application is refused."""
    return suspected_in_review(office).complete("investigate_suspicion", **CONFIRMED)


# -- the register is wrong ---------------------------------------------------------------------


def register_wrong(office: Office) -> Case:
    """The register must be corrected before the county can sign."""
    return scenarios.accepted(office).complete("review_application_data", **WRONG)


def register_never_corrected(office: Office) -> Case:
    """The leader asks after the correction twice, then ends it with the reason."""
    case = register_wrong(office).wait("2026-04-22T17:00")
    case.complete("chase_correction", chase_result="WAIT", chase_note="户籍科正在办理。")
    case.wait("2026-06-05T17:00")
    return case.complete(
        "chase_correction",
        chase_result="REFUSE",
        rev_reason_text="登记差错无法更正，请到窗口办理。",
    )


# -- withdrawn meanwhile -----------------------------------------------------------------------


def withdrawn_while_the_station_answers(office: Office) -> Case:
    """The applicant withdraws while the county waits for the station."""
    return asked_the_station(office).send("withdrawn_while_asked")


def withdrawn_while_the_county_is_unclear(office: Office) -> Case:
    """The applicant withdraws while the province decides whose household it is."""
    return disputed(office).send("withdrawn_while_county_unclear")


def withdrawn_during_the_correction(office: Office) -> Case:
    """The applicant withdraws while the register is corrected."""
    return register_wrong(office).send("withdrawn_during_correction")


WAYS = (
    withdrawn_while_the_station_answers,
    withdrawn_while_the_county_is_unclear,
    withdrawn_during_the_correction,
    sent_on_and_signed,
    disputed_and_decided,
    station_answered_late,
    suspicion_in_review_cleared,
    suspicion_in_review_confirmed,
    register_never_corrected,
)
