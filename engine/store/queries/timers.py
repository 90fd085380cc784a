"""Questions about timers: those that are due, and those of an instance."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import bindparam, select

from engine.store.database import Store
from engine.store.statements import Statement
from engine.store.tables import timer
from engine.store.transaction import reading

_MAY_FIRE = select(timer.c.id, timer.c.instance_id).where(
    timer.c.ended_at.is_(None),
    timer.c.due_at <= bindparam("now"),
    (timer.c.retry_at.is_(None)) | (timer.c.retry_at <= bindparam("now")),
    # a deadline of an older calendar is counted again before it may ring
    (timer.c.calendar_version.is_(None)) | (timer.c.calendar_version >= bindparam("version")),
)
_IS_DUE = Statement("due_timer", _MAY_FIRE.where(timer.c.id == bindparam("timer_id")))
_DUE = Statement(
    "due_timers",
    _MAY_FIRE.order_by(timer.c.due_at, timer.c.id).limit(bindparam("most")),
)


@dataclass(frozen=True, slots=True)
class TimerRow:
    """A timer, armed or ended; instants as text."""

    id: str
    process_id: str
    element: str
    activity: str
    due_at: str
    provisional: bool
    # CLK-… and reminder | breach, else ""
    clock: str
    kind: str
    legal_basis: str
    # how the due time was counted, None where it was not
    start_at: str | None
    days: int | None
    # working | calendar | opening, else ""
    count: str
    calendar: str
    unit: str
    armed_at: str
    ended_at: str | None
    # fired | disarmed
    ending: str | None
    attempts: int
    retry_at: str | None
    # code of the last failure
    failure: str | None


COLUMNS = tuple(timer.c[name] for name in TimerRow.__slots__)
_OF_INSTANCE = Statement(
    "timers_of_instance",
    select(*COLUMNS)
    .where(timer.c.instance_id == bindparam("instance_id"))
    .order_by(timer.c.due_at, timer.c.id),
)
_STUCK = Statement(
    "stuck_timers",
    select(timer.c.instance_id, *COLUMNS)
    .where(timer.c.ended_at.is_(None), timer.c.failure.is_not(None))
    .order_by(timer.c.due_at)
    .limit(bindparam("most")),
)
_OLDEST = Statement(
    "oldest_due_timer",
    select(timer.c.due_at)
    .where(timer.c.ended_at.is_(None), timer.c.due_at <= bindparam("now"))
    .order_by(timer.c.due_at)
    .limit(1),
)


def due(store: Store, now: str, most: int, version: int = 0) -> tuple[str, ...]:
    """List the ids of armed timers that are due and may be tried, the oldest due first.

    Deadlines counted by calendar files older than `version` are left out.
    """
    return tuple(timer_id for timer_id, _ in due_with_instances(store, now, most, version))


def due_with_instances(
    store: Store, now: str, most: int, version: int = 0
) -> tuple[tuple[str, str], ...]:
    """List what `due` lists, each with the id of its instance."""
    with reading(store) as tx:
        rows = tx.all(_DUE, {"now": now, "most": most, "version": version})
    return tuple((row[0], row[1]) for row in rows)


def is_due(store: Store, now: str, timer_id: str, version: int = 0) -> bool:
    """Tell whether `due` would list a timer."""
    with reading(store) as tx:
        found = tx.one(_IS_DUE, {"now": now, "timer_id": timer_id, "version": version})
    return found is not None


def of(store: Store, instance_id: str) -> tuple[TimerRow, ...]:
    """List the timers of an instance by due time."""
    with reading(store) as tx:
        return tuple(TimerRow(*row) for row in tx.all(_OF_INSTANCE, {"instance_id": instance_id}))


def stuck(store: Store, most: int = 50) -> tuple[tuple[str, TimerRow], ...]:
    """List armed timers that failed to fire, each with the id of its instance."""
    with reading(store) as tx:
        return tuple((row[0], TimerRow(*row[1:])) for row in tx.all(_STUCK, {"most": most}))


def oldest_due(store: Store, now: str) -> str | None:
    """Give the due time of the oldest timer that should have fired by now, None for none."""
    with reading(store) as tx:
        row = tx.one(_OLDEST, {"now": now})
    return row[0] if row else None
