"""Write what the courier tells, once for each of its own numbers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import bindparam, select, update
from sqlalchemy.dialects.postgresql import insert as upsert

from engine.store.statements import Statement
from engine.store.tables import courier_scan
from engine.store.transaction import Transaction

WAITING = "waiting"


@dataclass(frozen=True, slots=True)
class StoredScan:
    """A scan that waits for the task that it completes."""

    id: str
    waybill_no: str
    event: str
    received_at: str
    # JSON text of the answers
    details: str


_ADD = Statement("add_courier_scan", upsert(courier_scan).on_conflict_do_nothing())
_SETTLE = Statement(
    "settle_courier_scan",
    update(courier_scan)
    .where(courier_scan.c.id == bindparam("of_id"), courier_scan.c.state == WAITING)
    .values(state=bindparam("new_state"), reason=bindparam("new_reason"), details=None),
)
_WAITING = Statement(
    "waiting_courier_scans",
    select(
        courier_scan.c.id,
        courier_scan.c.waybill_no,
        courier_scan.c.event,
        courier_scan.c.received_at,
        courier_scan.c.details,
    )
    .where(courier_scan.c.state == WAITING, courier_scan.c.id > bindparam("after"))
    .order_by(courier_scan.c.id)
    .limit(bindparam("most")),
)


def add(tx: Transaction, row: Mapping[str, Any]) -> bool:
    """Keep a scan; False where it is known already."""
    return bool(tx.execute(_ADD, row).rowcount == 1)


def settle(tx: Transaction, scan_id: str, state: str, reason: str | None = None) -> None:
    """End the waiting of a scan and forget who is named in it."""
    tx.execute(_SETTLE, {"of_id": scan_id, "new_state": state, "new_reason": reason})


def waiting(tx: Transaction, after: str, most: int) -> tuple[StoredScan, ...]:
    """List scans that wait, in the order of their numbers."""
    return tuple(StoredScan(*row) for row in tx.all(_WAITING, {"after": after, "most": most}))
