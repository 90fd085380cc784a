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
from engine.store.transaction import reading


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


_INCIDENTS = Statement(
    "incidents",
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
    .where(
        service_task.c.ended_at.is_(None),
        service_task.c.next_at.is_(None),
        service_task.c.failure.is_not(None),
    )
    .order_by(service_task.c.opened_at, service_task.c.id)
    .limit(bindparam("most")),
)


def open_incidents(store: Store, limit: int = 100) -> tuple[IncidentRow, ...]:
    """List the incidents, the oldest first."""
    with reading(store) as tx:
        return tuple(_row(row) for row in tx.all(_INCIDENTS, {"most": limit}))


def _row(row: tuple[Any, ...]) -> IncidentRow:
    *place, failure, attempts, opened = row
    told = json.loads(failure)
    rest = [told["code"], told["parameters"], attempts, instants.parse(opened)]
    return IncidentRow(*place, *rest)
