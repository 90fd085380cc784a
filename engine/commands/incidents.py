"""Settle service tasks that failed for good: try again, correct, skip, give up; all with a reason.

An operator sees no personal data and changes none: who oversees the case corrects what was
entered. Every deed stands in the history of the case.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from engine.bpmn import interpreter
from engine.bpmn.definitions import Definition
from engine.commands import (
    entered_results,
    form_answers,
    process_definitions,
    reasons,
    recording,
    runs,
    standing_incidents,
    taken_values,
    visibility,
)
from engine.commands.deeds import Deed, DeedKind
from engine.commands.engine import Engine
from engine.commands.standing_incidents import OPERATOR
from engine.core import instants
from engine.core.errors import Conflict, EngineError, InvalidInput, NotPermitted
from engine.core.people import Actor
from engine.core.progress import Progress
from engine.core.surroundings import Surroundings
from engine.store import locked
from engine.store.locked import CurrentAnswer, LockedInstance, LockedServiceTask
from engine.store.queries import incidents as queries
from engine.store.transaction import Transaction, reading, retried, transaction
from engine.store.writes import notices
from engine.store.writes import service_tasks as writes
from engine.store.writes.notices import NewNotice
from forms.fields import Form
from forms.posted import Posted

# code of the BPMN error, and outcome of a case that has no way for it
GIVEN_UP = "given_up"
_CLOSED = "CLOSED"
_NOTICE = "tell_given_up"


class Consequence(StrEnum):
    """What giving up a step means for its case."""

    # the diagram draws a way for it
    DRAWN = "drawn"
    # a side branch ends, the case goes on
    BRANCH = "branch"
    # the case ends
    CASE = "case"


@dataclass(frozen=True, slots=True)
class IncidentSheet:
    """What the page of an incident shows to this actor."""

    incident: queries.IncidentRow
    definition_id: str
    # may try again
    may_operate: bool
    # may go on without its result: nobody may in the own case
    may_skip: bool
    may_give_up: bool
    consequence: Consequence
    # the answers that the step reads, for who may correct them; None for others
    form: Form | None
    # the answers and the lists that the form chooses from
    context: Mapping[str, object]
    # what the step would have brought, for who may enter it by hand; None for others
    by_hand: Form | None
    # only the other system may say what comes of the step
    never_by_hand: bool


def sheet(engine: Engine, task_id: str, actor: Actor) -> IncidentSheet:
    """Give what the page of an incident shows; raises NotFound, NotPermitted, Conflict."""
    with reading(engine.store) as tx:
        task = standing_incidents.load(tx, task_id)
        values = form_answers.values(locked.current_answers(tx, task.instance.id))
        corrects = _corrects(engine, tx, task.instance, values, actor)
        row = queries.one_of(tx, task_id)
    operates = actor.holds(OPERATOR)
    decides = operates and not visibility.is_own(task.instance, values, actor)
    form = _form(engine, task) if corrects else None
    handler = engine.handlers.get(task.operation)
    around = runs.surroundings(engine, task.instance, values, engine.clock())
    return IncidentSheet(
        incident=row,
        definition_id=task.instance.definition_id,
        may_operate=operates,
        may_skip=decides and handler is not None and handler.skippable,
        may_give_up=decides,
        consequence=_given_up(_definition(engine, task), task, around)[0],
        form=form,
        context={**values, **form_answers.lists(engine.organisation)} if form else {},
        by_hand=entered_results.form(handler) if corrects else None,
        never_by_hand=handler is None or handler.by_hand is None,
    )


def correctable(engine: Engine, instance_id: str, actor: Actor) -> tuple[queries.IncidentRow, ...]:
    """List the incidents of an instance to who may correct what was entered; () to others."""
    with reading(engine.store) as tx:
        instance = locked.process_instance_of(tx, instance_id)
        if not visibility.corrects(engine.organisation, tx, instance, actor):
            return ()
        values = form_answers.values(locked.current_answers(tx, instance_id))
    own = visibility.is_own(instance, values, actor)
    return () if own else queries.of_instance(engine.store, instance_id)


@retried
def retry(engine: Engine, task_id: str, actor: Actor) -> None:
    """Let an incident be tried again at once; raises NotPermitted, NotFound, Conflict."""
    with transaction(engine.store) as tx:
        task = standing_incidents.operated(tx, task_id, actor)
        deed = _deed(engine, DeedKind.SERVICE_TASK_RETRIED, task, actor)
        recording.record(tx, task.instance, {}, deed)
        writes.retry(tx, task.id, instants.text(deed.at))


def retry_all(engine: Engine, operation: str, actor: Actor) -> int:
    """Let every incident of an operation be tried again, and give how many there were.

    Each in a transaction of its own; one that somebody has settled meanwhile is passed over.
    """
    if not actor.holds(OPERATOR):
        raise NotPermitted("not_an_operator")
    done = 0
    for task_id in queries.of_operation(engine.store, operation):
        try:
            retry(engine, task_id, actor)
        except Conflict:
            continue
        done += 1
    return done


@retried
def correct(engine: Engine, task_id: str, posted: Posted, ground: str, actor: Actor) -> None:
    """Correct answers that a failed step reads, with a reason, and let it be tried again.

    A number that is corrected was typed wrongly: it is free for the case that it belongs to.
    Only who oversees the case may: heads, leaders and those above them. Raises InvalidAnswers,
    InvalidInput (no ground; `nothing_corrected`), NotFound, NotPermitted, Conflict.
    """
    with transaction(engine.store) as tx:
        task = standing_incidents.overseen(engine, tx, task_id, actor)
        known = locked.current_answers(tx, task.instance.id)
        values = form_answers.values(known)
        filled = form_answers.fill(engine, _form(engine, task), posted, values)
        changed = {
            name: given
            for name, given in filled.answers.items()
            if values.get(name) != given.value
        }
        if not changed:
            raise InvalidInput("nothing_corrected")
        reason = reasons.checked(engine, ground)
        deed = _deed(engine, DeedKind.SERVICE_TASK_CORRECTED, task, actor, reason)
        deed = replace(deed, answers=changed, once=filled.once)
        deed = taken_values.free(tx, task.instance.id, deed, values)
        recording.record(tx, task.instance, known, deed)
        writes.retry(tx, task.id, instants.text(deed.at))


@retried
def skip(engine: Engine, task_id: str, ground: str, actor: Actor) -> None:
    """Go on without a step that brings nothing, such as a mail; the reason is kept.

    Raises NotPermitted, NotFound, InvalidInput, and Conflict (`not_skippable`).
    """
    reason = reasons.checked(engine, ground)
    with transaction(engine.store) as tx:
        task = standing_incidents.decided(tx, task_id, actor)
        handler = engine.handlers.get(task.operation)
        if handler is None or not handler.skippable:
            raise Conflict("not_skippable", operation=task.operation)
        deed = _deed(engine, DeedKind.SERVICE_TASK_SKIPPED, task, actor, reason)
        known, around = _around(engine, tx, task, deed)
        progress = interpreter.finish_service_task(
            _definition(engine, task), task.instance.state, task.id, {}, around
        )
        recording.record(tx, task.instance, known, deed, progress)


@retried
def give_up(engine: Engine, task_id: str, ground: str, actor: Actor) -> None:
    """Give an incident up: by the BPMN error `given_up` where the diagram draws a way for it.

    Where it draws none, a side branch just ends; on the way of the case itself the case ends with
    the outcome `given_up`, and who started it is told. Raises NotPermitted, NotFound,
    InvalidInput, Conflict.
    """
    reason = reasons.checked(engine, ground)
    with transaction(engine.store) as tx:
        task = standing_incidents.decided(tx, task_id, actor)
        deed = _deed(engine, DeedKind.SERVICE_TASK_GIVEN_UP, task, actor, reason)
        known, around = _around(engine, tx, task, deed)
        consequence, progress = _given_up(_definition(engine, task), task, around)
        facts = {**deed.facts, "consequence": consequence.value}
        recording.record(tx, task.instance, known, replace(deed, facts=facts), progress)
        if consequence is Consequence.CASE:
            notices.add(tx, [_notice(task, deed)])


def _given_up(
    definition: Definition, task: LockedServiceTask, around: Surroundings
) -> tuple[Consequence, Progress]:
    state = task.instance.state
    try:
        drawn = interpreter.raise_error(definition, state, task.id, GIVEN_UP, around)
    except EngineError as problem:
        if problem.code != "error_not_caught":
            raise
    else:
        return Consequence.DRAWN, drawn
    progress = interpreter.give_up(definition, state, task.id, GIVEN_UP, around)
    if progress.outcome != GIVEN_UP:
        return Consequence.BRANCH, progress
    return Consequence.CASE, replace(progress, status=_CLOSED)


def _form(engine: Engine, task: LockedServiceTask) -> Form:
    """Give a form of the answers that the step reads and that people enter."""
    handler = engine.handlers.get(task.operation)
    compiled = process_definitions.compiled(engine, task.instance.definition_id)
    reads = handler.reads if handler else ()
    return Form(tuple(compiled.fields[name] for name in reads if name in compiled.fields))


def _definition(engine: Engine, task: LockedServiceTask) -> Definition:
    return process_definitions.definition(engine, task.instance.definition_id)


def _corrects(
    engine: Engine,
    tx: Transaction,
    instance: LockedInstance,
    values: Mapping[str, Any],
    actor: Actor,
) -> bool:
    """Tell whether an actor may correct the answers; raises where the incident is not shown."""
    operates = any(actor.holds(role) for role in (OPERATOR, "administrator"))
    oversees = visibility.corrects(engine.organisation, tx, instance, actor)
    own = visibility.is_own(instance, values, actor)
    if not (operates or oversees):
        raise visibility.refusal(engine.organisation, tx, instance, actor)
    if own and not operates:
        raise NotPermitted("own_case")
    return oversees and not own


def _around(
    engine: Engine, tx: Transaction, task: LockedServiceTask, deed: Deed
) -> tuple[Mapping[str, CurrentAnswer], Surroundings]:
    known = locked.current_answers(tx, task.instance.id)
    values = form_answers.values(known)
    return known, runs.surroundings(engine, task.instance, values, deed.at)


def _deed(
    engine: Engine, kind: DeedKind, task: LockedServiceTask, actor: Actor, ground: str = ""
) -> Deed:
    return Deed(
        kind=kind,
        actor=actor.id,
        at=engine.clock(),
        element=task.element,
        subject=task.id,
        facts={"operation": task.operation, "ground": ground},
    )


def _notice(task: LockedServiceTask, deed: Deed) -> NewNotice:
    instance = task.instance
    told = {"case_no": instance.case_no}
    return NewNotice(instance.started_by, instance.id, _NOTICE, told, instants.text(deed.at))
