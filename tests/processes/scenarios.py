"""The ways through the procedure, told by what people do and how long they wait."""

from __future__ import annotations

from collections.abc import Callable
from itertools import count

from tests.processes.office import MAIL, Case, Office

Offices = Callable[[], Office]
Way = Callable[[Office], Case]
DAMAGE = {"reason": "DAMAGE", "damage_photo": "", "loss_date": "", "loss_place": ""}
EXPLANATION = {
    "breach_cause": "STAFF",
    "breach_explanation": "当日窗口警力不足，已调配人员。",
    "breach_expected_date": "2026-03-20",
}
# of blank cards, each used once
SERIALS = count(1)
TOLD = {"fee_claim": "PAID", "fee_receipt_no": "JK-2026-0313"}
SETTLED = {
    "fee_finding": "SETTLED",
    "fee_payment": "PAID",
    "fee_receipt_no": "JK-2026-0313",
}
MEASURE = "已约谈相关单位并限期办结。"
HAND_OVER = {
    "collector": "APPLICANT",
    "identity_verified": "true",
    "finger_match": "PASS",
    "card_checked": "true",
    "fee_receipt_no": "SJ-2026-0310",
    "old_card_result": "LOST",
}


# -- how far a case has come -------------------------------------------------------------------


def accepted(office: Office, *, sampled: bool = False, **changes: str) -> Case:
    """Bring an application through the check of the station."""
    return office.apply(sampled=sampled, **changes).complete(
        "check_application", pre_decision="PASS"
    )


def signed(office: Office, **changes: str) -> Case:
    """Bring an application to the production centre."""
    return accepted(office, **changes).complete("review_application_data", rev_decision="SIGN")


def in_production(office: Office, **changes: str) -> Case:
    """Bring an application to the maker of the card."""
    case = signed(office, **changes)
    return case.complete("receive_production_data", data_complete="true", batch_no="B-0310")


def serial() -> str:
    """Take a blank card and read its serial number."""
    return f"GZ{next(SERIALS):06}"


def made(case: Case) -> Case:
    """Let the centre make a faultless card."""
    case.complete("produce_card", card_serial=serial())
    return case.complete("check_card_quality", qc_result="PASS")


def sent(office: Office, **changes: str) -> Case:
    """Bring a card to the courier."""
    case = made(in_production(office, **changes))
    return case.complete("dispatch_card", handed_to_courier="true")


def arrived(office: Office, **changes: str) -> Case:
    """Bring a card to the shelf of the station."""
    return sent(office, **changes).complete("register_arrival", shelf_no="A-12")


def delivered(office: Office) -> Case:
    """Bring a card to the applicant's door."""
    return sent(office, **MAIL).complete("confirm_delivery", signer="田秋月")


def paid(case: Case) -> Case:
    """Let the applicant pay for a mailed card, and the window confirm it."""
    return case.complete("pay_fee", **TOLD).complete("confirm_fee", **SETTLED)


# -- whole ways --------------------------------------------------------------------------------


def collected(office: Office) -> Case:
    """Lost card, new one collected at the window."""
    return arrived(office).complete("hand_over_card", **HAND_OVER)


def damaged_card_collected(office: Office) -> Case:
    """Damaged card, handed back for the new one."""
    return arrived(office, **DAMAGE).complete(
        "hand_over_card", **{**HAND_OVER, "old_card_result": "RETURNED"}
    )


def mailed_and_verified(office: Office) -> Case:
    """The card comes by mail, is paid, and the applicant has it checked."""
    case = paid(delivered(office))
    return case.complete("verify_card", card_correct="true", old_card_result="LOST")


def mailed_and_never_verified(office: Office) -> Case:
    """The card comes by mail and is never checked: nothing is held against anybody."""
    return paid(delivered(office)).wait("2026-05-15T09:00")


def sent_to_the_window(office: Office) -> Case:
    """A reason that cannot be filed online."""
    return office.apply(reason="EXPIRY", loss_date="", loss_place="")


def second_officer_for_a_flag(office: Office) -> Case:
    """The reviewer has doubts, the second officer signs."""
    case = accepted(office)
    case.complete("review_application_data", rev_decision="FLAG", rev_reason_text="请双人审核。")
    return case.complete("sign_off", sign_decision="SIGN")


def second_officer_for_the_sample(office: Office) -> Case:
    """The draw has chosen the case for a second officer."""
    case = accepted(office, sampled=True)
    case.complete("review_application_data", rev_decision="SIGN")
    return case.complete("sign_off", sign_decision="SIGN")


def second_officer_returns(office: Office) -> Case:
    """The second officer wants it reviewed again."""
    case = accepted(office)
    case.complete("review_application_data", rev_decision="FLAG", rev_reason_text="请双人审核。")
    case.complete("sign_off", sign_decision="RETURN", sign_reason_text="请核对历史证件。")
    return case.complete("review_application_data", rev_decision="SIGN")


def second_officer_refuses(office: Office) -> Case:
    """The second officer finds it unqualified."""
    case = accepted(office)
    case.complete("review_application_data", rev_decision="FLAG", rev_reason_text="请双人审核。")
    return case.complete(
        "sign_off",
        sign_decision="UNQUALIFIED",
        sign_reason_code="REV-01",
        sign_reason_text="人像比对不一致，请到窗口办理。",
    )


def refused_by_the_station(office: Office) -> Case:
    """The station finds it unqualified and says why."""
    return office.apply().complete(
        "check_application",
        pre_decision="UNQUALIFIED",
        pre_reason_code="PRE-04",
        pre_reason_text="主项信息与登记不一致，请到户籍窗口更正。",
    )


def refused_by_the_county(office: Office) -> Case:
    """The county finds it unqualified and says why."""
    return accepted(office).complete(
        "review_application_data",
        rev_decision="UNQUALIFIED",
        rev_reason_code="REV-01",
        rev_reason_text="人像比对不一致，请到窗口办理。",
    )


def to_be_supplemented(office: Office) -> Case:
    """The station asks for something more."""
    return office.apply().complete(
        "check_application",
        pre_decision="SUPPLEMENT",
        pre_reason_code="PRE-08",
        pre_reason_text="请补充丢失情况说明。",
    )


def supplemented(office: Office) -> Case:
    """The applicant answers on the second day."""
    case = to_be_supplemented(office).wait("2026-03-11T14:00")
    case.complete("supplement_application", supplement_note="在候车室丢失。")
    return case.complete("check_application", pre_decision="PASS")


def not_supplemented(office: Office) -> Case:
    """The applicant never answers: an officer decides, nothing else does."""
    case = to_be_supplemented(office).wait("2026-03-25T09:00")
    return case.complete(
        "check_application",
        pre_decision="UNQUALIFIED",
        pre_reason_code="PRE-14",
        pre_reason_text="逾期未补正，可随时重新申请。",
    )


def withdrawn_before_acceptance(office: Office) -> Case:
    """The applicant has found the old card."""
    return office.apply().send("withdrawn_before_acceptance", withdrawal_reason="旧证已找到。")


def withdrawn_while_supplementing(office: Office) -> Case:
    """The applicant would rather not answer."""
    return to_be_supplemented(office).send("withdrawn_while_supplementing")


def withdrawn_in_review(office: Office) -> Case:
    """The applicant withdraws while the county reviews."""
    return accepted(office).send("withdrawn_in_review")


def withdrawn_before_production(office: Office) -> Case:
    """The applicant withdraws before the centre has the data."""
    return signed(office).send("withdrawn_before_production")


def made_again(office: Office) -> Case:
    """The first card is faulty and is made again."""
    case = in_production(office).complete("produce_card", card_serial=serial())
    case.complete("check_card_quality", qc_result="FAIL", qc_code="QC-04")
    case.complete("produce_card", card_serial=serial())
    return case.complete("check_card_quality", qc_result="PASS")


def late_station(office: Office) -> Case:
    """The station misses its three working days and its head explains at once."""
    case = office.apply().wait("2026-03-13T17:00")
    return case.complete("explain_breach_station", **EXPLANATION)


def silent_station(office: Office) -> Case:
    """The head does not explain: the prefecture steps in, then the province."""
    case = office.apply().wait("2026-03-18T17:00")
    case.complete("escalate_prefecture", prefecture_measure=MEASURE)
    case.complete("escalate_province", province_measure=MEASURE)
    return case.complete("explain_breach_station", **EXPLANATION)


def silent_county(office: Office) -> Case:
    """The county misses its three working days and its leader is silent for three more."""
    case = accepted(office).wait("2026-03-18T17:00")
    case.complete("escalate_prefecture", prefecture_measure=MEASURE)
    case.complete("escalate_province", province_measure=MEASURE)
    return case.complete("explain_breach_county", **EXPLANATION)


def silent_centre(office: Office) -> Case:
    """The centre misses its three working days and its director is silent for three more."""
    case = in_production(office).wait("2026-03-18T17:00")
    case.complete("escalate_province", province_measure=MEASURE)
    return case.complete("explain_breach_centre", **EXPLANATION)


def not_collected(office: Office) -> Case:
    """The card waits for thirty working days, is put away, and is collected after all."""
    case = arrived(office).wait("2026-04-22T17:00")
    case.complete("keep_uncollected_card", storage_place="保险柜3")
    return case.complete("hand_over_card", **HAND_OVER)


def not_there_in_time(office: Office) -> Case:
    """The card has not reached the station after thirty working days."""
    case = sent(office).wait("2026-04-22T17:00")
    return case.complete("explain_breach_station", **EXPLANATION)


def collected_but_a_delay_unexplained(office: Office) -> Case:
    """The card is handed over in time; the clocks say nothing, though an explanation is owed."""
    case = accepted(office).wait("2026-03-13T17:00")
    case.complete("review_application_data", rev_decision="SIGN")
    case.complete("receive_production_data", data_complete="true", batch_no="B-0316")
    made(case).complete("dispatch_card", handed_to_courier="true")
    case.complete("register_arrival", shelf_no="A-12")
    case.complete("hand_over_card", **HAND_OVER).wait("2026-05-11T09:00")
    case.complete("escalate_prefecture", prefecture_measure=MEASURE)
    case.complete("escalate_province", province_measure=MEASURE)
    return case.complete("explain_breach_county", **EXPLANATION)


def sixty_days(office: Office) -> Case:
    """The statutory sixty days pass without a card; the station answers for both its delays."""
    case = office.apply().wait("2026-05-09T17:00")
    case.complete("explain_breach_station", **EXPLANATION)
    return case.complete("explain_breach_station", **EXPLANATION)


WAYS = (
    collected,
    damaged_card_collected,
    mailed_and_verified,
    mailed_and_never_verified,
    sent_to_the_window,
    second_officer_for_a_flag,
    second_officer_for_the_sample,
    second_officer_returns,
    second_officer_refuses,
    refused_by_the_station,
    refused_by_the_county,
    supplemented,
    not_supplemented,
    withdrawn_before_acceptance,
    withdrawn_while_supplementing,
    withdrawn_in_review,
    withdrawn_before_production,
    made_again,
    late_station,
    silent_station,
    silent_county,
    silent_centre,
    not_collected,
    not_there_in_time,
    collected_but_a_delay_unexplained,
    sixty_days,
)
