"""The inbox page: rows of open tasks with their deadlines, by view."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from flask import url_for

from engine.commands import process_definitions, refunds, unclaimed_tasks
from engine.commands.compiled_definitions import CompiledDefinition
from engine.core.people import Actor
from engine.store.queries import inbox as queries
from engine.store.queries.inbox import MOST_COUNTED, InboxRow, View
from web import moments, units, visit, words
from web.pieces import Act, TaskRow
from web.timers import of_task

# the view of heads: what nobody in their unit has taken
_UNCLAIMED = "unclaimed"


@dataclass(frozen=True, slots=True)
class ViewOnPage:
    """A view above the list, with its count."""

    name: str
    url: str
    count: str
    here: bool


@dataclass(frozen=True, slots=True)
class TillOnPage:
    """A till where refunds wait for a second person."""

    url: str
    text: str
    # name of its unit, "" where there is no other
    place: str


@dataclass(frozen=True, slots=True)
class InboxPage:
    """The open tasks of the actor's lanes."""

    views: tuple[ViewOnPage, ...]
    rows: tuple[TaskRow, ...]
    # address of the next rows, "" where there are none
    more: str
    startable: bool
    told: str
    # what stands where there is no row
    empty_head: str
    empty_text: str
    # tills where refunds wait for this person
    tills: tuple[TillOnPage, ...]


def page(actor: Actor, asked: Mapping[str, str]) -> InboxPage:
    """Build the inbox of an actor in the view that the request asks for."""
    engine, language = visit.engine(), visit.language()
    untaken = unclaimed_tasks.of(engine, actor) if unclaimed_tasks.leads(actor) else None
    view = _view(asked.get("view", ""), heads=untaken is not None)
    if untaken is not None and view == _UNCLAIMED:
        rows, more, kind = _untaken(actor, untaken), "", "unclaimed"
    else:
        rows, more, kind = *_own(actor, view, asked), "empty"
    return InboxPage(
        views=_views(actor, view, untaken),
        rows=rows,
        more=more,
        empty_head=words.say(f"inbox.{kind}_head", language),
        empty_text=words.say(f"inbox.{kind}_text", language),
        startable=bool(process_definitions.startable(engine, actor)),
        told=_told(asked.get("told", "")),
        tills=_tills(actor),
    )


def _view(name: str, *, heads: bool) -> str:
    known = {*View, _UNCLAIMED} if heads else {*View}
    return name if name in known else View.ALL


def _own(actor: Actor, view: str, asked: Mapping[str, str]) -> tuple[tuple[TaskRow, ...], str]:
    """Give the rows of the actor's own tasks, and the address of the next ones."""
    store, after = visit.engine().store, asked.get("after", "")
    found = queries.open_tasks(store, actor, View(view), visit.now(), after)
    is_full = len(found) == queries.PAGE
    more = url_for("desk.inbox", view=view, after=found[-1].task_id) if is_full else ""
    return _rows(actor, found), more


def _untaken(actor: Actor, found: Sequence[InboxRow]) -> tuple[TaskRow, ...]:
    """Give the rows of what nobody has taken; each leads to where it is given out."""
    return tuple(
        replace(shown, untaken=_since(row), acts=())
        for shown, row in zip(_rows(actor, found), found, strict=True)
    )


def _since(row: InboxRow) -> str:
    at = moments.short(row.opened, visit.now(), visit.language())
    return words.say("inbox.untaken_since", visit.language(), at=at)


def _rows(actor: Actor, found: Sequence[InboxRow]) -> tuple[TaskRow, ...]:
    """Give the rows of tasks; each definition is asked for once, as few of them are kept."""
    used = {row.definition_id for row in found}
    drawn = {each: process_definitions.compiled(visit.engine(), each) for each in used}
    return tuple(_row(row, drawn[row.definition_id], actor) for row in found)


def _views(actor: Actor, here: str, untaken: Sequence[InboxRow] | None) -> tuple[ViewOnPage, ...]:
    found = queries.counts(visit.engine().store, actor, visit.now())
    counts = {str(view): number for view, number in found.items()}
    if untaken is not None:
        counts[_UNCLAIMED] = len(untaken)
    return tuple(
        ViewOnPage(
            name=words.say(f"inbox.{view}", visit.language()),
            url=url_for("desk.inbox", view=view),
            count=str(number) if number < MOST_COUNTED else f"{MOST_COUNTED - 1}+",
            here=view == here,
        )
        for view, number in counts.items()
    )


def _tills(actor: Actor) -> tuple[TillOnPage, ...]:
    """Give each till that somebody has to go to, the one that has waited longest first."""
    waiting = Counter(row.unit for row in refunds.waiting(visit.engine(), actor))
    return tuple(
        TillOnPage(
            url=url_for("till.page", unit=unit),
            text=words.count("inbox.refunds", number, visit.language()),
            place=units.name(unit) if len(waiting) > 1 else "",
        )
        for unit, number in waiting.items()
    )


def _row(row: InboxRow, drawn: CompiledDefinition, actor: Actor) -> TaskRow:
    language, place = visit.language(), (row.process_id, row.element)
    what = words.local(drawn.names.get(row.element, {}), language, row.element)
    holder = row.holder_name or words.say("inbox.nobody", language)
    url = url_for("desk.claim", task_id=row.task_id)
    free = row.holder is None
    return TaskRow(
        url=url_for("desk.task", task_id=row.task_id),
        what=what,
        about=" · ".join(part for part in (row.about, row.case_no) if part),
        deadline=of_task(drawn, row.deadline, place) if row.deadline else None,
        holder=words.say("inbox.you", language) if row.holder == actor.id else holder,
        place=units.name(row.unit),
        acts=(Act("claim", words.say("inbox.claim", language), url),) if free else (),
    )


def _told(key: str) -> str:
    if key not in {"released", "done"}:
        return ""
    return words.say(f"inbox.told_{key}", visit.language())
