"""The documents that the steps of a case have given, each with the facts as they stood then."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from engine.commands import (
    document_templates,
    process_definitions,
    readings,
    sheets,
    visibility,
)
from engine.commands.engine import Engine
from engine.commands.sheets import InstanceSheet
from engine.core import instants
from engine.core.errors import NotFound
from engine.core.people import Actor
from engine.store.queries import answers, history, involved_units
from engine.store.queries.answers import AnswerRow
from engine.store.queries.history import TimelineEntry
from engine.store.transaction import reading
from forms.documents import DocumentTemplate

# they print for the person in front of them; others see a document masked
PRINTING = frozenset(["clerk", "window", "head", "reviewer", "signer", "leader"])
_BREACH = "breach"


@dataclass(frozen=True, slots=True)
class IssuedDocument:
    """A document that a case has given."""

    kind: str
    # number of the entry that it belongs to
    seq: int
    at: datetime


@dataclass(frozen=True, slots=True)
class LastInstant:
    """When the time of a legal clock is over."""

    at: datetime
    # rested on holidays that were not decreed yet
    provisional: bool


@dataclass(frozen=True, slots=True)
class OpenedDocument:
    """What a document says of its case."""

    issued: IssuedDocument
    sheet: InstanceSheet
    # what documents of its kind said then
    template: DocumentTemplate
    # as they stood when the step ran
    answers: tuple[AnswerRow, ...]
    # last instant of each legal clock as it was known then
    due: Mapping[str, LastInstant]
    # personal answers are shown
    full: bool


def issued(
    engine: Engine, sheet: InstanceSheet, entries: Iterable[TimelineEntry], actor: Actor
) -> Iterator[IssuedDocument]:
    """Give the documents of a case, by the entries of its timeline."""
    compiled = process_definitions.compiled(engine, sheet.instance.definition_id)
    citizen = actor.id == sheet.instance.started_by
    restricted = compiled.restricted
    given = {
        id_: each.documents
        for id_, each in compiled.definition.elements.items()
        if not (citizen and id_ in restricted)
    }
    for entry in entries:
        for step in entry.body.get("path", ()):
            for kind in given.get(step[0], ()):
                yield IssuedDocument(kind, entry.seq, instants.parse(entry.at))


def open_document(
    engine: Engine, instance_id: str, seq: int, kind: str, actor: Actor
) -> OpenedDocument:
    """Give what a document says and record that it was printed; raises NotFound."""
    sheet = sheets.process_instance(engine, instance_id, actor)
    entries = history.timeline(engine.store, instance_id)
    found = [
        each
        for each in issued(engine, sheet, entries, actor)
        if (each.seq, each.kind) == (seq, kind)
    ]
    template = document_templates.kept_of(engine, kind).at(kind, found[0].at) if found else None
    if template is None:
        raise NotFound("no_such_document", kind=kind)
    if actor.id != sheet.instance.started_by:
        readings.record(engine, actor, "printed", instance_id, {"document": kind, "entry": seq})
    given = answers.given(engine.store, instance_id)
    return OpenedDocument(
        issued=found[0],
        sheet=sheet,
        template=template,
        answers=tuple({row.field: row for at, row in given if at <= seq}.values()),
        due=_due(entries, seq, {row.due_at for row in sheet.timers if row.provisional}),
        full=_prints(engine, sheet, actor),
    )


def _due(
    entries: Iterable[TimelineEntry], seq: int, provisional: Container[str]
) -> Mapping[str, LastInstant]:
    """Give the ends of the clocks; `provisional` are the instants that still rest on a guess.

    Entries of earlier releases do not say whether theirs did.
    """
    return {
        timer["clock"]: LastInstant(
            instants.parse(timer["due"]), "provisional" in timer or timer["due"] in provisional
        )
        for entry in entries
        if 0 < entry.seq <= seq
        for timer in entry.body.get("armed", ())
        if timer.get("kind") == _BREACH
    }


def _prints(engine: Engine, sheet: InstanceSheet, actor: Actor) -> bool:
    instance = sheet.instance
    if actor.id == instance.started_by:
        return True
    grants = tuple(grant for grant in actor.grants if grant.role in PRINTING)
    with reading(engine.store) as tx:
        involved = involved_units.of(tx, instance.id)
    starter = (instance.started_by, instance.starter_unit)
    printer = replace(actor, id="", grants=grants)
    return visibility.may_see(engine.organisation, involved, starter, printer)
