"""The inbox page: rows of open tasks with their deadlines, by view."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from flask import url_for

from engine.commands import process_definitions, refunds
from engine.commands.compiled_definitions import CompiledDefinition
from engine.core.people import Actor
from engine.store.queries import inbox as queries
from engine.store.queries.inbox import MOST_COUNTED, InboxRow, View
from web import units, visit, words
from web.pieces import Act, TaskRow
from web.timers import of_task

_PAGE = 50


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
    # tills where refunds wait for this person
    tills: tuple[TillOnPage, ...]


def page(actor: Actor, asked: Mapping[str, str]) -> InboxPage:
    """Build the inbox of an actor in the view that the request asks for."""
    engine, now = visit.engine(), visit.now()
    view = _view(asked.get("view", ""))
    found = queries.open_tasks(engine.store, actor, view, now, asked.get("after", ""))
    definitions = {row.definition_id for row in found}
    drawn = {each: process_definitions.compiled(engine, each) for each in definitions}
    return InboxPage(
        views=_views(actor, view),
        rows=tuple(_row(row, drawn[row.definition_id], actor) for row in found),
        more=url_for("desk.inbox", view=view, after=found[-1].task_id)
        if len(found) == _PAGE
        else "",
        startable=bool(process_definitions.startable(engine, actor)),
        told=_told(asked.get("told", "")),
        tills=_tills(actor),
    )


def _view(name: str) -> View:
    return View(name) if name in set(View) else View.ALL


def _views(actor: Actor, here: View) -> tuple[ViewOnPage, ...]:
    counts = queries.counts(visit.engine().store, actor, visit.now())
    return tuple(
        ViewOnPage(
            name=words.say(f"inbox.{view}", visit.language()),
            url=url_for("desk.inbox", view=view),
            count=str(counts[view]) if counts[view] < MOST_COUNTED else f"{MOST_COUNTED - 1}+",
            here=view is here,
        )
        for view in View
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
