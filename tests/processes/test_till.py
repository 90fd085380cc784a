"""The till: what the windows of a station took on a day."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest

from engine.commands import tills
from engine.core import instants
from engine.core.errors import NotPermitted
from tests.processes.exceptions_at_acceptance import temporary_card_issued
from tests.processes.office import Office, actor
from tests.processes.scenarios import HAND_OVER, arrived

STATION = "520102001"
REDUCED = {"fee_payment": "REDUCED", "fee_amount": "20", "fee_proof": "低保证明"}


def taken(office: Office) -> tills.Till:
    day = office.clock.at.astimezone(instants.ZONE).date()
    return tills.of_day(office.engine, STATION, day, actor("window"))


def test_the_till_tells_what_was_paid_with_its_receipt(office: Office) -> None:
    arrived(office).complete("hand_over_card", **{**HAND_OVER, "fee_receipt_no": "R-1"})

    (payment,) = taken(office).payments

    assert (payment.payment, payment.amount, payment.receipt) == ("PAID", Decimal(40), "R-1")


def test_the_till_adds_up_full_and_reduced_fees_by_officer(office: Office) -> None:
    arrived(office).complete("hand_over_card", **HAND_OVER)
    arrived(office).complete("hand_over_card", **{**HAND_OVER, **REDUCED})

    till = taken(office)

    assert [(each.count, each.amount) for each in till.totals] == [(2, Decimal(60))]
    assert till.amount == Decimal(60)


def test_another_day_has_a_till_of_its_own(office: Office) -> None:
    arrived(office).complete("hand_over_card", **HAND_OVER)

    office.clock.at += timedelta(days=1)

    assert taken(office).payments == ()


def test_the_fee_of_a_temporary_card_is_in_the_till(office: Office) -> None:
    temporary_card_issued(office)

    till = taken(office)

    (payment,) = till.payments
    assert (payment.payment, payment.amount) == ("TEMPORARY_CARD", Decimal(10))
    assert payment.receipt == "SJ-0001"
    assert till.amount == Decimal(10)


@pytest.mark.parametrize("who", ["clerk", "reviewer", "applicant", "auditor"])
def test_only_who_takes_money_sees_the_till(office: Office, who: str) -> None:
    day = office.clock.at.astimezone(instants.ZONE).date()

    with pytest.raises(NotPermitted):
        tills.of_day(office.engine, STATION, day, actor(who))
