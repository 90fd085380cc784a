"""Questions about outages."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, select

from engine.core import instants
from engine.store.database import Store
from engine.store.statements import Statement
from engine.store.tables import account, outage
from engine.store.transaction import Transaction, reading


@dataclass(frozen=True, slots=True)
class OutageRow:
    """A time in which a system or a place could not work."""

    id: str
    # register | mail | production | …
    system: str
    # unit that could not work, with those below it
    unit: str
    note: str
    begun: datetime
    # None while it lasts
    ended: datetime | None
    recorder: str


_COLUMNS = (
    outage.c.id,
    outage.c.system,
    outage.c.unit,
    outage.c.note,
    outage.c.from_at,
    outage.c.until_at,
    account.c.name,
    outage.c.recorded_by,
)
_NAMED = select(*_COLUMNS).outerjoin_from(outage, account, outage.c.recorded_by == account.c.id)
_LATEST = Statement(
    "latest_outages",
    _NAMED.order_by(outage.c.from_at.desc(), outage.c.id).limit(bindparam("most")),
)
_OVERLAPPING = Statement(
    "overlapping_outages",
    _NAMED.where(
        outage.c.from_at <= bindparam("last"),
        (outage.c.until_at.is_(None)) | (outage.c.until_at >= bindparam("first")),
    ).order_by(outage.c.from_at),
)
_ONE = Statement("outage", _NAMED.where(outage.c.id == bindparam("id")))


def latest(store: Store, most: int = 20) -> tuple[OutageRow, ...]:
    """List the outages, the latest first."""
    with reading(store) as tx:
        return tuple(_row(row) for row in tx.all(_LATEST, {"most": most}))


def overlapping(store: Store, first: str, last: str) -> tuple[OutageRow, ...]:
    """List the outages of a time, given by the texts of two instants."""
    with reading(store) as tx:
        rows = tx.all(_OVERLAPPING, {"first": first, "last": last})
    return tuple(_row(row) for row in rows)


def one_of(tx: Transaction, outage_id: str) -> OutageRow | None:
    """Read an outage inside a transaction."""
    row = tx.one(_ONE, {"id": outage_id})
    return None if row is None else _row(row)


def _row(row: tuple[Any, ...]) -> OutageRow:
    id_, system, unit, note, begun, ended, name, by = row
    return OutageRow(
        id=id_,
        system=system,
        unit=unit,
        note=note,
        begun=instants.parse(begun),
        ended=instants.parse(ended) if ended else None,
        recorder=name or by,
    )
