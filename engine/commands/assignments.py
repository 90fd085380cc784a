"""Give a user task to a colleague, or take it back from one: the head of their unit decides."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from engine.commands import (
    form_answers,
    process_definitions,
    recording,
    user_tasks,
    visibility,
)
from engine.commands.deeds import Deed, DeedKind
from engine.commands.engine import Engine
from engine.core import duties, instants
from engine.core.errors import Conflict, NotPermitted
from engine.core.people import Actor
from engine.store import locked
from engine.store.locked import LockedUserTask
from engine.store.queries import accounts
from engine.store.transaction import Transaction, reading, retried, transaction
from engine.store.writes import notices
from engine.store.writes import user_tasks as writes
from engine.store.writes.notices import NewNotice

NOTICE = "task_assigned"


def leads(actor: Actor, role: str, unit: str) -> bool:
    """Tell whether an actor leads those who do the tasks of a role at a unit."""
    return any(
        grant.unit == unit and unit and role in duties.led_by(grant.role) for grant in actor.grants
    )


def candidates(engine: Engine, task_id: str, actor: Actor) -> tuple[Actor, ...]:
    """List whom an actor may give an open user task: nobody where it is not theirs to give.

    Who holds it is not among them.
    """
    with reading(engine.store) as tx:
        task = locked.user_task(tx, task_id)
        if task.ended_at is not None or not leads(actor, task.role, task.unit):
            return ()
        able = _able(engine, tx, task, _answers(tx, task))
    return tuple(one for one in able.values() if one.id != task.holder)


@retried
def assign(engine: Engine, task_id: str, account_id: str, actor: Actor) -> None:
    """Give an open user task to a colleague, whoever holds it; its draft goes along.

    The colleague finds a notice. Raises NotFound, NotPermitted (`colleague_unsuited` where the
    colleague may not act on it) and Conflict (the task has ended).
    """
    with transaction(engine.store) as tx:
        task, known = _led(engine, tx, task_id, actor)
        if account_id not in _able(engine, tx, task, known):
            raise NotPermitted("colleague_unsuited", account=account_id)
        if task.holder == account_id:
            return
        deed = Deed(
            kind=DeedKind.USER_TASK_ASSIGNED,
            actor=actor.id,
            at=engine.clock(),
            element=task.element,
            subject=task.id,
            facts={"to": account_id},
        )
        recording.record(tx, task.instance, {}, deed)
        writes.give(tx, task.id, account_id, instants.text(deed.at))
        if account_id != actor.id:
            notices.add(tx, [_notice(task, account_id, deed)])


@retried
def take_back(engine: Engine, task_id: str, actor: Actor) -> None:
    """Take an open user task out of a colleague's hands; its draft stays for the next one.

    Raises NotFound, NotPermitted and Conflict (the task has ended; `task_free`).
    """
    with transaction(engine.store) as tx:
        task, _known = _led(engine, tx, task_id, actor)
        if task.holder is None:
            raise Conflict("task_free")
        user_tasks.let_go(engine, tx, task, actor)


def _led(
    engine: Engine, tx: Transaction, task_id: str, actor: Actor
) -> tuple[LockedUserTask, Mapping[str, Any]]:
    """Load an open user task whose people the actor leads, and the answers of its case.

    The case must not be the actor's own.
    """
    task = locked.user_task(tx, task_id)
    if not leads(actor, task.role, task.unit):
        raise visibility.refusal(engine.organisation, tx, task.instance, actor)
    user_tasks.check_open(tx, task)
    known = _answers(tx, task)
    if visibility.is_own(task.instance, known, actor):
        raise NotPermitted("own_case")
    return task, known


def _answers(tx: Transaction, task: LockedUserTask) -> Mapping[str, Any]:
    return form_answers.values(locked.current_answers(tx, task.instance.id))


def _able(
    engine: Engine, tx: Transaction, task: LockedUserTask, known: Mapping[str, Any]
) -> dict[str, Actor]:
    """Find who could claim a user task, by account."""
    start = process_definitions.definition(engine, task.instance.definition_id).start
    refused = visibility.apart(tx, task, known, start)
    roles = duties.done_by(task.role)
    found = (one for role in roles for one in accounts.able(tx, role, task.unit))
    return {one.id: one for one in found if refused(one) is None}


def _notice(task: LockedUserTask, account_id: str, deed: Deed) -> NewNotice:
    return NewNotice(
        account_id=account_id,
        instance_id=task.instance.id,
        kind=NOTICE,
        parameters={"case_no": task.instance.case_no},
        at=instants.text(deed.at),
    )
