"""The lists of the office: which there are, each as a page and as a table to take away."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from flask import Blueprint, Response, render_template, request, url_for
from flask.typing import ResponseReturnValue

from engine.commands import list_descriptions, lists
from engine.commands.list_descriptions import ListDescription
from engine.commands.lists import Asked, ShownList
from engine.core import csv_tables, instants
from engine.core.errors import NotPermitted
from engine.core.organisation import UnitKind
from web import inputs, list_cells, moments, units, visit, words
from web.list_cells import ListCell

BLUEPRINT = Blueprint("lists", __name__)
# between instant and id of the row before
_KEY = "~"
_DEEPER = "\u2003"


@dataclass(frozen=True, slots=True)
class ListLink:
    """A list among the lists."""

    title: str
    what: str
    url: str


@dataclass(frozen=True, slots=True)
class ListsPage:
    """The lists that the guest may see."""

    links: tuple[ListLink, ...]


@dataclass(frozen=True, slots=True)
class Choice:
    """A value of a filter."""

    value: str
    label: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class ListPage:
    """A list of a unit and its days."""

    title: str
    what: str
    # of which unit and as of when
    as_of: str
    url: str
    units: tuple[Choice, ...]
    states: tuple[Choice, ...]
    # ISO days, the first one "" for from the beginning
    first: str
    last: str
    today: str
    # names of the columns, and whether they hold numbers
    columns: tuple[tuple[str, bool], ...]
    rows: tuple[tuple[ListCell, ...], ...]
    # what a count comes to in a sentence, "" where there is none
    sums: str
    # a count has more rows than are shown
    cut: bool
    # addresses, "" where there are no more rows
    more: str
    export: str
    empty_head: str
    empty_text: str


@BLUEPRINT.get("/lists")
def page() -> ResponseReturnValue:
    """Show which lists there are."""
    found = list_descriptions.of(visit.actor())
    if not found:
        raise NotPermitted("not_for_this_actor")
    return render_template("lists.html", page=ListsPage(tuple(map(_link, found))))


@BLUEPRINT.get("/lists/<name>")
def listed(name: str) -> ResponseReturnValue:
    """Show a list."""
    asked = _asked()
    shown = lists.show(visit.engine(), name, asked, visit.actor())
    return render_template("list.html", page=_page(shown, asked))


@BLUEPRINT.get("/lists/<name>/table.csv")
def table(name: str) -> ResponseReturnValue:
    """Give the rows that the page shows as a table; that is recorded first."""
    shown = lists.export(visit.engine(), name, _asked(), visit.actor())
    columns = [list_cells.column(shown.description, key) for key in shown.description.columns]
    rows = [[cell.plain for cell in cells] for cells in _rows(shown)]
    answer = Response(csv_tables.write(columns, rows, _exported(shown)), mimetype="text/csv")
    file = f"{name}-{shown.unit.code}-{shown.last.isoformat()}.csv"
    answer.headers["Content-Disposition"] = f'attachment; filename="{file}"'
    return answer


def _asked() -> Asked:
    given = request.args
    at, _, id_ = given.get("after", "").partition(_KEY)
    return Asked(
        unit=given.get("unit", ""),
        first=inputs.day(given.get("first", "")),
        last=inputs.day(given.get("last", "")),
        state=given.get("state", ""),
        after=(at, id_) if id_ else ("", ""),
    )


def _link(description: ListDescription) -> ListLink:
    name = description.name
    return ListLink(_said(name, "title"), _said(name, "what"), url_for("lists.listed", name=name))


def _page(shown: ShownList, asked: Asked) -> ListPage:
    name, found = shown.description.name, shown.found
    state = f"_{shown.state}" if shown.state else ""
    return ListPage(
        title=_said(name, "title"),
        what=_said(name, "what"),
        as_of=_as_of(shown),
        url=url_for("lists.listed", name=name),
        units=tuple(_units(shown)),
        states=tuple(_states(shown)),
        first=shown.first.isoformat() if shown.first else "",
        last=shown.last.isoformat(),
        today=moments.local(visit.now()).date().isoformat(),
        columns=tuple(_columns(shown.description)),
        rows=tuple(_rows(shown)),
        sums=_sums(shown),
        cut=found.cut,
        more=_address("lists.listed", shown, found.after) if found.after[1] else "",
        export=_address("lists.table", shown, asked.after),
        empty_head=_said(name, f"empty_head{state}"),
        empty_text=words.say("lists.empty_text", visit.language()),
    )


def _as_of(shown: ShownList) -> str:
    """Say what the list covers, so that a printed one says it too."""
    now, language = visit.now(), visit.language()
    name = units.name(shown.unit.code)
    key = "as_of_one" if shown.unit.kind is UnitKind.STATION else "as_of"
    covered = words.say(f"lists.{key}", language, unit=name, at=moments.short(now, now, language))
    last = moments.day(shown.last, language)
    if shown.first is None:
        return f"{covered} · {words.say('lists.until', language, last=last)}"
    first = moments.day(shown.first, language)
    return f"{covered} · {words.say('lists.between', language, first=first, last=last)}"


def _said(name: str, key: str) -> str:
    return words.say(f"lists.{name}.{key}", visit.language())


def _units(shown: ShownList) -> Iterator[Choice]:
    organisation = visit.engine().organisation
    depths = {each.code: len(organisation.parents(each.code)) for each in shown.units}
    top = min(depths.values())
    for code, depth in depths.items():
        label = _DEEPER * (depth - top) + units.name(code)
        yield Choice(code, label, code == shown.unit.code)


def _states(shown: ShownList) -> Iterator[Choice]:
    for state in shown.description.states:
        label = words.say(f"lists.state.{state}", visit.language())
        yield Choice(state, label, state == shown.state)


def _columns(description: ListDescription) -> Iterator[tuple[str, bool]]:
    for key in description.columns:
        yield list_cells.column(description, key), key in list_cells.NUMBERS


def _rows(shown: ShownList) -> Iterator[tuple[ListCell, ...]]:
    for row in shown.found.rows:
        yield tuple(list_cells.cell(shown, row, key) for key in shown.description.columns)


def _sums(shown: ShownList) -> str:
    sums = shown.found.sums
    if not sums:
        return ""
    percent = list_cells.percent(sums["other"] / sums["number"]) if "other" in sums else ""
    key = f"lists.{shown.description.name}.sums"
    return words.say(key, visit.language(), percent=percent, **sums)


def _address(endpoint: str, shown: ShownList, after: tuple[str, str]) -> str:
    return url_for(
        endpoint,
        name=shown.description.name,
        unit=shown.unit.code,
        first=shown.first.isoformat() if shown.first else None,
        last=shown.last.isoformat(),
        state=shown.state or None,
        after=_KEY.join(after) if after[1] else None,
    )


def _exported(shown: ShownList) -> str:
    actor = visit.actor()
    return words.say(
        "lists.exported",
        visit.language(),
        list=_said(shown.description.name, "title"),
        unit=units.name(shown.unit.code),
        first=shown.first.isoformat() if shown.first else "…",
        last=shown.last.isoformat(),
        name=actor.name,
        account=actor.id,
        at=instants.civil(visit.now()),
    )
