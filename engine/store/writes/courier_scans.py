"""Write what the courier tells, once for each of its own numbers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import bindparam, update
from sqlalchemy.dialects.postgresql import insert as upsert

from engine.store.queries.courier_scans import IS_WAITING
from engine.store.statements import Statement
from engine.store.tables import courier_scan
from engine.store.transaction import Transaction

_ADD = Statement("add_courier_scan", upsert(courier_scan).on_conflict_do_nothing())
_SETTLE = Statement(
    "settle_courier_scan",
    update(courier_scan)
    .where(courier_scan.c.id == bindparam("of_id"), IS_WAITING)
    .values(state=bindparam("new_state"), reason=bindparam("new_reason"), details=None),
)


def add(tx: Transaction, row: Mapping[str, Any]) -> bool:
    """Keep a scan; False where it is known already."""
    return tx.changes(_ADD, row)


def settle(tx: Transaction, scan_id: str, state: str, reason: str | None = None) -> None:
    """End the waiting of a scan and forget who is named in it."""
    tx.execute(_SETTLE, {"of_id": scan_id, "new_state": state, "new_reason": reason})
