"""What may go another way at the station: supplements, suspicion, wishes of the applicant."""

from __future__ import annotations

from tests.processes import scenarios
from tests.processes.office import Case, Office
from tests.processes.scenarios import EXPLANATION

NOTICED = {"suspicion_code": "REV-04", "suspicion_text": "与留存相片差异较大。"}
REPORT = "经核查人证一致，排除嫌疑。"
CLEARED = {"investigation_finding": "CLEARED", "investigation_report": REPORT}
CONFIRMED = {
    "investigation_finding": "CONFIRMED",
    "investigation_measure": "WARNING_FINE",
    "investigation_report": "本人承认冒用他人身份，依法处罚。",
}
ASKED_AGAIN = {
    "pre_decision": "SUPPLEMENT",
    "pre_reason_code": "PRE-06",
    "pre_reason_text": "相片仍不合格，请重新拍摄。",
}
BY_MAIL = {
    "delivery_method": "MAIL",
    "mail_recipient": "田秋月",
    "mail_phone": "13812345678",
    "mail_division": "贵州省遵义市红花岗区",
    "mail_address": "示范大道88号2单元301室",
}


# -- a second supplement, another office -------------------------------------------------------


def asked_a_second_time(office: Office) -> Case:
    """The clerk wants a second supplement, which only the head may allow."""
    case = scenarios.to_be_supplemented(office)
    case.complete("supplement_application", supplement_note="在候车室丢失。")
    return case.complete("check_application", **ASKED_AGAIN)


def second_supplement_approved(office: Office) -> Case:
    """The head allows it and the applicant sends a new photo receipt."""
    case = asked_a_second_time(office)
    note = "首次告知时未发现相片问题。"
    case.complete(
        "approve_second_supplement", second_supplement="APPROVE", second_supplement_note=note
    )
    case.complete(
        "supplement_application", supplement_note="已重新拍摄。", photo_receipt_no="GZ2026031001"
    )
    return case.complete("check_application", pre_decision="PASS")


def second_supplement_declined(office: Office) -> Case:
    """The head does not allow it: the clerk decides on what is there."""
    case = asked_a_second_time(office)
    note = "应一次性告知，按现有材料决定。"
    case.complete(
        "approve_second_supplement", second_supplement="DECLINE", second_supplement_note=note
    )
    return case.complete("check_application", pre_decision="PASS")


def sent_to_another_office(office: Office) -> Case:
    """It is not the station's matter: the applicant is told where to go."""
    return office.apply().complete(
        "check_application",
        pre_decision="REDIRECT",
        pre_reason_code="PRE-07",
        pre_reason_text="相貌变化较大，请本人到窗口办理。",
        redirected_to="南明区公安分局户政大厅，周一至周五9:00–17:00",
    )


# -- suspicion ---------------------------------------------------------------------------------


def suspected_at_acceptance(office: Office) -> Case:
    """The clerk suspects that somebody else applies."""
    return office.apply().complete("check_application", pre_decision="SUSPICION", **NOTICED)


def suspicion_at_acceptance_cleared(office: Office) -> Case:
    """The investigator is asked after ten working days, then clears the suspicion."""
    case = suspected_at_acceptance(office).wait("2026-03-24T17:00")
    case.complete("investigate_suspicion", **CLEARED)
    return case.complete("check_application", pre_decision="PASS")


def suspicion_at_acceptance_confirmed(office: Office) -> Case:
    """It was fraud: the application is refused."""
    return suspected_at_acceptance(office).complete("investigate_suspicion", **CONFIRMED)


def withdrawn_during_investigation(office: Office) -> Case:
    """The applicant withdraws: the investigation goes on, the wish takes effect after it."""
    case = suspected_at_acceptance(office).send("withdrawal_noted", withdrawal_reason="不想办了。")
    return case.complete("investigate_suspicion", **CLEARED)


# -- wishes of the applicant, orders of the leader ---------------------------------------------


def delivery_changed(office: Office) -> Case:
    """The applicant would rather have the card by mail."""
    return scenarios.accepted(office).send("delivery_changed", **BY_MAIL)


def temporary_card_wanted(office: Office) -> Case:
    """The applicant needs a card at once."""
    return scenarios.accepted(office).send(
        "temporary_card_requested", temp_reason="TRAVEL", temp_photo_ack="true"
    )


def temporary_card_issued(office: Office) -> Case:
    """The station issues a temporary card beside the main case."""
    return temporary_card_wanted(office).complete(
        "issue_the_temporary_card",
        temp_decision="ISSUED",
        temporary_card_serial="LS0001",
        temp_receipt_no="SJ-0001",
    )


def temporary_card_late_and_refused(office: Office) -> Case:
    """The station is late with the temporary card, explains itself, and refuses with a reason."""
    case = temporary_card_wanted(office).wait("2026-03-13T17:00")
    case.complete("review_application_data", rev_decision="SIGN")
    case.complete(
        "issue_the_temporary_card",
        temp_decision="REFUSED",
        temp_refusal_text="本人未到窗口，无法核实身份。",
    )
    case.complete("explain_breach_station", **EXPLANATION)
    return case.complete("explain_breach_county", **EXPLANATION)


WAYS = (
    second_supplement_approved,
    second_supplement_declined,
    sent_to_another_office,
    suspicion_at_acceptance_cleared,
    suspicion_at_acceptance_confirmed,
    withdrawn_during_investigation,
    delivery_changed,
    temporary_card_issued,
    temporary_card_late_and_refused,
)
