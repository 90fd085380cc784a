"""Questions about the outbox: which service tasks may run now."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import bindparam, select

from engine.store.database import Store
from engine.store.statements import Statement
from engine.store.tables import service_task
from engine.store.transaction import reading


@dataclass(frozen=True, slots=True)
class DueServiceTask:
    """A service task that may run now, as its handler needs it."""

    id: str
    instance_id: str
    element: str
    operation: str
    # JSON
    variables: str
    # attempts so far
    attempts: int
    next_at: str


_DUE = Statement(
    "due_service_tasks",
    select(*(service_task.c[name] for name in DueServiceTask.__slots__))
    .where(service_task.c.ended_at.is_(None), service_task.c.next_at <= bindparam("now"))
    .order_by(service_task.c.next_at, service_task.c.id)
    .limit(bindparam("most")),
)


_ONE = Statement(
    "due_service_task",
    select(*(service_task.c[name] for name in DueServiceTask.__slots__)).where(
        service_task.c.id == bindparam("task_id"),
        service_task.c.ended_at.is_(None),
        service_task.c.next_at <= bindparam("now"),
    ),
)


def due(store: Store, now: str, most: int) -> tuple[DueServiceTask, ...]:
    """List the service tasks that may run now, the longest waiting first."""
    with reading(store) as tx:
        return tuple(DueServiceTask(*row) for row in tx.all(_DUE, {"now": now, "most": most}))


def due_one(store: Store, now: str, task_id: str) -> DueServiceTask | None:
    """Give a service task if it may run now."""
    with reading(store) as tx:
        row = tx.one(_ONE, {"task_id": task_id, "now": now})
    return DueServiceTask(*row) if row else None
