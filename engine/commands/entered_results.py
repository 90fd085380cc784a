"""Enter by hand what a failed service task would have brought, where its deed was done otherwise.

The register's officer has confirmed it by telephone, the waybill stands on the courier's site:
who oversees the case enters it with the reason and where it is from. What decides for a citizen
is never entered by hand: its handler says so.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from engine.bpmn import interpreter
from engine.commands import (
    form_answers,
    process_definitions,
    reasons,
    recording,
    runs,
    standing_incidents,
)
from engine.commands.deeds import Deed, DeedKind, Given
from engine.commands.engine import Engine
from engine.core.errors import Conflict
from engine.core.people import Actor
from engine.core.progress import Progress
from engine.core.services import ByHand, Handler, Kind, ServiceCall, ServiceResult, Written
from engine.store import locked
from engine.store.locked import LockedServiceTask
from engine.store.refusals import TryAgain
from engine.store.transaction import reading, retried, transaction
from forms.fields import Field, FieldType, Form, Limits
from forms.posted import Posted

_BY_HAND = "by_hand"
_TYPES = {
    Kind.TEXT: FieldType.TEXTFIELD,
    Kind.NUMBER: FieldType.NUMBER,
    Kind.DAY: FieldType.DATE,
    Kind.TRUTH: FieldType.CHECKBOX,
}
_LENGTH = Limits(min_length=4, max_length=40)
_NO_NUMBER = "without_id_number"


@dataclass(frozen=True, slots=True)
class Evidence:
    """Why a result is entered by hand, and where it is from."""

    ground: str
    source: str


def form(handler: Handler | None) -> Form | None:
    """Give the form of what is entered in a handler's stead; None where that may not be.

    Its fields have no words: pages know them.
    """
    if handler is None or handler.by_hand is None:
        return None
    written = {each.field: each for each in handler.writes}
    return Form(tuple(_field(written[name]) for name in handler.by_hand.asks))


@retried
def enter(engine: Engine, task_id: str, posted: Posted, evidence: Evidence, actor: Actor) -> None:
    """Enter the result of an incident, and let the case go on as if the handler had given it.

    Only who oversees the case may, and nobody in the own one. Raises InvalidAnswers, InvalidInput
    (no ground or source), NotFound, NotPermitted, Conflict (`not_by_hand`, `not_an_incident`).
    """
    with reading(engine.store) as tx:
        task = standing_incidents.overseen(engine, tx, task_id, actor)
        known = locked.current_answers(tx, task.instance.id)
    handler, by_hand = _declared(engine, task)
    values = form_answers.values(known)
    filled = form_answers.fill(engine, form(handler), posted, values)
    entered = {name: each.value for name, each in filled.answers.items()}
    # outside of the transaction, because it asks ports
    result = by_hand.result(_call(engine, task, handler, values), entered)
    told = {"origin": _BY_HAND, **_checked(engine, evidence)}
    deed = replace(_deed(engine, task, result, actor, told), once=filled.once)
    with transaction(engine.store) as tx:
        now = standing_incidents.overseen(engine, tx, task_id, actor)
        if now.instance.head_seq != task.instance.head_seq:
            raise TryAgain("instance_moved_on")
        progress = _progress(engine, now, result.variables, values, deed)
        recording.record(tx, now.instance, known, deed, progress)


def _checked(engine: Engine, evidence: Evidence) -> Mapping[str, str]:
    return {
        "ground": reasons.checked(engine, evidence.ground),
        "source": reasons.checked(engine, evidence.source),
    }


def _deed(
    engine: Engine,
    task: LockedServiceTask,
    result: ServiceResult,
    actor: Actor,
    told: Mapping[str, str],
) -> Deed:
    return Deed(
        kind=DeedKind.SERVICE_TASK_ENTERED,
        actor=actor.id,
        at=engine.clock(),
        element=task.element,
        subject=task.id,
        answers={name: Given(*answer) for name, answer in result.answers.items()},
        facts={"operation": task.operation, **told},
    )


def _progress(
    engine: Engine,
    task: LockedServiceTask,
    variables: Mapping[str, Any],
    known: Mapping[str, Any],
    deed: Deed,
) -> Progress:
    definition = process_definitions.definition(engine, task.instance.definition_id)
    after = form_answers.joined(known, deed.answers)
    around = runs.surroundings(engine, task.instance, after, deed.at)
    return interpreter.finish_service_task(
        definition, task.instance.state, task.id, variables, around
    )


def _call(
    engine: Engine, task: LockedServiceTask, handler: Handler, answers: Mapping[str, Any]
) -> ServiceCall:
    return ServiceCall(
        operation=task.operation,
        key=task.id,
        instance_id=task.instance.id,
        element=task.element,
        variables={},
        answers={name: answers[name] for name in handler.reads if name in answers},
        ports={name: engine.ports[name] for name in handler.ports if name in engine.ports},
        at=engine.clock(),
    )


def _declared(engine: Engine, task: LockedServiceTask) -> tuple[Handler, ByHand]:
    handler = engine.handlers.get(task.operation)
    if handler is None or handler.by_hand is None:
        raise Conflict("not_by_hand", operation=task.operation)
    return handler, handler.by_hand


def _field(written: Written) -> Field:
    is_text = written.kind is Kind.TEXT
    return Field(
        key=written.field,
        type=_TYPES[written.kind],
        labels={},
        hints={},
        required=True,
        data_class=written.data_class,
        rule=_NO_NUMBER if is_text else "",
        limits=_LENGTH if is_text else Limits(),
    )
