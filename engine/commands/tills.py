"""The till of a window: the fees that a unit has settled and given back on a day, added up."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from engine.commands import readings
from engine.commands.engine import Engine
from engine.core import fees, instants
from engine.core.errors import NotPermitted
from engine.core.people import Actor
from engine.store.queries import payments, refunds
from engine.store.queries.payments import PaymentRow
from engine.store.queries.refunds import RefundRow

# they take money and count it
AT_THE_TILL = ("window", "head")
REFUND = "REFUND"


@dataclass(frozen=True, slots=True)
class Payment:
    """One fee and what was taken for it, or given back of it."""

    instance_id: str
    case_no: str
    # id and name of the officer; of a refund, who asked for it
    account: str
    officer: str
    # of a refund, when it was confirmed
    at: datetime
    # PAID | REDUCED | EXEMPT | TEMPORARY_CARD | REFUND
    payment: str
    # yuan, below zero for a refund, None where the procedure did not say what is due
    amount: Decimal | None
    receipt: str
    # why it was given back, "" for a payment
    ground: str = ""

    @property
    def is_refund(self) -> bool:
        """Tell whether money went out."""
        return self.payment == REFUND


@dataclass(frozen=True, slots=True)
class Total:
    """What one officer took and gave back."""

    officer: str
    # fees that were settled, and refunds
    count: int
    refunds: int
    taken: Decimal
    given_back: Decimal

    @property
    def amount(self) -> Decimal:
        """Give what is in the till."""
        return self.taken - self.given_back


@dataclass(frozen=True, slots=True)
class Till:
    """A day at the windows of a unit."""

    unit: str
    day: date
    payments: tuple[Payment, ...]
    totals: tuple[Total, ...]
    # refunds of the unit that wait for a second person, whatever the day
    waiting: tuple[RefundRow, ...]

    @property
    def all(self) -> Total:
        """Add up what all officers took and gave back."""
        return Total(
            officer="",
            count=sum(each.count for each in self.totals),
            refunds=sum(each.refunds for each in self.totals),
            taken=sum((each.taken for each in self.totals), fees.NOTHING),
            given_back=sum((each.given_back for each in self.totals), fees.NOTHING),
        )

    @property
    def amount(self) -> Decimal:
        """Give what is in the till."""
        return self.all.amount


def units(actor: Actor) -> tuple[str, ...]:
    """Name the units whose tills an actor may see."""
    return tuple(dict.fromkeys(grant.unit for grant in actor.grants if grant.role in AT_THE_TILL))


def of_day(engine: Engine, unit: str, day: date, actor: Actor) -> Till:
    """Add up what officers of a unit took and gave back on a day in China.

    A refund counts on the day on which it was confirmed. Raises NotPermitted.
    """
    if unit not in units(actor):
        raise NotPermitted("not_for_this_actor")
    begin = instants.begin_of(day)
    span = (instants.text(begin), instants.text(begin + timedelta(days=1)))
    taken = [_payment(row) for row in payments.of_day(engine.store, unit, span)]
    given_back = [_refund(row) for row in refunds.of_day(engine.store, unit, span)]
    listed = tuple(sorted([*taken, *given_back], key=lambda each: each.at))
    waiting = refunds.waiting(engine.store, (unit,))
    return Till(unit, day, listed, tuple(_totals(listed)), waiting)


def export(engine: Engine, unit: str, day: date, actor: Actor) -> Till:
    """Give the till of a day to be taken away, recorded as a reading of each case that it names.

    Raises NotPermitted.
    """
    till = of_day(engine, unit, day, actor)
    facts = {"till": unit, "of_day": day.isoformat(), "rows": len(till.payments)}
    cases = [each.instance_id for each in till.payments]
    readings.record_export(engine, actor, cases, facts)
    return till


def _payment(row: PaymentRow) -> Payment:
    told = {fees.PAYMENT: row.payment, fees.AMOUNT: row.amount, fees.RECEIPT: row.receipt}
    fee = fees.settled(told)
    return Payment(
        instance_id=row.instance_id,
        case_no=row.case_no,
        account=row.officer,
        officer=row.officer_name,
        at=instants.parse(row.at),
        payment=row.payment,
        amount=fee.amount if fee else None,
        receipt=fee.receipt if fee else "",
    )


def _refund(row: RefundRow) -> Payment:
    return Payment(
        instance_id=row.instance_id,
        case_no=row.case_no,
        account=row.asked_by,
        officer=row.asked_by_name,
        at=instants.parse(row.settled_at or row.asked_at),
        payment=REFUND,
        amount=-row.amount,
        receipt=row.receipt_no,
        ground=row.ground,
    )


def _totals(listed: tuple[Payment, ...]) -> Iterator[Total]:
    # by account: two colleagues may have the same name
    for officer, account in sorted({(each.officer, each.account) for each in listed}):
        own = [each for each in listed if each.account == account]
        out = [each.amount for each in own if each.is_refund and each.amount is not None]
        taken = [each.amount for each in own if not each.is_refund and each.amount is not None]
        yield Total(
            officer=officer,
            count=sum(not each.is_refund for each in own),
            refunds=len(out),
            taken=sum(taken, fees.NOTHING),
            given_back=-sum(out, fees.NOTHING),
        )
