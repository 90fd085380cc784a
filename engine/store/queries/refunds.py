"""Questions about fees that are given back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import Any

from sqlalchemy import Text, bindparam, select

from engine.store.database import Store
from engine.store.statements import Statement
from engine.store.tables import account, process_instance, refund
from engine.store.transaction import Transaction, reading


@dataclass(frozen=True, slots=True)
class RefundRow:
    """A refund that somebody asked for; instants as text."""

    id: str
    instance_id: str
    case_no: str
    # whose till it goes out of
    unit: str
    # yuan
    amount: Decimal
    ground: str
    note: str
    receipt_no: str
    asked_by: str
    asked_by_name: str
    asked_at: str
    settled_by: str | None
    settled_at: str | None
    # confirmed | turned_down
    ending: str | None


_ROWS = (
    select(
        refund.c.id,
        refund.c.instance_id,
        process_instance.c.case_no,
        refund.c.unit,
        refund.c.amount,
        refund.c.ground,
        refund.c.note,
        refund.c.receipt_no,
        refund.c.asked_by,
        account.c.name,
        refund.c.asked_at,
        refund.c.settled_by,
        refund.c.settled_at,
        refund.c.ending,
    )
    .join_from(refund, process_instance, process_instance.c.id == refund.c.instance_id)
    .outerjoin(account, account.c.id == refund.c.asked_by)
)
_ONE = Statement("refund", _ROWS.where(refund.c.id == bindparam("id")))
_OF = Statement(
    "refunds_of_instance",
    _ROWS.where(refund.c.instance_id == bindparam("instance_id")).order_by(
        refund.c.asked_at, refund.c.id
    ),
)
_OF_DAY = Statement(
    "refunds_of_day",
    _ROWS.where(
        refund.c.unit == bindparam("unit"),
        refund.c.ending == "confirmed",
        refund.c.settled_at >= bindparam("since"),
        refund.c.settled_at < bindparam("until"),
    ).order_by(refund.c.settled_at, refund.c.id),
)


def one_of(tx: Transaction, refund_id: str) -> RefundRow | None:
    """Read a refund inside a transaction."""
    row = tx.one(_ONE, {"id": refund_id})
    return None if row is None else _row(row)


def of(store: Store, instance_id: str) -> tuple[RefundRow, ...]:
    """List the refunds of a case, waiting and settled ones, the oldest first."""
    with reading(store) as tx:
        return of_locked(tx, instance_id)


def of_locked(tx: Transaction, instance_id: str) -> tuple[RefundRow, ...]:
    """List them in a transaction that holds the instance."""
    return tuple(map(_row, tx.all(_OF, {"instance_id": instance_id})))


def of_day(store: Store, unit: str, day: tuple[str, str]) -> tuple[RefundRow, ...]:
    """List the refunds of a unit that were confirmed between two instants, by time."""
    since, until = day
    with reading(store) as tx:
        rows = tx.all(_OF_DAY, {"unit": unit, "since": since, "until": until})
    return tuple(map(_row, rows))


def waiting(store: Store, units: Sequence[str]) -> tuple[RefundRow, ...]:
    """List the refunds of some units that wait for a second person, the oldest first."""
    if not units:
        return ()
    named = {f"unit_{index}": unit for index, unit in enumerate(units)}
    with reading(store) as tx:
        return tuple(map(_row, tx.all(_waiting(len(units)), named)))


@cache
def _waiting(units: int) -> Statement:
    named = [bindparam(f"unit_{index}", type_=Text) for index in range(units)]
    core = _ROWS.where(refund.c.settled_at.is_(None), refund.c.unit.in_(named))
    return Statement("waiting_refunds", core.order_by(refund.c.asked_at, refund.c.id))


# Any: the columns of a row
def _row(row: Any) -> RefundRow:
    found = dict(zip(RefundRow.__slots__, row, strict=True))
    name = found["asked_by_name"] or found["asked_by"]
    return RefundRow(**{**found, "amount": Decimal(found["amount"]), "asked_by_name": name})
