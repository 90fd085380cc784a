"""Record the beginning of a process instance, whoever begins it."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from engine.bpmn.elements import Element
from engine.commands import entries, recording
from engine.commands.deeds import Deed, Given
from engine.commands.engine import Engine
from engine.commands.entries import Place
from engine.core import instants, sealing
from engine.core.errors import Conflict
from engine.core.progress import Progress
from engine.store.queries.definitions import DefinitionRow
from engine.store.transaction import Transaction
from engine.store.writes import process_instances


@dataclass(frozen=True, slots=True)
class NewInstance:
    """An instance that is about to be."""

    id: str
    case_no: str
    definition: DefinitionRow
    # account id and unit of the person whose instance it is
    started_by: str
    starter_unit: str


def new(definition: DefinitionRow, starter: tuple[str, str], at: datetime) -> NewInstance:
    """Draw the id and the case number of an instance; `starter` is an account and its unit."""
    return NewInstance(secrets.token_hex(16), _case_no(at), definition, *starter)


def drawn(engine: Engine, case_no: str) -> dict[str, Given]:
    """Give the answers that every instance begins with: its number, and whether it is sampled."""
    today = instants.day(engine.clock())
    # one in so many cases is signed off by a second officer
    one_in = engine.clocks.settings.number("sample_one_in", today)
    sampled = int.from_bytes(sha256(case_no.encode()).digest()[:8], "big") % one_in == 0
    return {"case_no": Given(case_no, "P1"), "sampled": Given(sampled, "P1")}


def record(
    tx: Transaction, instance: NewInstance, begin: Element, deed: Deed, progress: Progress
) -> None:
    """Record the first deed; raises Conflict (`open_instance_exists`) where one is open."""
    own = recording.own_answers(tx, deed, progress)
    place = Place(instance.id, 0, sealing.genesis(instance.id).hex())
    sealed = entries.seal(place, deed, progress, own)
    ended = progress.outcome is not None
    at = sealed.entry.at
    process_instances.add(
        tx,
        {
            "id": instance.id,
            "case_no": instance.case_no,
            "definition_id": instance.definition.id,
            "started_by": instance.started_by,
            "starter_unit": instance.starter_unit,
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
        _claim_subject(tx, instance, begin, deed)
    recording.write_beside(tx, deed, progress, sealed, {})


def _case_no(at: datetime) -> str:
    """Make a number for the phone: the day in China and ten digits that nobody can guess."""
    day = f"{instants.day(at):%y%m%d}"
    digits = f"{secrets.randbelow(10**10):010}"
    return f"{day}-{digits[:5]}-{digits[5:]}"


def _claim_subject(tx: Transaction, instance: NewInstance, begin: Element, deed: Deed) -> None:
    """Keep a citizen from having two open instances of a process, where the diagram says so."""
    given = deed.answers.get(begin.properties.get("unique", ""))
    if given is None:
        return
    digest = sha256(entries.value_text(given.value).encode()).hexdigest()
    process_id = instance.definition.process_id
    other = process_instances.claim_subject(tx, process_id, digest, instance.id)
    if other is not None:
        raise Conflict("open_instance_exists", instance=other)
