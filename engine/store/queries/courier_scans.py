"""The scans of the courier: those that wait for the task that they complete, and refused ones."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import bindparam, func, literal_column, select, tuple_

from engine.store.database import Store
from engine.store.statements import Statement
from engine.store.tables import courier_scan
from engine.store.transaction import Transaction, reading

WAITING, REFUSED = "waiting", "refused"
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


@dataclass(frozen=True, slots=True)
class RefusedRow:
    """A scan that completed nothing; the instant as text."""

    waybill_no: str
    # DELIVERED | RETURNED | LOST | DAMAGED
    event: str
    scanned_at: str
    # code of the refusal
    reason: str


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
_SHOWN = (courier_scan.c.state == REFUSED, courier_scan.c.received_at >= bindparam("since"))
_REFUSED = Statement(
    "refused_courier_scans",
    select(*(courier_scan.c[name] for name in RefusedRow.__slots__))
    .where(*_SHOWN)
    .order_by(courier_scan.c.received_at.desc(), courier_scan.c.id.desc())
    .limit(bindparam("most")),
)
_REFUSED_NUMBER = Statement(
    "number_of_refused_courier_scans",
    select(func.count()).select_from(courier_scan).where(*_SHOWN),
)


def waiting(tx: Transaction, after: StoredScan | None, most: int) -> tuple[StoredScan, ...]:
    """List scans that wait, the longest waiting first, behind the last one seen."""
    seen = (after.received_at, after.id) if after else ("", "")
    row = {"after_at": seen[0], "after_id": seen[1], "most": most}
    return tuple(StoredScan(*each) for each in tx.all(_WAITING, row))


def refused(store: Store, since: str, most: int) -> tuple[RefusedRow, ...]:
    """List refused scans that came since an instant, the newest first."""
    with reading(store) as tx:
        return tuple(
            RefusedRow(*each) for each in tx.all(_REFUSED, {"since": since, "most": most})
        )


def refused_number(store: Store, since: str) -> int:
    """Count the refused scans that came since an instant."""
    with reading(store) as tx:
        row = tx.one(_REFUSED_NUMBER, {"since": since})
    return row[0] if row else 0
