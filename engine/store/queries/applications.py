"""What an applicant asks about the own applications."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import and_, bindparam, or_, select

from engine.store.database import Store
from engine.store.queries import instances
from engine.store.queries.instances import InstanceRow
from engine.store.queries.timers import COLUMNS, TimerRow
from engine.store.statements import Statement
from engine.store.tables import process_instance, timer, user_task
from engine.store.transaction import reading


@dataclass(frozen=True, slots=True)
class ApplicationRow:
    """An instance as the list of its applicant shows it."""

    instance: InstanceRow
    # deadlines and their reminders that run, or were missed with their task still open
    timers: tuple[TimerRow, ...]
    # open tasks that wait for the applicant: (task id, element)
    asked: tuple[tuple[str, str], ...]


_OWN = process_instance.c.started_by == bindparam("account_id")
_INSTANCES = Statement(
    "applications",
    instances.rows()
    .where(_OWN)
    .order_by(process_instance.c.started_at.desc())
    .limit(bindparam("most")),
)
# a missed deadline has fired, and stands as long as its task
_MISSED = (
    select(user_task.c.id)
    .where(
        user_task.c.instance_id == timer.c.instance_id,
        user_task.c.deadline == timer.c.id,
        user_task.c.ended_at.is_(None),
    )
    .exists()
)
_PROMISES = Statement(
    "promises_of_applications",
    select(timer.c.instance_id, *COLUMNS)
    .join_from(process_instance, timer, timer.c.instance_id == process_instance.c.id)
    .where(_OWN, process_instance.c.ended_at.is_(None))
    .where(
        timer.c.kind != "",
        or_(timer.c.ended_at.is_(None), and_(timer.c.ending == "fired", _MISSED)),
    )
    .order_by(timer.c.due_at),
)
_ASKED = Statement(
    "tasks_of_applicant",
    select(user_task.c.instance_id, user_task.c.id, user_task.c.element)
    .join_from(process_instance, user_task, user_task.c.instance_id == process_instance.c.id)
    .where(_OWN, process_instance.c.ended_at.is_(None))
    .where(user_task.c.ended_at.is_(None), user_task.c.jurisdiction == "own_case")
    .order_by(user_task.c.opened_at),
)


def of(store: Store, account_id: str, limit: int = 100) -> tuple[ApplicationRow, ...]:
    """List the instances that an account has started, the latest first."""
    key = {"account_id": account_id}
    with reading(store) as tx:
        found = [instances.row_of(row) for row in tx.all(_INSTANCES, {**key, "most": limit})]
        promises: dict[str, list[TimerRow]] = {}
        for row in tx.all(_PROMISES, key):
            promises.setdefault(row[0], []).append(TimerRow(*row[1:]))
        asked: dict[str, list[tuple[str, str]]] = {}
        for instance_id, task_id, element in tx.all(_ASKED, key):
            asked.setdefault(instance_id, []).append((task_id, element))
    return tuple(
        ApplicationRow(each, tuple(promises.get(each.id, ())), tuple(asked.get(each.id, ())))
        for each in found
    )
