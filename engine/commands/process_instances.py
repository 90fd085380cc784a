"""Start process instances, and erase answers of ended ones."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from engine.bpmn import interpreter
from engine.bpmn.elements import Element
from engine.commands import (
    form_answers,
    new_instances,
    process_definitions,
    real_names,
    recording,
    visibility,
)
from engine.commands.compiled_definitions import CompiledDefinition
from engine.commands.deeds import Deed, DeedKind
from engine.commands.engine import Engine
from engine.core import sealing
from engine.core.errors import Conflict, InvalidInput, NotFound, NotPermitted
from engine.core.people import Actor
from engine.core.surroundings import Surroundings
from engine.store import locked
from engine.store.queries import definitions
from engine.store.queries.definitions import DefinitionRow
from engine.store.transaction import retried, transaction
from engine.store.writes import history
from forms.posted import Posted

_NOBODY = ("platform", "")


@retried
def start(engine: Engine, process_id: str, actor: Actor, posted: Posted, seen: int = 0) -> str:
    """Start an instance of the version of a process that is in force, and give its id.

    Raises NotFound, NotPermitted, InvalidAnswers, and Conflict (`open_instance_exists`) where the
    start event names a field as `unique` and an open instance has the same value, or where the
    form differs from that of the version whose form was `seen` (`start_form_changed`). An
    applicant whose name was never checked is refused (`real_name_needed`).
    """
    at = engine.clock()
    with transaction(engine.store) as tx:
        found = definitions.latest_of(tx, process_id, at)
        _permit(found, actor)
        compiled = process_definitions.compiled(engine, found.id)
        begin = compiled.definition.start
        _check_form(engine, found, compiled, seen)
        form = compiled.form(process_id, begin.id)
        filled = form_answers.fill(engine, form, posted, _known(actor, begin))
        entered = form_answers.joined({}, filled.answers)
        visibility.check_own_number(actor, begin, entered)
        proof = real_names.proof(tx, actor, begin, entered)
        new = new_instances.new(found, (actor.id, actor.unit), at)
        answers = {**filled.answers, **proof, **new_instances.drawn(engine, new.case_no)}
        progress = interpreter.start(
            compiled.definition,
            Surroundings(at, form_answers.joined({}, answers), engine.clocks, actor.unit),
        )
        deed = Deed(
            kind=DeedKind.INSTANCE_STARTED,
            actor=actor.id,
            at=at,
            element=begin.id,
            answers=answers,
            photographs=filled.photographs,
            once=filled.once,
            facts={"definition": found.id, "case_no": new.case_no},
        )
        new_instances.record(tx, new, begin, deed, progress)
        return new.id


@retried
def erase_answer(engine: Engine, instance_id: str, field: str, ground: str, actor: Actor) -> None:
    """Erase every value that a field of an ended instance had; the history says so and verifies.

    Raises NotFound, NotPermitted, InvalidInput (no ground) and Conflict (still open).
    """
    if not ground.strip():
        raise InvalidInput("ground_required")
    if not actor.holds("province"):
        raise NotPermitted("not_for_this_actor")
    with transaction(engine.store) as tx:
        instance = locked.process_instance_of(tx, instance_id)
        if instance.ended_at is None:
            raise Conflict("instance_still_open", instance=instance_id)
        seqs = history.erase(tx, instance_id, field)
        if not seqs:
            raise NotFound("no_such_answer", field=field)
        erased = {str(seq): [field] for seq in seqs}
        facts: dict[str, Any] = {sealing.ERASED: erased, "ground": ground}
        deed = Deed(DeedKind.ANSWER_ERASED, actor.id, engine.clock(), facts=facts)
        recording.record(tx, instance, {}, deed)


def _known(actor: Actor, begin: Element) -> Mapping[str, Any]:
    """Give what the start form may compare answers with: the name of who files for themselves."""
    files_for_self = begin.jurisdiction == "own_case" and actor.id_number is not None
    return {"applicant_name": actor.name} if files_for_self else {}


def _check_form(
    engine: Engine, found: DefinitionRow, compiled: CompiledDefinition, seen: int
) -> None:
    """Refuse what was entered into another form than that of the version in force."""
    if seen in {0, found.version}:
        return
    try:
        before = process_definitions.compiled(engine, f"{found.process_id}:{seen}")
        form = before.form(found.process_id, before.definition.start.id)
    except NotFound:
        form = None
    if form != compiled.form(found.process_id, compiled.definition.start.id):
        raise Conflict("start_form_changed", at=found.effective_at)


def _permit(definition: DefinitionRow, actor: Actor) -> None:
    if not definition.startable:
        raise NotFound("no_such_process", process=definition.process_id)
    if definition.start_role in _NOBODY or not actor.holds(definition.start_role):
        raise NotPermitted("not_for_this_actor", role=definition.start_role)
