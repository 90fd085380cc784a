"""Service tasks that failed for good and wait for an operator."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, select

from engine.core import instants
from engine.store.database import Store
from engine.store.statements import Statement
from engine.store.tables import process_instance, service_task
from engine.store.transaction import Transaction, reading


@dataclass(frozen=True, slots=True)
class IncidentRow:
    """A service task that waits for an operator."""

    task_id: str
    instance_id: str
    case_no: str
    process_id: str
    element: str
    operation: str
    # code and parameters of the last failure
    failure: str
    parameters: Mapping[str, Any]
    attempts: int
    opened: datetime


IS_INCIDENT = (
    service_task.c.ended_at.is_(None),
    service_task.c.next_at.is_(None),
    service_task.c.failure.is_not(None),
)
_OPEN = (
    select(
        service_task.c.id,
        service_task.c.instance_id,
        process_instance.c.case_no,
        service_task.c.process_id,
        service_task.c.element,
        service_task.c.operation,
        service_task.c.failure,
        service_task.c.attempts,
        service_task.c.opened_at,
    )
    .join_from(service_task, process_instance, service_task.c.instance_id == process_instance.c.id)
    .where(*IS_INCIDENT)
)
_INCIDENTS = Statement(
    "incidents",
    _OPEN.order_by(service_task.c.opened_at, service_task.c.id).limit(bindparam("most")),
)
_ONE = Statement("incident", _OPEN.where(service_task.c.id == bindparam("id")))
_OF_INSTANCE = Statement(
    "incidents_of_instance",
    _OPEN.where(service_task.c.instance_id == bindparam("instance_id")).order_by(
        service_task.c.opened_at
    ),
)
_OF_OPERATION = Statement(
    "incidents_of_operation",
    select(service_task.c.id)
    .where(*IS_INCIDENT, service_task.c.operation == bindparam("operation"))
    .order_by(service_task.c.opened_at, service_task.c.id),
)


def open_incidents(store: Store, limit: int = 100) -> tuple[IncidentRow, ...]:
    """List the incidents, the oldest first."""
    with reading(store) as tx:
        return tuple(_row(row) for row in tx.all(_INCIDENTS, {"most": limit}))


def one_of(tx: Transaction, task_id: str) -> IncidentRow:
    """Read an incident inside a transaction; it must be one."""
    return _row(tx.one(_ONE, {"id": task_id}))


def of_operation(store: Store, operation: str) -> tuple[str, ...]:
    """List the incidents of an operation, the oldest first."""
    with reading(store) as tx:
        return tuple(row[0] for row in tx.all(_OF_OPERATION, {"operation": operation}))


def of_instance(store: Store, instance_id: str) -> tuple[IncidentRow, ...]:
    """List the incidents of an instance."""
    with reading(store) as tx:
        rows = tx.all(_OF_INSTANCE, {"instance_id": instance_id})
    return tuple(_row(row) for row in rows)


def _row(row: tuple[Any, ...]) -> IncidentRow:
    *place, failure, attempts, opened = row
    told = json.loads(failure)
    rest = [told["code"], told["parameters"], attempts, instants.parse(opened)]
    return IncidentRow(*place, *rest)
