"""Questions about closed instances that were taken up again by order."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, or_, select

from engine.core import instants
from engine.store.database import Store
from engine.store.statements import Statement
from engine.store.tables import process_instance, reopening
from engine.store.transaction import Transaction, reading


@dataclass(frozen=True, slots=True)
class ReopeningRow:
    """An order, the instance whose outcome it reverses, and the one that takes it up."""

    instance_id: str
    case_no: str
    reopened_as: str
    new_case_no: str
    ordered: datetime
    ground: str
    reference: str


_OLD, _NEW = process_instance.alias("old_instance"), process_instance.alias("new_instance")
_ROWS = (
    select(
        reopening.c.instance_id,
        _OLD.c.case_no,
        reopening.c.reopened_as,
        _NEW.c.case_no,
        reopening.c.ordered_at,
        reopening.c.ground,
        reopening.c.reference,
    )
    .join_from(reopening, _OLD, _OLD.c.id == reopening.c.instance_id)
    .join(_NEW, _NEW.c.id == reopening.c.reopened_as)
)
_OF = Statement(
    "reopenings_of_instance",
    _ROWS.where(
        or_(
            reopening.c.instance_id == bindparam("instance_id"),
            reopening.c.reopened_as == bindparam("instance_id"),
        )
    ).order_by(reopening.c.ordered_at),
)
_LATEST = Statement(
    "latest_reopenings",
    _ROWS.order_by(reopening.c.ordered_at.desc()).limit(bindparam("most")),
)


def of(store: Store, instance_id: str) -> tuple[ReopeningRow, ...]:
    """List the orders that an instance came from or was reversed by, the oldest first."""
    with reading(store) as tx:
        return of_locked(tx, instance_id)


def of_locked(tx: Transaction, instance_id: str) -> tuple[ReopeningRow, ...]:
    """List them in a transaction that holds the instance."""
    return tuple(map(_row, tx.all(_OF, {"instance_id": instance_id})))


def latest(store: Store, limit: int) -> tuple[ReopeningRow, ...]:
    """List the latest orders, the outcomes they reversed with them."""
    with reading(store) as tx:
        return tuple(map(_row, tx.all(_LATEST, {"most": limit})))


def _row(row: tuple[str, ...]) -> ReopeningRow:
    old, old_no, new, new_no, ordered, ground, reference = row
    return ReopeningRow(old, old_no, new, new_no, instants.parse(ordered), ground, reference)
