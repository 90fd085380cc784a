"""How the machinery is, in one question."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, func, select

from engine.core import instants
from engine.store.database import Store
from engine.store.statements import Statement
from engine.store.tables import process_instance, service_task, timer
from engine.store.transaction import reading


@dataclass(frozen=True, slots=True)
class Health:
    """What waits, what is late, what failed."""

    open_instances: int
    # due time of the oldest timer that should have fired, None for none
    oldest_due_timer: datetime | None
    # timers that failed to fire and are tried again
    failing_timers: int
    waiting_service_tasks: int
    incidents: int


_ARMED = timer.c.ended_at.is_(None)
_WAITING = service_task.c.ended_at.is_(None)
_HEALTH = Statement(
    "health",
    select(
        select(func.count())
        .select_from(process_instance)
        .where(process_instance.c.ended_at.is_(None))
        .scalar_subquery(),
        select(func.min(timer.c.due_at))
        .where(_ARMED, timer.c.due_at <= bindparam("now"))
        .scalar_subquery(),
        select(func.count())
        .select_from(timer)
        .where(_ARMED, timer.c.failure.is_not(None))
        .scalar_subquery(),
        select(func.count()).select_from(service_task).where(_WAITING).scalar_subquery(),
        select(func.count())
        .select_from(service_task)
        .where(_WAITING, service_task.c.next_at.is_(None))
        .scalar_subquery(),
    ),
)


def of(store: Store, now: datetime) -> Health:
    """Ask the store how things stand."""
    with reading(store) as tx:
        row = tx.one(_HEALTH, {"now": instants.text(now)})
    oldest = instants.parse(row[1]) if row[1] else None
    return Health(row[0], oldest, row[2], row[3], row[4])
