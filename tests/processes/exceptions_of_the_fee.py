"""How a mailed card is paid for, told by what the applicant, the window and the head do."""

from __future__ import annotations

from tests.processes import scenarios
from tests.processes.office import MAIL, Case, Office
from tests.processes.scenarios import HAND_OVER, TOLD, paid

# a hand-over without a word of money
UNPAID = {name: text for name, text in HAND_OVER.items() if name != "fee_receipt_no"}
RELIEF = {"fee_claim": "RELIEF", "fee_proof": "低保证明，编号2026-17。"}
REDUCED = {
    "fee_finding": "SETTLED",
    "fee_payment": "REDUCED",
    "fee_amount": "20",
    "fee_receipt_no": "JK-2026-0314",
    "fee_proof": "低保证明，编号2026-17。",
}
NOT_SETTLED = {"fee_finding": "NOT_SETTLED", "fee_note": "收据号有误，请核对。"}
WRITTEN_OFF = {"unpaid_fee_decision": "WRITE_OFF", "unpaid_fee_note": "两次催缴未果，地址已空。"}


def told_of_payment(office: Office) -> Case:
    """The card is there, and the applicant tells the number of the receipt."""
    return scenarios.delivered(office).complete("pay_fee", **TOLD)


def paid_after_a_reminder(office: Office) -> Case:
    """The applicant is reminded on the third working day, and pays."""
    return paid(scenarios.delivered(office).wait("2026-03-14T00:00"))


def reduced_by_the_window(office: Office) -> Case:
    """The applicant asks to pay less, the window takes its time, and finds for the applicant."""
    case = scenarios.delivered(office).complete("pay_fee", **RELIEF)
    return case.wait("2026-03-13T17:00").complete("confirm_fee", **REDUCED)


def told_a_second_time(office: Office) -> Case:
    """The window finds no such receipt, and the applicant gives the right one."""
    case = told_of_payment(office).complete("confirm_fee", **NOT_SETTLED)
    return paid(case)


def never_paid(office: Office) -> Case:
    """The applicant lets the ten working days pass."""
    return scenarios.delivered(office).wait("2026-03-25T00:00")


def asked_once_more(office: Office) -> Case:
    """The head has the applicant asked once more, who pays."""
    case = never_paid(office)
    case.complete(
        "decide_unpaid_fee",
        unpaid_fee_decision="ASK_AGAIN",
        unpaid_fee_note="申请人出差，四月返回。",
    )
    return paid(case)


def written_off(office: Office) -> Case:
    """The head decides only after the prefecture was told, and writes the fee off."""
    case = never_paid(office).wait("2026-04-01T17:00")
    return case.complete("decide_unpaid_fee", **WRITTEN_OFF)


def came_back_unpaid(office: Office) -> Case:
    """The mail came back, and the card waits at the station."""
    case = scenarios.sent(office, **MAIL)
    case.complete("confirm_delivery", delivery_result="RETURNED", dlv_code="DLV-02")
    case.complete(
        "settle_returned_mail",
        returned_mail_way="TO_STATION",
        returned_mail_note="已电话联系，到所领取。",
    )
    return case.complete("register_arrival", shelf_no="A-12")


WAYS = (
    paid_after_a_reminder,
    reduced_by_the_window,
    told_a_second_time,
    asked_once_more,
    written_off,
)
