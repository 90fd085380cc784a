"""How a mailed card is paid for, told by what the applicant does."""

from __future__ import annotations

from tests.processes import scenarios
from tests.processes.exceptions_on_the_way import AGREED_AGAIN
from tests.processes.office import MAIL, Case, Office
from tests.processes.scenarios import HAND_OVER

# a hand-over without a word of money
UNPAID = {name: text for name, text in HAND_OVER.items() if name != "fee_receipt_no"}
RECEIPT = {"fee_receipt_no": "JK-2026-0313"}


def paid_after_a_reminder(office: Office) -> Case:
    """The applicant is reminded on the third working day, and pays."""
    case = scenarios.sent(office, **MAIL).wait("2026-03-14T00:00")
    case.complete("pay_fee", **RECEIPT)
    return case.complete("confirm_delivery", signer="田秋月")


def paid_before_the_mail_came_back(office: Office) -> Case:
    """The applicant has paid already when the card is mailed a second time."""
    case = scenarios.sent(office, **MAIL).complete("pay_fee", **RECEIPT)
    case.complete("confirm_delivery", delivery_result="RETURNED", dlv_code="DLV-02")
    case.wait("2026-03-12T10:00").complete("settle_returned_mail", **AGREED_AGAIN)
    case.complete("dispatch_card", handed_to_courier="true")
    return case.complete("confirm_delivery", signer="田秋月")


def paid_and_kept_at_the_station(office: Office) -> Case:
    """The applicant has paid, the mail came back, and the card waits at the station."""
    case = scenarios.sent(office, **MAIL).complete("pay_fee", **RECEIPT)
    case.complete("confirm_delivery", delivery_result="RETURNED", dlv_code="DLV-02")
    case.complete(
        "settle_returned_mail",
        returned_mail_way="TO_STATION",
        returned_mail_note="已电话联系，到所领取。",
    )
    return case.complete("register_arrival", shelf_no="A-12")


def paid_by_mail_and_collected(office: Office) -> Case:
    """The window hands the card over and asks for no second receipt."""
    return paid_and_kept_at_the_station(office).complete("hand_over_card", **UNPAID)


WAYS = (paid_after_a_reminder, paid_before_the_mail_came_back, paid_by_mail_and_collected)
