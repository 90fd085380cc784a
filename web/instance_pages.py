"""What the pages about a case show."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from flask import url_for

from engine.commands import bound_parties, incidents, made_decisions, process_definitions
from engine.commands import history as verification
from engine.commands.sheets import InstanceSheet
from engine.core import instants
from engine.store.queries import history, names
from engine.store.queries.answers import AnswerRow
from engine.store.queries.history import TimelineEntry
from engine.store.queries.instances import InstanceRow
from engine.store.queries.timers import TimerRow
from web import (
    answered,
    case_sentences,
    decision_lines,
    facts,
    moments,
    outages,
    paths,
    promises,
    refiling,
    refunds,
    reopenings,
    statuses,
    timelines,
    timers,
    units,
    unmasking,
    visit,
    words,
)
from web.answered import Answers
from web.documents import views as documents
from web.documents.views import DocumentLink
from web.facts import Sight
from web.paths import PathRow
from web.pieces import Clock, DeedGroup, Fact, Seal
from web.promises import Standing
from web.refunds import FeeOnPage
from web.reopenings import Again
from web.unmasking import Unmask


@dataclass(frozen=True, slots=True)
class Link:
    """A page that the reader may go to."""

    url: str
    label: str


@dataclass(frozen=True, slots=True)
class InstancePage:
    """A case as its reader sees it."""

    title: str
    case_no: str
    status: str
    kind: str
    told: str
    # why it ended as it did, "" where the diagram does not say
    explanation: str
    # what was not met and what to do about it, each in a sentence or more
    unmet: tuple[str, ...]
    # by when the office has to be done, "" where nothing is promised
    promise: str
    # that the wish to withdraw waits for a check, "" where it does not
    withdrawing: str
    todo: tuple[Link, ...]
    # steps that failed and that the reader may correct
    failed: tuple[Link, ...]
    # outages that explain missed deadlines, () for citizens
    outages: tuple[str, ...]
    messages: tuple[Link, ...]
    again: Again
    # None where none was settled
    fee: FeeOnPage | None
    timeline: tuple[DeedGroup, ...]
    # None for citizens
    seal: Seal | None
    clocks: tuple[Clock, ...]
    # address at which to file again with the same data, "" where there is none
    refile_url: str
    # what the office has answered to the citizen, () for others
    answered: tuple[Fact, ...]
    facts: tuple[Fact, ...]
    documents: tuple[DocumentLink, ...]
    # None for who may not ask to see masked answers
    unmask: Unmask | None
    # what the viewer of the diagram must know, {} for citizens
    diagram: Mapping[str, Any]
    path: tuple[PathRow, ...]
    version: str


@dataclass(frozen=True, slots=True)
class ListedInstance:
    """A case in the list of those who oversee all."""

    url: str
    name: str
    about: str
    started: str
    place: str
    status: str
    kind: str


@dataclass(frozen=True, slots=True)
class InstancesPage:
    """The latest cases."""

    rows: tuple[ListedInstance, ...]


def page(sheet: InstanceSheet, told: str, shown: frozenset[str] = frozenset()) -> InstancePage:
    """Build the page of a case for the guest of this request; `shown` are unmasked answers."""
    language, instance = visit.language(), sheet.instance
    own = instance.started_by == visit.actor().id
    entries = history.timeline(visit.engine().store, instance.id)
    standing = case_sentences.standing(sheet)
    answers = answered.of(sheet) if own else None
    known = _facts(answers.own if answers else sheet.facts, sheet, shown)
    return InstancePage(
        title=words.local(instance.names, language, instance.process_id),
        case_no=instance.case_no,
        status=statuses.of(instance, language),
        kind=statuses.kind(instance.status, running=instance.ended is None),
        told=case_sentences.told(sheet, told, language),
        explanation=case_sentences.explanation(sheet, language),
        unmet=case_sentences.unmet(sheet, language) if own else (),
        promise=str(promises.of(standing) or "") if own else "",
        withdrawing=case_sentences.withdrawing(sheet, language) if own else "",
        todo=_todo(sheet),
        failed=() if own else _failed(sheet),
        outages=() if own else outages.explaining(sheet.timers),
        messages=_messages(sheet),
        again=reopenings.of(instance),
        fee=refunds.of(instance, sheet.facts),
        timeline=timelines.groups(entries, _scene(sheet, entries, citizen=own)),
        seal=None if own else _seal(instance.id),
        clocks=_clocks(sheet, standing, own=own),
        refile_url=refiling.address(sheet) if own else "",
        answered=_answered(answers, sheet) if answers else (),
        facts=known,
        documents=documents.links(sheet, entries),
        unmask=None if own else unmasking.offered(visit.actor(), instance.id, known),
        diagram={} if own else paths.for_viewer(sheet, entries),
        path=() if own else paths.table(sheet, entries),
        version=words.say("instance.version", language, version=instance.version),
    )


def listed(found: Iterable[InstanceRow]) -> InstancesPage:
    """Build the list of cases."""
    reversed_ = reopenings.reversed_cases()
    return InstancesPage(tuple(_listed(row, is_reversed=row.id in reversed_) for row in found))


def _listed(row: InstanceRow, *, is_reversed: bool) -> ListedInstance:
    language = visit.language()
    told = [statuses.of(row, language)]
    if is_reversed:
        told.append(words.say("reopening.reversed", language))
    return ListedInstance(
        url=url_for("instances.page", instance_id=row.id),
        name=words.local(row.names, language, row.process_id),
        about=" · ".join(part for part in (row.about, row.case_no) if part),
        started=moments.short(row.started, visit.now(), language),
        place=units.name(row.starter_unit),
        status=" · ".join(told),
        kind=statuses.kind(row.status, running=row.ended is None),
    )


def _seal(instance_id: str) -> Seal:
    language = visit.language()
    found = verification.verify_instance(visit.engine(), instance_id)
    if found.broken:
        bad = found.broken[0]
        what = words.say(f"instance.{bad.what}", language)
        return Seal(False, words.say("instance.broken", language, seq=bad.seq, what=what))
    time = moments.clock(visit.now())
    return Seal(True, words.count("instance.sealed", found.entries, language, time=time))


def _facts(
    answers: Iterable[AnswerRow], sheet: InstanceSheet, shown: frozenset[str] = frozenset()
) -> tuple[Fact, ...]:
    own = sheet.instance.started_by == visit.actor().id
    # to whom filed it, what was filed comes before what the office found
    order = facts.declared_first(sheet.fields) if own else ()
    return facts.facts(answers, sheet.fields, Sight(full=own, shown=shown), order)


def _is_void(sheet: InstanceSheet, standing: Standing, row: TimerRow) -> bool:
    """Tell a deadline that nobody kept: its case ended without what it was for."""
    instance = sheet.instance
    if not statuses.is_without_card(instance) or row.ended_at is None:
        return False
    ended = instants.parse(row.ended_at) == instance.ended
    return ended and bound_parties.is_of_whole_case(standing.compiled, row)


def _answered(answers: Answers, sheet: InstanceSheet) -> tuple[Fact, ...]:
    """Show what was answered in the order in which it was, then what follows from it."""
    order = [row.field for row in answers.office]
    return facts.facts(answers.office, sheet.fields, Sight(full=True), order)


def _clocks(sheet: InstanceSheet, standing: Standing, *, own: bool) -> tuple[Clock, ...]:
    rows = tuple(row for row in sheet.timers if not _is_void(sheet, standing, row))
    if own:
        rows = timers.once(bound_parties.public(standing.compiled, rows), sheet.waiting)
    return timers.clocks(rows, sheet.elements, sheet.waiting)


def _todo(sheet: InstanceSheet) -> tuple[Link, ...]:
    return tuple(
        Link(url_for("desk.task", task_id=task.id), _name(task.names, task.element))
        for task in sheet.tasks
        if task.may_act
    )


def _failed(sheet: InstanceSheet) -> tuple[Link, ...]:
    language = visit.language()
    found = incidents.correctable(visit.engine(), sheet.instance.id, visit.actor())
    names = ((row, words.local(sheet.elements[row.element], language)) for row in found)
    return tuple(
        Link(
            url_for("incidents.page", task_id=row.task_id),
            words.say("incident.note_text", language, element=name or row.element),
        )
        for row, name in names
    )


def _messages(sheet: InstanceSheet) -> tuple[Link, ...]:
    compiled = process_definitions.compiled(visit.engine(), sheet.instance.definition_id)
    language = visit.language()
    links = []
    for each in sheet.messages:
        form = compiled.form(each.process_id, each.element)
        submit = words.local(form.submit, language) if form else ""
        url = url_for("instances.message", message_id=each.id)
        links.append(Link(url, submit or _name(each.names, each.element)))
    return tuple(links)


def _name(names: Mapping[str, str], element: str) -> str:
    return words.local(names, visit.language(), element)


def _scene(
    sheet: InstanceSheet, entries: Iterable[TimelineEntry], *, citizen: bool
) -> timelines.Scene:
    compiled = process_definitions.compiled(visit.engine(), sheet.instance.definition_id)
    return timelines.Scene(
        names=sheet.elements,
        restricted=compiled.restricted,
        timers={timer.element: timer.kind for timer in sheet.timers},
        fields=sheet.fields,
        citizen=citizen,
        applicant=sheet.instance.started_by if case_sentences.by_citizen(sheet) else "",
        decided={} if citizen else _decided(sheet, entries),
        colleagues={} if citizen else _colleagues(entries),
    )


def _colleagues(entries: Iterable[TimelineEntry]) -> Mapping[str, str]:
    """Name those whom a task of the case was given to."""
    given = {str(entry.body["to"]) for entry in entries if entry.kind == timelines.ASSIGNED}
    return names.of_each(visit.engine().store, given)


def _decided(
    sheet: InstanceSheet, entries: Iterable[TimelineEntry]
) -> Mapping[int, tuple[str, ...]]:
    case = (sheet.instance.definition_id, sheet.instance.id)
    made = made_decisions.of(visit.engine(), *case, entries)
    return decision_lines.by_entry(made, sheet.fields)
