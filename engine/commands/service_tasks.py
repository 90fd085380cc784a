"""Run the outbox: call handlers outside of transactions."""

from __future__ import annotations

import json
import logging
from datetime import timedelta

from engine.commands import (
    deliveries,
    form_answers,
    service_results,
)
from engine.commands.engine import Engine
from engine.commands.service_results import Failure
from engine.core import instants
from engine.core.errors import (
    ServiceTaskFailed,
    StoreUnusable,
)
from engine.core.progress import SENDING
from engine.core.services import Handler, ServiceCall, ServiceResult
from engine.store import locked
from engine.store.queries import service_tasks as queries
from engine.store.queries.service_tasks import DueServiceTask
from engine.store.transaction import reading, retried, transaction
from engine.store.writes import service_tasks as writes

_LOG = logging.getLogger(__name__)
# how long a handler may take before somebody else tries
_LEASE = timedelta(minutes=5)


def _refuse(call: ServiceCall) -> ServiceResult:
    raise ServiceTaskFailed("unknown_operation", permanent=True, operation=call.operation)


# stands in where a definition outlives the handler that it names
_MISSING = Handler(run=_refuse)


def run_due(engine: Engine, limit: int = 100) -> int:
    """Run the service tasks that are due, the longest waiting first, and give how many ran.

    Each is leased in one transaction, handled outside of any, and its result recorded in another;
    a result that comes after the task has ended is ignored. A failed attempt is tried again after
    the handler's waits; then, or where trying again is useless, it is an incident.
    """
    due = queries.due(engine.store, instants.text(engine.clock()), limit)
    return sum(_run(engine, task) for task in due)


def run_one(engine: Engine, task_id: str) -> bool:
    """Run a service task if it is due and nobody else runs it; tell whether it ran."""
    task = queries.due_one(engine.store, instants.text(engine.clock()), task_id)
    return task is not None and _run(engine, task)


@retried
def take_over(engine: Engine, task_id: str) -> bool:
    """Run a service task anew that was being run by somebody who is dead; tell whether it ran.

    Its handler may have reached the outside system: the key is the same, so that can tell.
    """
    with transaction(engine.store) as tx:
        writes.free(tx, task_id, instants.text(engine.clock()))
    return run_one(engine, task_id)


def _run(engine: Engine, task: DueServiceTask) -> bool:
    if not _lease(engine, task):
        return False
    handler = engine.handlers.get(task.operation, _MISSING)
    try:
        _serve(engine, task, handler)
    except StoreUnusable:
        raise
    except Exception as problem:
        _LOG.exception("service task failed", extra={"service_task": task.id})
        _fail(engine, task, handler.retries, problem)
    return True


def _serve(engine: Engine, task: DueServiceTask, handler: Handler) -> None:
    if task.operation == SENDING:
        deliveries.deliver(engine, task)
        return
    service_results.record(engine, task.id, handler.run(_call(engine, task, handler)))


@retried
def _lease(engine: Engine, task: DueServiceTask) -> bool:
    until = instants.text(engine.clock() + _LEASE)
    with transaction(engine.store) as tx:
        return writes.lease(tx, task.id, task.next_at, until)


def _call(engine: Engine, task: DueServiceTask, handler: Handler) -> ServiceCall:
    with reading(engine.store) as tx:
        answers = form_answers.values(locked.current_answers(tx, task.instance_id))
    return ServiceCall(
        operation=task.operation,
        key=task.id,
        instance_id=task.instance_id,
        element=task.element,
        variables=json.loads(task.variables),
        answers={name: answers[name] for name in handler.reads if name in answers},
        ports={name: engine.ports[name] for name in handler.ports if name in engine.ports},
        at=engine.clock(),
    )


def _fail(
    engine: Engine, task: DueServiceTask, waits: tuple[int, ...], problem: Exception
) -> None:
    code, seconds = service_results.judge(problem, waits, task.attempts + 1)
    next_at = None if seconds is None else engine.clock() + timedelta(seconds=seconds)
    parameters = getattr(problem, "parameters", {})
    service_results.fail(engine, task.id, Failure(code, parameters, next_at))
