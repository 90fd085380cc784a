"""Write outages: recorded, ended."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import bindparam, insert, update

from engine.store.statements import Statement
from engine.store.tables import outage
from engine.store.transaction import Transaction

_INSERT = Statement("insert_outage", insert(outage))
_END = Statement(
    "end_outage",
    update(outage)
    .where(outage.c.id == bindparam("of_id"), outage.c.until_at.is_(None))
    .values(until_at=bindparam("until_at")),
)


def add(tx: Transaction, row: Mapping[str, Any]) -> None:
    """Insert an outage; the keys are the columns."""
    tx.execute(_INSERT, row)


def end(tx: Transaction, outage_id: str, until: str) -> bool:
    """Note when an outage was over; tell whether it lasted until now."""
    return tx.changes(_END, {"of_id": outage_id, "until_at": until})
