"""The till of a window: the fees that a unit has settled on a day, and what they come to."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from engine.commands.engine import Engine
from engine.core import instants
from engine.core.errors import NotPermitted
from engine.core.people import Actor
from engine.store.queries import payments
from engine.store.queries.payments import PaymentRow

# they take money and count it
AT_THE_TILL = ("window", "head")
EXEMPT = "EXEMPT"


@dataclass(frozen=True, slots=True)
class Payment:
    """One fee and what was taken for it."""

    instance_id: str
    case_no: str
    # id and name of the officer
    account: str
    officer: str
    at: datetime
    # PAID | REDUCED | EXEMPT
    payment: str
    # yuan, None where the procedure did not say what is due
    amount: Decimal | None
    receipt: str


@dataclass(frozen=True, slots=True)
class Total:
    """What one officer took."""

    officer: str
    count: int
    amount: Decimal


@dataclass(frozen=True, slots=True)
class Till:
    """A day at the windows of a unit."""

    unit: str
    day: date
    payments: tuple[Payment, ...]
    totals: tuple[Total, ...]

    @property
    def amount(self) -> Decimal:
        """Add up what all officers took."""
        return sum((total.amount for total in self.totals), Decimal())


def units(actor: Actor) -> tuple[str, ...]:
    """Name the units whose tills an actor may see."""
    return tuple(dict.fromkeys(grant.unit for grant in actor.grants if grant.role in AT_THE_TILL))


def of_day(engine: Engine, unit: str, day: date, actor: Actor) -> Till:
    """Add up the fees that officers of a unit settled on a day in China; raises NotPermitted."""
    if unit not in units(actor):
        raise NotPermitted("not_for_this_actor")
    begin = datetime.combine(day, time(), instants.ZONE)
    span = (instants.text(begin), instants.text(begin + timedelta(days=1)))
    rows = payments.of_day(engine.store, unit, span)
    listed = tuple(_payment(row) for row in rows)
    return Till(unit, day, listed, tuple(_totals(listed)))


def _payment(row: PaymentRow) -> Payment:
    return Payment(
        instance_id=row.instance_id,
        case_no=row.case_no,
        account=row.officer,
        officer=row.officer_name,
        at=instants.parse(row.at),
        payment=row.payment,
        amount=_amount(row),
        receipt=str(row.receipt or ""),
    )


def _amount(row: PaymentRow) -> Decimal | None:
    if row.payment == EXEMPT:
        return Decimal()
    return None if row.amount is None else Decimal(str(row.amount))


def _totals(listed: tuple[Payment, ...]) -> Iterator[Total]:
    # by account: two colleagues may have the same name
    for officer, account in sorted({(each.officer, each.account) for each in listed}):
        own = [each for each in listed if each.account == account]
        taken = sum((each.amount for each in own if each.amount is not None), Decimal())
        yield Total(officer, len(own), taken)
