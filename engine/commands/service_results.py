"""Record what a handler answered, or that it failed."""

from __future__ import annotations

import json
import logging
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from engine.bpmn import interpreter
from engine.commands import form_answers, process_definitions, recording, runs
from engine.commands.deeds import Deed, DeedKind, Given
from engine.commands.engine import Engine
from engine.core import instants
from engine.core.errors import EngineError, ServiceTaskFailed
from engine.core.people import SYSTEM
from engine.core.progress import Progress
from engine.core.services import ServiceResult
from engine.core.surroundings import Surroundings
from engine.store import locked
from engine.store.locked import LockedServiceTask
from engine.store.refusals import TryAgain
from engine.store.transaction import Transaction, retried, transaction
from engine.store.writes import notices
from engine.store.writes import service_tasks as writes
from engine.store.writes.notices import NewNotice

_LOG = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Failure:
    """Why an attempt failed, and when the next one is; None makes it an incident."""

    code: str
    parameters: Mapping[str, Any]
    next_at: datetime | None


@retried
def record(engine: Engine, task_id: str, result: ServiceResult) -> None:
    """Record a result and run on to the next wait; ignored where the task has ended meanwhile.

    Raises EngineError where the interpreter cannot go on with it.
    """
    at = engine.clock()
    with transaction(engine.store) as tx:
        task = locked.service_task(tx, task_id)
        if task.ended_at is not None:
            _LOG.info("late result ignored", extra={"service_task": task_id})
            return
        known = locked.current_answers(tx, task.instance.id)
        given = {name: Given(*answer) for name, answer in result.answers.items()}
        after = form_answers.joined(form_answers.values(known), given)
        progress = _run(engine, task, result, runs.surroundings(engine, task.instance, after, at))
        facts = {
            "operation": task.operation,
            "attempts": task.attempts,
            "error": result.error,
            "note": result.note,
        }
        deed = _deed(DeedKind.SERVICE_TASK_COMPLETED, task, at, facts, given)
        recording.record(tx, task.instance, known, deed, progress)
        notices.add(tx, [_notice(task, notice, at) for notice in result.notices])


def judge(problem: Exception, waits: tuple[int, ...], attempts: int) -> tuple[str, int | None]:
    """Give the code of a failure and the seconds to wait; None where waiting is useless."""
    code = problem.code if isinstance(problem, EngineError) else type(problem).__name__
    if isinstance(problem, ServiceTaskFailed):
        hopeless = problem.permanent
    else:
        # what the interpreter refuses once it refuses again; what breaks a handler may pass
        hopeless = isinstance(problem, EngineError) and not isinstance(problem, TryAgain)
    if hopeless or attempts > len(waits):
        return code, None
    return code, waits[attempts - 1]


@retried
def fail(engine: Engine, task_id: str, failure: Failure) -> None:
    """Note a failed attempt; an incident stands in the history of the instance too."""
    text = json.dumps(
        {"code": failure.code, "parameters": dict(failure.parameters)},
        ensure_ascii=False,
        default=str,
    )
    with transaction(engine.store) as tx:
        task = locked.service_task(tx, task_id)
        if task.ended_at is not None:
            return
        if failure.next_at is None:
            _record_incident(tx, task, failure, engine.clock())
        next_at = instants.text(failure.next_at) if failure.next_at else None
        writes.fail(tx, task.id, next_at, text)


def _run(
    engine: Engine, task: LockedServiceTask, result: ServiceResult, around: Surroundings
) -> Progress:
    definition = process_definitions.definition(engine, task.instance.definition_id)
    state = task.instance.state
    if result.error:
        return interpreter.raise_error(definition, state, task.id, result.error, around)
    return interpreter.finish_service_task(definition, state, task.id, result.variables, around)


def _record_incident(
    tx: Transaction, task: LockedServiceTask, failure: Failure, at: datetime
) -> None:
    facts = {"operation": task.operation, "attempts": task.attempts, "failure": failure.code}
    recording.record(
        tx, task.instance, {}, _deed(DeedKind.SERVICE_TASK_FAILED, task, at, facts, {})
    )


def _deed(
    kind: DeedKind,
    task: LockedServiceTask,
    at: datetime,
    facts: Mapping[str, Any],
    given: Mapping[str, Given],
) -> Deed:
    return Deed(
        kind=kind,
        actor=SYSTEM.id,
        at=at,
        element=task.element,
        subject=task.id,
        answers=given,
        facts=facts,
    )


def _notice(task: LockedServiceTask, notice: Mapping[str, Any], at: datetime) -> NewNotice:
    return NewNotice(
        account_id=notice["recipient"],
        instance_id=task.instance.id,
        kind=notice["kind"],
        parameters=notice["parameters"],
        at=instants.text(at),
    )
