"""Write fees that are given back: asked for, and settled once."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import bindparam, insert, update

from engine.store.statements import Statement, row_of
from engine.store.tables import refund
from engine.store.transaction import Transaction

_ASK = Statement("insert_refund", insert(refund))
_SETTLE = Statement(
    "settle_refund",
    update(refund)
    .where(refund.c.id == bindparam("of_id"), refund.c.settled_at.is_(None))
    .values(settled_by=bindparam("by"), settled_at=bindparam("at"), ending=bindparam("how")),
)
_OPEN = {"settled_by": None, "settled_at": None, "ending": None}


@dataclass(frozen=True, slots=True)
class NewRefund:
    """A new row of `refund`, which waits for a second person."""

    id: str
    instance_id: str
    unit: str
    amount: str
    ground: str
    note: str
    receipt_no: str
    asked_by: str
    asked_at: str


def ask(tx: Transaction, new: NewRefund) -> None:
    """Store a refund that somebody asks for."""
    tx.execute(_ASK, {**row_of(new), **_OPEN})


def settle(tx: Transaction, refund_id: str, by: str, at: str, ending: str) -> bool:
    """Settle a refund; tell whether it still waited."""
    row = {"of_id": refund_id, "by": by, "at": at, "how": ending}
    return tx.changes(_SETTLE, row)
