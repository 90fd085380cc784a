"""The scans of the courier that wait for the task that they complete."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import bindparam, literal_column, select, tuple_

from engine.store.statements import Statement
from engine.store.tables import courier_scan
from engine.store.transaction import Transaction

WAITING = "waiting"
# as the index says it: those that are settled are never read
IS_WAITING = courier_scan.c.state == literal_column(f"'{WAITING}'")


@dataclass(frozen=True, slots=True)
class StoredScan:
    """A scan that waits for the task that it completes."""

    id: str
    waybill_no: str
    received_at: str
    # JSON text of the answers
    details: str


_WAITING = Statement(
    "waiting_courier_scans",
    select(*(courier_scan.c[name] for name in StoredScan.__slots__))
    .where(
        IS_WAITING,
        tuple_(courier_scan.c.received_at, courier_scan.c.id)
        > tuple_(bindparam("after_at"), bindparam("after_id")),
    )
    .order_by(courier_scan.c.received_at, courier_scan.c.id)
    .limit(bindparam("most")),
)


def waiting(tx: Transaction, after: StoredScan | None, most: int) -> tuple[StoredScan, ...]:
    """List scans that wait, the longest waiting first, behind the last one seen."""
    seen = (after.received_at, after.id) if after else ("", "")
    row = {"after_at": seen[0], "after_id": seen[1], "most": most}
    return tuple(StoredScan(*each) for each in tx.all(_WAITING, row))
