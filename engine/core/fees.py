"""What was settled of a fee, and what of that can be given back: yuan with two places."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

PAYMENT, AMOUNT, RECEIPT = "fee_payment", "fee_amount", "fee_receipt_no"
EXEMPT = "EXEMPT"
NOTHING = Decimal("0.00")
# why a fee is given back; `other` says it in words
GROUNDS = ("withdrawn", "refused", "own_mistake", "paid_twice", "exempt_later", "other")
OTHER = "other"
_YUAN = re.compile(r"[0-9]{1,6}(\.[0-9]{1,2})?")


@dataclass(frozen=True, slots=True)
class Fee:
    """How a fee was settled."""

    # PAID | REDUCED | EXEMPT
    payment: str
    # yuan, None where the procedure did not say what is due
    amount: Decimal | None
    receipt: str

    def remaining(self, given_back: Iterable[Decimal]) -> Decimal:
        """Give what can still be given back."""
        return (self.amount or NOTHING) - sum(given_back, NOTHING)


def settled(answers: Mapping[str, Any]) -> Fee | None:
    """Read from the answers of a case how its fee was settled, None where it was not."""
    payment = answers.get(PAYMENT)
    if payment is None:
        return None
    amount = answers.get(AMOUNT)
    due = None if amount is None else yuan(str(amount))
    if payment == EXEMPT:
        # a receipt that was told before belongs to no payment
        return Fee(EXEMPT, NOTHING, "")
    return Fee(str(payment), due, str(answers.get(RECEIPT) or ""))


def yuan(written: str) -> Decimal | None:
    """Read an amount of at most two places, None where it is none."""
    return rounded(Decimal(written)) if _YUAN.fullmatch(written) else None


def rounded(amount: Decimal) -> Decimal:
    """Write an amount with two places."""
    return amount.quantize(Decimal("0.01"))
