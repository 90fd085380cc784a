"""Questions about open deadlines as counted: by which version of the calendar files, and how."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import bindparam, func, select

from engine.store.database import Store
from engine.store.statements import Statement
from engine.store.tables import timer
from engine.store.transaction import Transaction, reading


@dataclass(frozen=True, slots=True)
class CountedTimer:
    """An open deadline and how it was counted; instants as text."""

    id: str
    instance_id: str
    element: str
    due_at: str
    provisional: int
    clock: str
    # reminder | breach
    kind: str
    start_at: str
    days: int
    # working | calendar | opening
    count: str
    calendar: str
    unit: str
    calendar_version: int


_COLUMNS = tuple(timer.c[name] for name in CountedTimer.__slots__)
_OPEN = timer.c.ended_at.is_(None)
_STALE = timer.c.calendar_version < bindparam("version")
_OUTDATED = Statement(
    "outdated_timers",
    select(*_COLUMNS)
    .where(_OPEN, _STALE)
    .order_by(timer.c.calendar_version, timer.c.instance_id)
    .limit(bindparam("most")),
)
_OUTDATED_OF = Statement(
    "outdated_timers_of_instance",
    select(*_COLUMNS)
    .where(_OPEN, _STALE, timer.c.instance_id == bindparam("instance_id"))
    .order_by(timer.c.due_at, timer.c.id),
)
_OPEN_OF = Statement(
    "open_deadlines_of_instance",
    select(*_COLUMNS).where(
        _OPEN, timer.c.start_at.is_not(None), timer.c.instance_id == bindparam("instance_id")
    ),
)
_HOW_MANY = Statement(
    "how_many_outdated_timers", select(func.count()).select_from(timer).where(_OPEN, _STALE)
)
_FROM = Statement(
    "counted_timers_from",
    select(*_COLUMNS)
    .where(_OPEN, timer.c.due_at >= bindparam("from_due"), timer.c.calendar_version.is_not(None))
    .order_by(timer.c.unit, timer.c.clock, timer.c.due_at, timer.c.id),
)


def outdated(store: Store, version: int, most: int) -> tuple[CountedTimer, ...]:
    """List open deadlines of an older version, those of one instance together."""
    with reading(store) as tx:
        rows = tx.all(_OUTDATED, {"version": version, "most": most})
    return tuple(CountedTimer(*row) for row in rows)


def outdated_of(tx: Transaction, instance_id: str, version: int) -> tuple[CountedTimer, ...]:
    """List those of an instance, inside a transaction that holds it."""
    rows = tx.all(_OUTDATED_OF, {"version": version, "instance_id": instance_id})
    return tuple(CountedTimer(*row) for row in rows)


def open_of(tx: Transaction, instance_id: str) -> tuple[CountedTimer, ...]:
    """List the open deadlines of an instance, inside a transaction that holds it."""
    return tuple(CountedTimer(*row) for row in tx.all(_OPEN_OF, {"instance_id": instance_id}))


def how_many_outdated(store: Store, version: int) -> int:
    """Count the open deadlines that were counted by an older version."""
    with reading(store) as tx:
        return int(tx.one(_HOW_MANY, {"version": version})[0])


def due_from(store: Store, due_at: str) -> tuple[CountedTimer, ...]:
    """List the open deadlines that are due at an instant or later, by unit and clock."""
    with reading(store) as tx:
        return tuple(CountedTimer(*row) for row in tx.all(_FROM, {"from_due": due_at}))
