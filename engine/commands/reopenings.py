"""Take up a closed instance again by order of those who oversee it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from engine.bpmn import interpreter
from engine.commands import (
    form_answers,
    new_instances,
    process_definitions,
    reasons,
    recording,
    visibility,
)
from engine.commands.compiled_definitions import CompiledDefinition
from engine.commands.deeds import Deed, DeedKind, Given, Photograph
from engine.commands.engine import Engine
from engine.commands.form_answers import Filled
from engine.commands.new_instances import NewInstance
from engine.core import instants
from engine.core.errors import Conflict, EngineError, InvalidInput, NotFound
from engine.core.people import Actor
from engine.core.surroundings import Surroundings
from engine.store import locked
from engine.store.locked import CurrentAnswer, LockedInstance
from engine.store.queries import attachments, definitions, instances, involved_units, reopenings
from engine.store.queries.instances import InstanceRow
from engine.store.transaction import Transaction, reading, retried, transaction
from engine.store.writes import notices
from engine.store.writes import reopenings as writes
from engine.store.writes.notices import NewNotice
from forms.fields import FieldType, Form

# heads of stations, leaders of counties and those above them
MAY_ORDER = frozenset(["head", "leader", "prefecture", "province"])
# refused, not supplemented, not collected: closed without what was asked for
REVERSIBLE = frozenset(["RETURNED", "CLOSED"])
_LONGEST_REFERENCE = 100
# what an application says of the check of its applicant, beside what its form asks
_PROVEN = ("identity_check", "identity_checked_at", "identity_receipt_no")


@dataclass(frozen=True, slots=True)
class Order:
    """Why an instance is taken up again, and from when its clocks count."""

    ground: str
    # number or date of the order, or of the decision on reconsideration
    reference: str
    # whether the statutory clock counts from the first filing; from the order otherwise
    counts_from_filing: bool = field(default=False, kw_only=True)


@retried
def reopen(engine: Engine, instance_id: str, order: Order, actor: Actor) -> str:
    """Begin a new instance of the newest version with the application of a closed one.

    It belongs to the same person; both histories name the order and each other, and the outcome
    of the closed one stays, as reversed. Gives the new id. Raises NotFound, NotPermitted,
    InvalidInput (ground or reference) and Conflict: `instance_still_open`, `not_reversible`,
    `own_case`, `already_reopened`, `open_instance_exists`.
    """
    order = _checked(engine, order)
    with transaction(engine.store) as tx:
        old = locked.process_instance_of(tx, instance_id)
        row = _permitted(engine, tx, old.id, actor)
        problem = _obstacle(tx, row)
        if problem is not None:
            raise problem
        known = locked.current_answers(tx, old.id)
        if visibility.is_own(old, form_answers.values(known), actor):
            raise Conflict("own_case")
        found = definitions.latest_of(tx, row.process_id, engine.clock())
        if not found.startable:
            raise NotFound("no_such_process", process=row.process_id)
        starter = (old.started_by, old.starter_unit)
        new = new_instances.new(found, starter, engine.clock())
        since = row.started if order.counts_from_filing else None
        _begin(engine, tx, (old, new, since), known, (order, actor))
        _record_order(engine, tx, (old, new), (order, actor))
        return new.id


def obstacle(engine: Engine, instance_id: str, actor: Actor) -> EngineError | None:
    """Say what keeps an actor from taking an instance up again, None where nothing does.

    Raises NotFound, NotPermitted.
    """
    with reading(engine.store) as tx:
        return _obstacle(tx, _permitted(engine, tx, instance_id, actor))


def may_order(engine: Engine, instance: InstanceRow, actor: Actor) -> bool:
    """Tell whether a page offers an actor to take an instance up again."""
    if instance.ended is None or instance.status not in REVERSIBLE:
        return False
    with reading(engine.store) as tx:
        if not _orders(engine, tx, instance, actor):
            return False
        return _obstacle(tx, instance) is None


def _checked(engine: Engine, order: Order) -> Order:
    reference = order.reference.strip()
    if not 1 <= len(reference) <= _LONGEST_REFERENCE:
        raise InvalidInput("reference_length", most=_LONGEST_REFERENCE)
    return replace(order, ground=reasons.checked(engine, order.ground), reference=reference)


def _permitted(engine: Engine, tx: Transaction, instance_id: str, actor: Actor) -> InstanceRow:
    row = instances.one(tx, instance_id)
    if row is None:
        raise NotFound("no_such_subject", id=instance_id)
    if not _orders(engine, tx, row, actor):
        instance = locked.process_instance_of(tx, instance_id)
        raise visibility.refusal(engine.organisation, tx, instance, actor)
    return row


def _orders(engine: Engine, tx: Transaction, row: InstanceRow, actor: Actor) -> bool:
    involved = involved_units.of(tx, row.id)
    starter = (row.started_by, row.starter_unit)
    return visibility.orders(engine.organisation, involved, starter, MAY_ORDER, actor)


def _obstacle(tx: Transaction, row: InstanceRow) -> EngineError | None:
    if row.ended is None:
        return Conflict("instance_still_open", instance=row.id)
    if row.status not in REVERSIBLE:
        return Conflict("not_reversible", instance=row.id)
    for each in reopenings.of_locked(tx, row.id):
        if each.instance_id == row.id:
            return Conflict("already_reopened", case_no=each.new_case_no)
    return None


def _begin(
    engine: Engine,
    tx: Transaction,
    pair: tuple[LockedInstance, NewInstance, datetime | None],
    known: Mapping[str, CurrentAnswer],
    ordered: tuple[Order, Actor],
) -> None:
    (old, new, since), (order, actor) = pair, ordered
    compiled = process_definitions.compiled(engine, new.definition.id)
    begin = compiled.definition.start
    taken = _taken_over(tx, _start_form(compiled), known)
    own = {"reopens": Given(old.case_no, "P1"), **new_instances.drawn(engine, new.case_no)}
    answers = {**taken.answers, **own}
    deed = Deed(
        kind=DeedKind.INSTANCE_STARTED,
        actor=actor.id,
        at=engine.clock(),
        element=begin.id,
        answers=answers,
        photographs=taken.photographs,
        facts={
            "definition": new.definition.id,
            "case_no": new.case_no,
            "reopens": old.case_no,
            "starter": new.started_by,
            **_facts(order),
        },
    )
    around = Surroundings(
        deed.at, form_answers.joined({}, answers), engine.clocks, new.starter_unit
    )
    progress = interpreter.start(compiled.definition, around, since)
    new_instances.record(tx, new, begin, deed, progress)


def _start_form(compiled: CompiledDefinition) -> Form:
    definition = compiled.definition
    return compiled.form(definition.process_id, definition.start.id) or Form(())


def _taken_over(tx: Transaction, form: Form, known: Mapping[str, CurrentAnswer]) -> Filled:
    """Take the answers that the start form asks for, with copies of the photographs."""
    given: dict[str, Given] = {}
    photographs: list[Photograph] = []
    for question in form.questions:
        answer = known.get(question.key)
        if answer is None or answer.value is None:
            continue
        value: Any = json.loads(answer.value)
        if question.type is FieldType.FILE:
            photographs.append(_copied(tx, str(value)))
            value = photographs[-1].id
        given[question.key] = Given(value, answer.data_class)
    proven = {name: known[name] for name in _PROVEN if name in known}
    given |= {
        name: Given(json.loads(answer.value), answer.data_class)
        for name, answer in proven.items()
        if answer.value is not None
    }
    return Filled(given, tuple(photographs))


def _copied(tx: Transaction, attachment_id: str) -> Photograph:
    kept = attachments.one(tx, attachment_id)
    body = bytes(kept.body)
    return Photograph(form_answers.photograph_id(body), kept.field, kept.media_type, body)


def _record_order(
    engine: Engine,
    tx: Transaction,
    pair: tuple[LockedInstance, NewInstance],
    ordered: tuple[Order, Actor],
) -> None:
    (old, new), (order, actor) = pair, ordered
    at = engine.clock()
    facts = {"reopened_as": new.case_no, **_facts(order)}
    recording.record(tx, old, {}, Deed(DeedKind.INSTANCE_REOPENED, actor.id, at, facts=facts))
    writes.add(
        tx,
        {
            "instance_id": old.id,
            "reopened_as": new.id,
            "ordered_by": actor.id,
            "ordered_at": instants.text(at),
            "ground": order.ground,
            "reference": order.reference,
        },
    )
    notices.add(tx, [_notice(new, at)])


def _notice(new: NewInstance, at: datetime) -> NewNotice:
    told = {"case_no": new.case_no}
    return NewNotice(new.started_by, new.id, "tell_reopened", told, instants.text(at))


def _facts(order: Order) -> dict[str, str]:
    return {
        "ground": order.ground,
        "reference": order.reference,
        "counts_from": "filing" if order.counts_from_filing else "order",
    }
