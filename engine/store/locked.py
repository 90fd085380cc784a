"""Load what a command changes, under the lock of its instance."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from functools import cache
from typing import Any, NamedTuple, cast

from sqlalchemy import Select, Table, Text, bindparam, literal_column, select

from engine.core.errors import NotFound
from engine.store.statements import Statement
from engine.store.tables import answer, awaited_message, process_instance
from engine.store.tables import service_task as service_task_table
from engine.store.tables import timer as timer_table
from engine.store.tables import user_task as user_task_table
from engine.store.transaction import Transaction


@dataclass(frozen=True, slots=True)
class LockedInstance:
    """A process instance that nobody else changes until the transaction ends."""

    id: str
    case_no: str
    definition_id: str
    started_by: str
    starter_unit: str
    status: str
    ended_at: str | None
    version: int
    state: bytes
    head_seq: int
    head_hash: str


@dataclass(frozen=True, slots=True)
class LockedUserTask:
    """A user task, open or ended, with its instance."""

    instance: LockedInstance
    id: str
    process_id: str
    element: str
    role: str
    jurisdiction: str
    unit: str
    separate_from: str
    holder: str | None
    held_at: str | None
    ended_at: str | None
    ending: str | None
    completed_by: str | None


@dataclass(frozen=True, slots=True)
class LockedTimer:
    """A timer with its instance."""

    instance: LockedInstance
    id: str
    process_id: str
    element: str
    due_at: str
    clock: str
    kind: str
    legal_basis: str
    unit: str
    attempts: int
    ended_at: str | None


@dataclass(frozen=True, slots=True)
class LockedServiceTask:
    """A service task with its instance."""

    instance: LockedInstance
    id: str
    process_id: str
    element: str
    operation: str
    result_variable: str
    attempts: int
    next_at: str | None
    failure: str | None
    ended_at: str | None


@dataclass(frozen=True, slots=True)
class LockedMessage:
    """An awaited message with its instance."""

    instance: LockedInstance
    id: str
    process_id: str
    element: str
    name: str
    role: str
    jurisdiction: str
    unit: str
    ended_at: str | None


class CurrentAnswer(NamedTuple):
    """The latest answer to a field; the value is JSON text, None once erased.

    A tuple, because every command loads many.
    """

    field: str
    value: str | None
    data_class: str
    seq: int


# Any: SQLAlchemy types the columns of a select one by one
def _load(record: type, table: Table) -> Statement:
    own = [table.c[name.name] for name in fields(record) if name.name != "instance"]
    instance = [process_instance.c[name.name] for name in fields(LockedInstance)]
    core: Select[Any] = (
        select(*own, *instance)
        .join_from(table, process_instance, table.c.instance_id == process_instance.c.id)
        .where(table.c.id == bindparam("id"))
        .with_for_update(of=[process_instance, table])
    )
    return Statement(f"load_{table.name}", core)


_USER_TASK = _load(LockedUserTask, user_task_table)
_TIMER = _load(LockedTimer, timer_table)
_FREE_TIMER = Statement(
    "load_free_timer",
    cast("Select[Any]", _TIMER.core).with_for_update(
        of=[process_instance, timer_table], skip_locked=True
    ),
)
_SERVICE_TASK = _load(LockedServiceTask, service_task_table)
_MESSAGE = _load(LockedMessage, awaited_message)
_INSTANCE = Statement(
    "load_process_instance",
    select(*[process_instance.c[name.name] for name in fields(LockedInstance)])
    .where(process_instance.c.id == bindparam("id"))
    .with_for_update(),
)
_ANSWERS = Statement(
    "load_current_answers",
    select(answer.c.field, answer.c.value, answer.c.data_class, answer.c.seq).where(
        answer.c.instance_id == bindparam("instance_id"), answer.c.current == literal_column("1")
    ),
)
_OWN_COLUMNS = len(fields(LockedInstance))


def user_task(tx: Transaction, task_id: str) -> LockedUserTask:
    """Load a user task; raises NotFound."""
    own, instance = _one(tx, _USER_TASK, task_id)
    return LockedUserTask(instance, *own)


def timer(tx: Transaction, timer_id: str) -> LockedTimer:
    """Load a timer; raises NotFound."""
    own, instance = _one(tx, _TIMER, timer_id)
    return LockedTimer(instance, *own)


def free_timer(tx: Transaction, timer_id: str) -> LockedTimer | None:
    """Load a timer unless another server works on its instance, then None; raises NotFound."""
    row = tx.one(_FREE_TIMER, {"id": timer_id})
    if row is None:
        return None
    return LockedTimer(LockedInstance(*row[-_OWN_COLUMNS:]), *row[:-_OWN_COLUMNS])


def service_task(tx: Transaction, task_id: str) -> LockedServiceTask:
    """Load a service task; raises NotFound."""
    own, instance = _one(tx, _SERVICE_TASK, task_id)
    return LockedServiceTask(instance, *own)


def message(tx: Transaction, message_id: str) -> LockedMessage:
    """Load an awaited message; raises NotFound."""
    own, instance = _one(tx, _MESSAGE, message_id)
    return LockedMessage(instance, *own)


def process_instance_of(tx: Transaction, instance_id: str) -> LockedInstance:
    """Load a process instance; raises NotFound."""
    row = tx.one(_INSTANCE, {"id": instance_id})
    if row is None:
        raise NotFound("no_such_subject", id=instance_id)
    return LockedInstance(*row)


def current_answers(tx: Transaction, instance_id: str) -> dict[str, CurrentAnswer]:
    """Load the current answers of an instance by field; the cost does not grow with history."""
    rows = tx.all(_ANSWERS, {"instance_id": instance_id})
    return {row[0]: CurrentAnswer._make(row) for row in rows}


def actors_of(tx: Transaction, instance_id: str, elements: Sequence[str]) -> frozenset[str]:
    """Name the accounts that completed one of the elements (separation of duties)."""
    if not elements:
        return frozenset()
    names = {f"element_{index}": element for index, element in enumerate(elements)}
    rows = tx.all(_acted(len(elements)), {"instance_id": instance_id, **names})
    return frozenset(row[0] for row in rows)


@cache
def _acted(elements: int) -> Statement:
    named = [bindparam(f"element_{index}", type_=Text) for index in range(elements)]
    core = select(user_task_table.c.completed_by).where(
        user_task_table.c.instance_id == bindparam("instance_id"),
        user_task_table.c.element.in_(named),
        user_task_table.c.completed_by.is_not(None),
    )
    return Statement("load_who_acted", core)


# Any: the columns of a row
def _one(tx: Transaction, statement: Statement, subject_id: str) -> tuple[list[Any], Any]:
    row = tx.one(statement, {"id": subject_id})
    if row is None:
        raise NotFound("no_such_subject", id=subject_id)
    return row[:-_OWN_COLUMNS], LockedInstance(*row[-_OWN_COLUMNS:])
