"""Claim, release, draft and complete user tasks."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace

from engine.bpmn import interpreter
from engine.commands import form_answers, process_definitions, recording, runs, visibility
from engine.commands.deeds import Deed, DeedKind
from engine.commands.engine import Engine
from engine.core import instants
from engine.core.errors import Conflict, NotPermitted
from engine.core.people import Actor
from engine.store import locked
from engine.store.locked import LockedUserTask
from engine.store.queries import names
from engine.store.transaction import Transaction, retried, transaction
from engine.store.writes import user_tasks
from forms.posted import Posted

Beside = Callable[[Transaction], None]


@retried
def claim(engine: Engine, task_id: str, actor: Actor) -> None:
    """Hold an unclaimed user task; holding it already is no conflict.

    Raises NotFound, NotPermitted (also where duties are kept apart), Conflict.
    """
    with transaction(engine.store) as tx:
        task = _open_task(engine, tx, task_id, actor)
        if task.holder != actor.id:
            _claim(engine, tx, task, actor)


@retried
def release(engine: Engine, task_id: str, actor: Actor) -> None:
    """Let go of a user task that the actor holds, so that a colleague can claim it."""
    with transaction(engine.store) as tx:
        task = _open_task(engine, tx, task_id, actor)
        if task.holder != actor.id:
            raise NotPermitted("task_not_held")
        let_go(engine, tx, task, actor)


@retried
def save_draft(engine: Engine, task_id: str, actor: Actor, posted: Posted) -> None:
    """Keep what was typed so far, unchecked; claims an unclaimed user task first."""
    with transaction(engine.store) as tx:
        task = _open_task(engine, tx, task_id, actor)
        if task.holder != actor.id:
            _claim(engine, tx, task, actor)
        draft = {name: list(texts) for name, texts in posted.values.items()}
        user_tasks.save_draft(tx, task.id, actor.id, json.dumps(draft, ensure_ascii=False))


@retried
def complete(
    engine: Engine, task_id: str, actor: Actor, posted: Posted, beside: Beside | None = None
) -> None:
    """Complete a user task and run on to the next wait; an unclaimed one is claimed with it.

    `beside` writes what belongs to the same deed, in the same transaction.

    One transaction of at most 10 statements, flat in the number of instances and in the length of
    the history. Raises NotFound, NotPermitted, InvalidAnswers, and Conflict:
    `task_already_completed` (by, at), `task_withdrawn` (at), `task_held` (by, at).
    """
    with transaction(engine.store) as tx:
        task = _open_task(engine, tx, task_id, actor)
        instance = task.instance
        known = locked.current_answers(tx, instance.id)
        answers = form_answers.values(known)
        compiled = process_definitions.compiled(engine, instance.definition_id)
        visibility.check_duties(tx, task, actor, answers, compiled.definition.start)
        form = compiled.form(task.process_id, task.element)
        filled = form_answers.fill(engine, form, posted, answers)
        deed = _deed(engine, DeedKind.USER_TASK_COMPLETED, task, actor, filled)
        progress = interpreter.complete_user_task(
            compiled.definition,
            instance.state,
            task.id,
            runs.surroundings(
                engine, instance, form_answers.joined(answers, filled.answers), deed.at
            ),
        )
        recording.record(tx, instance, known, deed, progress)
        if beside is not None:
            beside(tx)


def let_go(engine: Engine, tx: Transaction, task: LockedUserTask, actor: Actor) -> None:
    """Free a held user task; its entry names the holder where somebody else does that."""
    facts = {} if task.holder == actor.id else {"holder": task.holder}
    deed = replace(_deed(engine, DeedKind.USER_TASK_RELEASED, task, actor), facts=facts)
    recording.record(tx, task.instance, {}, deed)
    user_tasks.release(tx, task.id)


def _open_task(engine: Engine, tx: Transaction, task_id: str, actor: Actor) -> LockedUserTask:
    """Load a user task that the actor may work on now."""
    task = locked.user_task(tx, task_id)
    visibility.permit(engine.organisation, tx, task, actor)
    check_open(tx, task)
    if task.holder not in {None, actor.id}:
        raise Conflict("task_held", by=names.of(tx, str(task.holder)), at=task.held_at)
    return task


def check_open(tx: Transaction, task: LockedUserTask) -> None:
    """Refuse a user task that has ended: Conflict says how and when, and who was first."""
    if task.ended_at is None:
        return
    at = instants.parse(task.ended_at)
    if task.completed_by is None:
        raise Conflict("task_withdrawn", at=at)
    raise Conflict("task_already_completed", by=names.of(tx, task.completed_by), at=at)


def _claim(engine: Engine, tx: Transaction, task: LockedUserTask, actor: Actor) -> None:
    answers = form_answers.values(locked.current_answers(tx, task.instance.id))
    start = process_definitions.definition(engine, task.instance.definition_id).start
    visibility.check_duties(tx, task, actor, answers, start)
    deed = _deed(engine, DeedKind.USER_TASK_CLAIMED, task, actor)
    recording.record(tx, task.instance, {}, deed)
    user_tasks.hold(tx, task.id, actor.id, instants.text(deed.at))


def _deed(
    engine: Engine,
    kind: DeedKind,
    task: LockedUserTask,
    actor: Actor,
    filled: form_answers.Filled = form_answers.NOTHING,
) -> Deed:
    return Deed(
        kind=kind,
        actor=actor.id,
        at=engine.clock(),
        element=task.element,
        subject=task.id,
        answers=filled.answers,
        photographs=filled.photographs,
        once=filled.once,
    )
