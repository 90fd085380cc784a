"""Load service tasks that failed for good, for who may do something about them."""

from __future__ import annotations

from engine.commands import form_answers, visibility
from engine.commands.engine import Engine
from engine.core.errors import Conflict, NotPermitted
from engine.core.people import Actor
from engine.store import locked
from engine.store.locked import LockedServiceTask
from engine.store.transaction import Transaction

OPERATOR = "operator"


def load(tx: Transaction, task_id: str) -> LockedServiceTask:
    """Load an incident; raises NotFound, and Conflict where it is none, or none any more."""
    task = locked.service_task(tx, task_id)
    if task.ended_at is not None or task.next_at is not None:
        raise Conflict("not_an_incident", service_task=task_id)
    return task


def operated(tx: Transaction, task_id: str, actor: Actor) -> LockedServiceTask:
    """Load an incident for an operator; raises NotPermitted, and what `load` raises."""
    if not actor.holds(OPERATOR):
        raise NotPermitted("not_an_operator")
    return load(tx, task_id)


def decided(tx: Transaction, task_id: str, actor: Actor) -> LockedServiceTask:
    """Load an incident for an operator who goes on without its result, not in the own case.

    Raises what `operated` raises.
    """
    task = operated(tx, task_id, actor)
    _check_not_own(tx, task, actor)
    return task


def overseen(engine: Engine, tx: Transaction, task_id: str, actor: Actor) -> LockedServiceTask:
    """Load an incident for who oversees its case, which is nobody's own case.

    Raises NotPermitted, and what `load` raises.
    """
    task = load(tx, task_id)
    if not visibility.corrects(engine.organisation, tx, task.instance, actor):
        raise visibility.refusal(engine.organisation, tx, task.instance, actor)
    _check_not_own(tx, task, actor)
    return task


def _check_not_own(tx: Transaction, task: LockedServiceTask, actor: Actor) -> None:
    answers = form_answers.values(locked.current_answers(tx, task.instance.id))
    if visibility.is_own(task.instance, answers, actor):
        raise NotPermitted("own_case")
