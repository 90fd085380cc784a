"""What comes next: the timers that will fire, and the outbox by operation."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, case, func, select

from engine.core import instants
from engine.store.database import Store
from engine.store.statements import Statement
from engine.store.tables import process_instance, service_task, timer
from engine.store.transaction import reading


@dataclass(frozen=True, slots=True)
class NextTimer:
    """A timer that is armed."""

    due: datetime
    case_no: str
    definition_id: str
    element: str
    # CLK-… and reminder | breach, else ""
    clock: str
    kind: str
    # code of the last failure to fire, None for none
    failure: str | None


@dataclass(frozen=True, slots=True)
class Outbox:
    """The service tasks of one operation that wait."""

    operation: str
    waiting: int
    # those that have failed and are tried again
    failing: int
    incidents: int
    oldest: datetime


_NEXT = Statement(
    "next_timers",
    select(
        timer.c.due_at,
        process_instance.c.case_no,
        process_instance.c.definition_id,
        timer.c.element,
        timer.c.clock,
        timer.c.kind,
        timer.c.failure,
    )
    .join_from(timer, process_instance, timer.c.instance_id == process_instance.c.id)
    .where(timer.c.ended_at.is_(None))
    .order_by(timer.c.due_at, timer.c.id)
    .limit(bindparam("most")),
)
_FAILED = service_task.c.failure.is_not(None)
_STUCK = service_task.c.next_at.is_(None)
_OUTBOX = Statement(
    "outbox_by_operation",
    select(
        service_task.c.operation,
        func.sum(case((_STUCK, 0), else_=1)),
        func.sum(case((_FAILED & ~_STUCK, 1), else_=0)),
        func.sum(case((_STUCK, 1), else_=0)),
        func.min(service_task.c.opened_at),
    )
    .where(service_task.c.ended_at.is_(None))
    .group_by(service_task.c.operation)
    .order_by(service_task.c.operation),
)


def next_timers(store: Store, most: int = 10) -> tuple[NextTimer, ...]:
    """List the timers that fire next, those that are late first."""
    with reading(store) as tx:
        rows = tx.all(_NEXT, {"most": most})
    return tuple(NextTimer(instants.parse(due), *rest) for due, *rest in rows)


def outbox(store: Store) -> tuple[Outbox, ...]:
    """Count what waits for other systems, by operation."""
    with reading(store) as tx:
        rows = tx.all(_OUTBOX)
    return tuple(
        Outbox(operation, int(waiting), int(failing), int(stuck), instants.parse(oldest))
        for operation, waiting, failing, stuck, oldest in rows
    )
