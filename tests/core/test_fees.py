"""What was settled of a fee is read from the answers of its case."""

from __future__ import annotations

from decimal import Decimal

from engine.core import fees
from engine.core.fees import Fee


def test_what_was_paid_has_its_receipt() -> None:
    answers = {"fee_payment": "PAID", "fee_amount": 40, "fee_receipt_no": "SJ-1"}

    assert fees.settled(answers) == Fee("PAID", Decimal("40.00"), "SJ-1")


def test_a_receipt_that_was_told_before_an_exemption_belongs_to_no_payment() -> None:
    answers = {"fee_payment": "EXEMPT", "fee_amount": 40, "fee_receipt_no": "SJ-1"}

    assert fees.settled(answers) == Fee("EXEMPT", Decimal("0.00"), "")


def test_a_fee_of_which_nothing_is_told_is_not_settled() -> None:
    assert fees.settled({"fee_amount": 40}) is None
