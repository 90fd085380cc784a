"""Questions about the outbox: what may run now, and what waits for an operator."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import bindparam, select

from engine.store.database import Store
from engine.store.statements import Statement
from engine.store.tables import process_instance, service_task
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


@dataclass(frozen=True, slots=True)
class Incident:
    """A service task that failed for good, or fails again and again."""

    id: str
    instance_id: str
    case_no: str
    process_id: str
    element: str
    operation: str
    opened_at: str
    attempts: int
    # None where it waits for an operator
    next_at: str | None
    # JSON {"code", "parameters"}
    failure: str


_DUE = Statement(
    "due_service_tasks",
    select(*(service_task.c[name] for name in DueServiceTask.__slots__))
    .where(service_task.c.ended_at.is_(None), service_task.c.next_at <= bindparam("now"))
    .order_by(service_task.c.next_at, service_task.c.id)
    .limit(bindparam("most")),
)
_INCIDENTS = Statement(
    "incidents",
    select(
        service_task.c.id,
        service_task.c.instance_id,
        process_instance.c.case_no,
        service_task.c.process_id,
        service_task.c.element,
        service_task.c.operation,
        service_task.c.opened_at,
        service_task.c.attempts,
        service_task.c.next_at,
        service_task.c.failure,
    )
    .join_from(service_task, process_instance, service_task.c.instance_id == process_instance.c.id)
    .where(service_task.c.ended_at.is_(None), service_task.c.failure.is_not(None))
    .order_by(service_task.c.opened_at, service_task.c.id)
    .limit(bindparam("most")),
)


def due(store: Store, now: str, most: int) -> tuple[DueServiceTask, ...]:
    """List the service tasks that may run now, the longest waiting first."""
    with reading(store) as tx:
        return tuple(DueServiceTask(*row) for row in tx.all(_DUE, {"now": now, "most": most}))


def incidents(store: Store, most: int = 100) -> tuple[Incident, ...]:
    """List the service tasks whose last attempt failed, the oldest first."""
    with reading(store) as tx:
        return tuple(Incident(*row) for row in tx.all(_INCIDENTS, {"most": most}))
