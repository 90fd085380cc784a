"""Start process instances, and erase answers of ended ones."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any

from engine.bpmn import interpreter
from engine.bpmn.elements import Element
from engine.commands import (
    entries,
    form_answers,
    process_definitions,
    recording,
    visibility,
)
from engine.commands.deeds import Deed, DeedKind, Given
from engine.commands.engine import Engine
from engine.commands.entries import Place
from engine.core import instants, sealing
from engine.core.errors import Conflict, InvalidInput, NotFound, NotPermitted
from engine.core.people import Actor
from engine.core.progress import Progress
from engine.core.surroundings import Surroundings
from engine.store import locked
from engine.store.queries import definitions
from engine.store.queries.definitions import DefinitionRow
from engine.store.transaction import Transaction, retried, transaction
from engine.store.writes import history, process_instances
from forms.posted import Posted

_NOBODY = ("platform", "")


@dataclass(frozen=True, slots=True)
class _New:
    """An instance that is about to be."""

    id: str
    case_no: str
    definition: DefinitionRow
    actor: Actor


@retried
def start(engine: Engine, process_id: str, actor: Actor, posted: Posted) -> str:
    """Start an instance of the newest version of a process and give its id.

    Raises NotFound, NotPermitted, InvalidAnswers, and Conflict (`open_instance_exists`) where the
    start event names a field as `unique` and an open instance has the same value.
    """
    at = engine.clock()
    with transaction(engine.store) as tx:
        found = definitions.latest_of(tx, process_id)
        _permit(found, actor)
        compiled = process_definitions.compiled(engine, found.id)
        begin = compiled.definition.start
        filled = form_answers.fill(engine, compiled.form(process_id, begin.id), posted, {})
        visibility.check_own_number(actor, begin, form_answers.joined({}, filled.answers))
        new = _New(secrets.token_hex(16), _case_no(at), found, actor)
        answers = {**filled.answers, **_drawn(engine, new.case_no)}
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
            facts={"definition": found.id, "case_no": new.case_no},
        )
        _record(tx, new, begin, deed, progress)
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


def _permit(definition: DefinitionRow, actor: Actor) -> None:
    if not definition.startable:
        raise NotFound("no_such_process", process=definition.process_id)
    if definition.start_role in _NOBODY or not actor.holds(definition.start_role):
        raise NotPermitted("not_for_this_actor", role=definition.start_role)


def _case_no(at: datetime) -> str:
    """Make a number for the phone: the day in China and ten digits that nobody can guess."""
    day = at.astimezone(instants.ZONE).strftime("%y%m%d")
    drawn = f"{secrets.randbelow(10**10):010}"
    return f"{day}-{drawn[:5]}-{drawn[5:]}"


def _drawn(engine: Engine, case_no: str) -> dict[str, Given]:
    today = engine.clock().astimezone(instants.ZONE).date()
    # one in so many cases is signed off by a second officer
    one_in = engine.clocks.settings.number("sample_one_in", today)
    sampled = int.from_bytes(sha256(case_no.encode()).digest()[:8], "big") % one_in == 0
    return {"case_no": Given(case_no, "P1"), "sampled": Given(sampled, "P1")}


def _record(tx: Transaction, new: _New, begin: Element, deed: Deed, progress: Progress) -> None:
    own = recording.own_answers(tx, deed, progress)
    place = Place(new.id, 0, sealing.genesis(new.id).hex())
    sealed = entries.seal(place, deed, progress, own)
    ended = progress.outcome is not None
    at = sealed.entry.at
    process_instances.add(
        tx,
        {
            "id": new.id,
            "case_no": new.case_no,
            "definition_id": new.definition.id,
            "started_by": new.actor.id,
            "starter_unit": new.actor.unit,
            "started_at": at,
            "status": progress.status or "",
            "ended_at": at if ended else None,
            "outcome": progress.outcome,
            "version": 1,
            "state": progress.state,
            "head_seq": sealed.entry.seq,
            "head_hash": sealed.entry.hash,
        },
    )
    if not ended and not progress.frees:
        _claim_subject(tx, new, begin, deed)
    recording.write_beside(tx, deed, progress, sealed, {})


def _claim_subject(tx: Transaction, new: _New, begin: Element, deed: Deed) -> None:
    """Keep a citizen from having two open instances of a process, where the diagram says so."""
    field = begin.properties.get("unique", "")
    given = deed.answers.get(field)
    if given is None:
        return
    digest = sha256(entries.value_text(given.value).encode()).hexdigest()
    other = process_instances.claim_subject(tx, new.definition.process_id, digest, new.id)
    if other is not None:
        raise Conflict("open_instance_exists", instance=other)
