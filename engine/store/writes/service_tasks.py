"""Write the outbox: service tasks called, leased, done, failed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import bindparam, insert, select, update

from engine.store.statements import Statement
from engine.store.tables import service_task
from engine.store.transaction import Transaction
from engine.store.wakeups import Waiting

_OPEN = service_task.c.ended_at.is_(None)
_INSERT = Statement("insert_service_tasks", insert(service_task))
_END = Statement(
    "end_service_tasks",
    update(service_task)
    .where(service_task.c.id == bindparam("of_id"), _OPEN)
    .values(
        ended_at=bindparam("ended_at"), ending=bindparam("ending"), next_at=None, failure=None
    ),
)
# one that another server is just leasing or ending is left to it
_FREE = (
    select(service_task.c.id)
    .where(
        service_task.c.id == bindparam("of_id"),
        service_task.c.next_at == bindparam("seen"),
        _OPEN,
    )
    .with_for_update(skip_locked=True)
)
_LEASE = Statement(
    "lease_service_task",
    update(service_task)
    .where(service_task.c.id.in_(_FREE))
    .values(attempts=service_task.c.attempts + 1, next_at=bindparam("next_at")),
)
_FREE_LEASE = Statement(
    "free_service_task",
    update(service_task)
    .where(
        service_task.c.id == bindparam("of_id"),
        service_task.c.next_at > bindparam("next_at"),
        _OPEN,
    )
    .values(next_at=bindparam("next_at")),
)
_FAIL = Statement(
    "fail_service_task",
    update(service_task)
    .where(service_task.c.id == bindparam("of_id"), _OPEN)
    .values(next_at=bindparam("next_at"), failure=bindparam("failure")),
)
_RETRY = Statement(
    "retry_service_task",
    update(service_task)
    .where(service_task.c.id == bindparam("of_id"), _OPEN)
    .values(attempts=0, next_at=bindparam("next_at"), failure=None),
)


def add(tx: Transaction, rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert called service tasks; the keys are the columns."""
    tx.execute_many(_INSERT, rows)
    tx.wake(Waiting.SERVICE_TASK, ((row["id"], row["next_at"]) for row in rows))


def end(tx: Transaction, rows: Sequence[Mapping[str, Any]]) -> None:
    """End service tasks (`of_id`, `ended_at`, `ending`)."""
    tx.execute_many(_END, rows)


def lease(tx: Transaction, task_id: str, seen: str, until: str) -> bool:
    """Take a due service task until an instant; tell whether nobody else takes or took it."""
    row = {"of_id": task_id, "seen": seen, "next_at": until}
    return tx.changes(_LEASE, row)


def free(tx: Transaction, task_id: str, now: str) -> None:
    """Let a leased service task be taken at once, because who leased it is dead."""
    tx.execute(_FREE_LEASE, {"of_id": task_id, "next_at": now})


def fail(tx: Transaction, task_id: str, next_at: str | None, failure: str) -> None:
    """Note a failure (JSON) and when to try again; None makes it an incident."""
    tx.execute(_FAIL, {"of_id": task_id, "next_at": next_at, "failure": failure})
    if next_at is not None:
        tx.wake(Waiting.SERVICE_TASK, [(task_id, next_at)])


def retry(tx: Transaction, task_id: str, next_at: str) -> None:
    """Let an incident be tried again from the first attempt."""
    tx.execute(_RETRY, {"of_id": task_id, "next_at": next_at})
    tx.wake(Waiting.SERVICE_TASK, [(task_id, next_at)])
