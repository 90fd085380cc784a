"""How a mailed card is paid for, told by what the applicant does."""

from __future__ import annotations

from tests.processes import scenarios
from tests.processes.exceptions_on_the_way import AGREED_AGAIN
from tests.processes.office import MAIL, Case, Office

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


WAYS = (paid_after_a_reminder, paid_before_the_mail_came_back)
