"""What pages need to know of a start, a task, a message or an instance; nothing is written."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from engine.bpmn import interpreter
from engine.commands import (
    form_answers,
    process_definitions,
    real_names,
    shown_answers,
    taken_messages,
    told_decisions,
    visibility,
)
from engine.commands.compiled_definitions import CompiledDefinition
from engine.commands.engine import Engine
from engine.core.errors import EngineError, NotFound, NotPermitted
from engine.core.jurisdictions import may_act
from engine.core.people import Actor
from engine.store import locked
from engine.store.queries import answers, definitions, instances, involved_units, tasks, timers
from engine.store.queries.answers import AnswerRow
from engine.store.queries.instances import InstanceRow
from engine.store.queries.tasks import OpenSubject
from engine.store.queries.timers import TimerRow
from engine.store.transaction import reading
from forms.fields import Field, Form

Names = Mapping[str, str]
_EMPTY = Form(())


@dataclass(frozen=True, slots=True)
class StartSheet:
    """What the page that starts a process shows."""

    process_id: str
    version: int
    # of the process, {"en": …, "zh-Hans": …, "es": …}
    names: Names
    # id of the start event
    element: str
    form: Form
    # the named lists of choices, and what its texts tell of decisions
    context: Mapping[str, Any]
    # the actor may not start it before their name was checked
    needs_real_name: bool


@dataclass(frozen=True, slots=True)
class TaskSheet:
    """What the page of a user task shows."""

    task_id: str
    instance: InstanceRow
    process_id: str
    element: str
    # of the element
    names: Names
    properties: Mapping[str, str]
    role: str
    unit: str
    opened: datetime
    ended: datetime | None
    # completed | withdrawn
    ending: str | None
    completed_by_name: str | None
    holder: str | None
    holder_name: str | None
    held: datetime | None
    # the timer that counts for it
    deadline: TimerRow | None
    # the actor may read the rest of the instance
    whole: bool
    form: Form
    # current answers and the named lists of choices
    context: Mapping[str, Any]
    draft: Mapping[str, Any]
    may_act: bool
    # questions of all forms of the definition, by key
    fields: Mapping[str, Field]
    # the answers that the form asks to be shown beside it
    facts: tuple[AnswerRow, ...]
    timers: tuple[TimerRow, ...]
    # names of all elements, by id
    elements: Mapping[str, Names]


@dataclass(frozen=True, slots=True)
class Subject:
    """An open user task, or a message that may be sent."""

    id: str
    process_id: str
    element: str
    names: Names
    may_act: bool


@dataclass(frozen=True, slots=True)
class InstanceSheet:
    """What the page of an instance shows."""

    instance: InstanceRow
    # those that this actor may send now
    messages: tuple[Subject, ...]
    # all that are open
    tasks: tuple[Subject, ...]
    fields: Mapping[str, Field]
    facts: tuple[AnswerRow, ...]
    timers: tuple[TimerRow, ...]
    # how much waits on each element
    waiting: Mapping[str, int]
    elements: Mapping[str, Names]
    explanation: Names
    # name and bytes of the file of the process
    file: str
    diagram: bytes


def start(engine: Engine, process_id: str, actor: Actor) -> StartSheet:
    """Give what the page that starts a process shows; raises NotFound, NotPermitted."""
    with reading(engine.store) as tx:
        found = definitions.latest_of(tx, process_id, engine.clock())
    if not found.startable:
        raise NotFound("no_such_process", process=process_id)
    if not actor.holds(found.start_role):
        raise NotPermitted("not_for_this_actor", role=found.start_role)
    compiled = process_definitions.compiled(engine, found.id)
    form = compiled.form(process_id, found.start_element) or _EMPTY
    return StartSheet(
        process_id=process_id,
        version=found.version,
        names=found.names,
        element=found.start_element,
        form=form,
        context={
            **context(engine, compiled, form, ()),
            **form_answers.lists_for(engine.organisation, actor),
        },
        needs_real_name=real_names.is_missing(actor, compiled.definition.start),
    )


def task(engine: Engine, task_id: str, actor: Actor) -> TaskSheet:
    """Give what the page of a user task shows.

    Raises NotFound where it is not visible, and NotPermitted where only its instance is: the work
    of another lane is for that lane and those who oversee it. Who may act on it without reading
    the rest of its instance sees its facts while it is open.
    """
    row = tasks.page(engine.store, task_id)
    sight = seen(engine, row.instance_id, actor)
    instance, whole = sight.instance, sight.whole
    acts = may_act(actor, row.role, row.jurisdiction, row.unit, instance.started_by)
    if not (acts or sight.oversees):
        raise _unseen(task_id, whole)
    compiled = process_definitions.compiled(engine, instance.definition_id)
    element = compiled.definition.elements[row.element]
    form = compiled.form(row.process_id, row.element) or _EMPTY
    known = answers.current(engine.store, instance.id) if whole or row.ended is None else ()
    values = {each.field: each.value for each in known}
    shown = shown_answers.of("" if whole else row.role, values, compiled.fields)
    clocks = timers.of(engine.store, instance.id)
    deadline = next((each for each in clocks if each.id == row.deadline), None)
    return TaskSheet(
        task_id=row.task_id,
        instance=instance,
        process_id=row.process_id,
        element=row.element,
        names=element.names,
        properties=element.properties,
        role=row.role,
        unit=row.unit,
        opened=row.opened,
        ended=row.ended,
        ending=row.ending,
        completed_by_name=row.completed_by_name,
        holder=row.holder,
        holder_name=row.holder_name,
        held=row.held,
        deadline=deadline,
        whole=whole,
        form=form,
        context=context(engine, compiled, form, known),
        draft=row.draft,
        may_act=acts,
        fields=compiled.fields,
        facts=tuple(each for each in known if each.field in form.facts and each.field in shown),
        timers=clocks if whole else (() if deadline is None else (deadline,)),
        elements=compiled.names,
    )


def process_instance(engine: Engine, instance_id: str, actor: Actor) -> InstanceSheet:
    """Give what the page of an instance shows; raises NotFound where it is not visible."""
    instance = _visible(engine, instance_id, actor)
    compiled = process_definitions.compiled(engine, instance.definition_id)
    with reading(engine.store) as tx:
        found = locked.process_instance_of(tx, instance_id)
        opened = tasks.open_of(tx, instance_id)
        awaited = tasks.awaited_of(tx, instance_id)
    file = compiled.definition.processes[instance.process_id].file
    facts = answers.current(engine.store, instance_id)
    values = {each.field: each.value for each in facts}
    taken = {each.id for each in taken_messages.of(engine, compiled.definition, found, values)}
    messages = [_subject(compiled, each, actor, instance) for each in awaited if each.id in taken]
    return InstanceSheet(
        instance=instance,
        messages=tuple(each for each in messages if each.may_act),
        tasks=tuple(_subject(compiled, each, actor, instance) for each in opened),
        fields=compiled.fields,
        facts=facts,
        timers=timers.of(engine.store, instance_id),
        waiting=_waiting(compiled, found.state, instance),
        elements=compiled.names,
        explanation=compiled.explanation(instance.outcome),
        file=file,
        diagram=definitions.resource_of(engine.store, instance.definition_id, file),
    )


def _visible(engine: Engine, instance_id: str, actor: Actor) -> InstanceRow:
    sight = seen(engine, instance_id, actor)
    instance, whole = sight.instance, sight.whole
    if not whole:
        raise NotFound("no_such_subject", id=instance_id)
    return instance


@dataclass(frozen=True, slots=True)
class Seen:
    """An instance and what of it an actor may read."""

    instance: InstanceRow
    # all of it
    whole: bool
    # also the tasks of others
    oversees: bool


def seen(engine: Engine, instance_id: str, actor: Actor) -> Seen:
    """Tell what of an instance an actor may read; raises NotFound where there is none."""
    with reading(engine.store) as tx:
        found = instances.one(tx, instance_id)
        involved = involved_units.of(tx, instance_id)
    if found is None:
        raise NotFound("no_such_subject", id=instance_id)
    place = (engine.organisation, involved, (found.started_by, found.starter_unit))
    return Seen(found, visibility.may_see(*place, actor), visibility.oversees(*place, actor))


def _unseen(task_id: str, whole: bool) -> EngineError:
    """Give what somebody is told whose task this is not."""
    if whole:
        return NotPermitted("not_for_this_actor")
    return NotFound("no_such_subject", id=task_id)


def context(
    engine: Engine, compiled: CompiledDefinition, form: Form, known: tuple[AnswerRow, ...]
) -> dict[str, Any]:
    """Give the current answers, the lists of choices and what decisions tell, as a form needs."""
    current = {each.field: each.value for each in known}
    told = told_decisions.of(engine, compiled.definition, form, current)
    worked_out = form_answers.worked_out(engine, form, current)
    return {**form_answers.lists(engine.organisation), **current, **told, **worked_out}


def _subject(
    compiled: CompiledDefinition, each: OpenSubject, actor: Actor, instance: InstanceRow
) -> Subject:
    allowed = may_act(actor, each.role, each.jurisdiction, each.unit, instance.started_by)
    return Subject(each.id, each.process_id, each.element, compiled.names[each.element], allowed)


def _waiting(
    compiled: CompiledDefinition, state: bytes, instance: InstanceRow
) -> Mapping[str, int]:
    if instance.ended is not None:
        return {}
    found = interpreter.waiting(compiled.definition, state)
    kinds = (found.user_tasks, found.service_tasks, found.timers, found.messages, found.others)
    return Counter(each.element for kind in kinds for each in kind)
