"""Show a list of the office to who may see it, of the units and days that are asked for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from engine.commands import process_definitions, readings
from engine.commands.engine import Engine
from engine.commands.list_descriptions import LISTS, ListDescription
from engine.core import instants
from engine.core.errors import NotFound, NotPermitted
from engine.core.organisation import Organisation, Unit, UnitKind
from engine.core.people import Actor
from engine.store.queries import definitions
from engine.store.queries.list_rows import Found, Wish
from engine.store.transaction import reading
from forms.fields import Field

# the process whose forms hold the words of the codes
_PROCESS = "reissue"
MOST_ROWS, MOST_COUNTS = 50, 500
# days that a count covers where nothing else is asked, and at most
USUAL_DAYS, MOST_DAYS = 90, 366
_FIRST_DAY = date(2000, 1, 1)


@dataclass(frozen=True, slots=True)
class Asked:
    """What somebody wants to see of a list; what is left out, or cannot be, is the usual."""

    # code of a unit, "" for the first that the person oversees
    unit: str = ""
    # days in China, both included
    first: date | None = None
    last: date | None = None
    state: str = ""
    # key of the last row before
    after: tuple[str, str] = ("", "")


@dataclass(frozen=True, slots=True)
class ShownList:
    """A list as somebody sees it."""

    description: ListDescription
    unit: Unit
    # units to choose from, those above before those below
    units: tuple[Unit, ...]
    # None for from the beginning
    first: date | None
    last: date
    state: str
    found: Found
    # questions of all forms of the procedure, by key: they hold the words of codes
    fields: Mapping[str, Field]


def show(engine: Engine, name: str, asked: Asked, actor: Actor) -> ShownList:
    """Give a list of the units that an actor oversees; raises NotFound, NotPermitted."""
    description = LISTS.get(name)
    if description is None:
        raise NotFound("no_such_subject", id=name)
    tops = _tops(engine.organisation, description, actor)
    if not tops:
        raise NotPermitted("not_for_this_actor")
    unit = engine.organisation.unit(asked.unit or tops[0])
    if not _is_below(engine.organisation, unit.code, tops):
        raise NotPermitted("not_for_this_actor")
    first, last = _days(description, asked, engine.clock())
    shown = ShownList(
        description=description,
        unit=unit,
        units=tuple(_choices(engine.organisation, tops, unit)),
        first=first,
        last=last,
        state=_state(description, asked.state),
        found=Found(()),
        fields=_fields(engine),
    )
    found = description.rows(engine.store, _wish(shown, asked))
    return replace(shown, found=_counting_days(found, engine.clock()))


def export(engine: Engine, name: str, asked: Asked, actor: Actor) -> ShownList:
    """Give a list to be taken away, recorded as a reading of each case that it names.

    Raises NotFound, NotPermitted.
    """
    shown = show(engine, name, asked, actor)
    cases = [row.instance_id for row in shown.found.rows]
    facts = {
        "list": name,
        "unit": shown.unit.code,
        "first": shown.first.isoformat() if shown.first else "",
        "last": shown.last.isoformat(),
        "rows": len(shown.found.rows),
    }
    readings.record_export(engine, actor, cases, facts)
    return shown


def _tops(
    organisation: Organisation, description: ListDescription, actor: Actor
) -> tuple[str, ...]:
    held = (grant.unit for grant in actor.grants if grant.role in description.roles)
    return tuple(dict.fromkeys(unit for unit in held if organisation.has(unit)))


def _is_below(organisation: Organisation, code: str, tops: tuple[str, ...]) -> bool:
    return not {code, *organisation.parents(code)}.isdisjoint(tops)


def _choices(organisation: Organisation, tops: tuple[str, ...], unit: Unit) -> Iterator[Unit]:
    """Give the units within sight; of the stations only those beside or below the chosen unit."""
    beside = {unit.code, unit.parent, *tops}
    for code in sorted(organisation.units):
        each = organisation.units[code]
        far = each.kind is UnitKind.STATION and not {code, each.parent} & beside
        works_on_none = each.kind is UnitKind.PRODUCTION_CENTRE
        if not far and not works_on_none and _is_below(organisation, code, tops):
            yield each


def _days(description: ListDescription, asked: Asked, now: datetime) -> tuple[date | None, date]:
    """Bound the days: a count covers no more than a year, nothing lies before the first day."""
    today = instants.day(now)
    last = min(max(asked.last or today, _FIRST_DAY), today)
    first = asked.first if asked.first is None else min(max(asked.first, _FIRST_DAY), last)
    if not description.counts:
        return first, last
    usual = max(last - timedelta(days=USUAL_DAYS - 1), _FIRST_DAY)
    return max(first or usual, last - timedelta(days=MOST_DAYS - 1), _FIRST_DAY), last


def _state(description: ListDescription, state: str) -> str:
    if state in description.states:
        return state
    return description.states[0] if description.states else ""


def _wish(shown: ShownList, asked: Asked) -> Wish:
    counts = shown.description.counts
    return Wish(
        unit=shown.unit.code,
        since=instants.text(instants.begin_of(shown.first)) if shown.first else "",
        until=instants.text(instants.begin_of(shown.last + timedelta(days=1))),
        after=("", "") if counts else asked.after,
        most=MOST_COUNTS if counts else MOST_ROWS,
        state=shown.state,
    )


def _counting_days(found: Found, now: datetime) -> Found:
    """Say of rows that stand since a day for how many days they do, or did."""
    rows = tuple(
        replace(row, cells={**row.cells, "days": _days_of(row.cells, now)})
        if "since" in row.cells
        else row
        for row in found.rows
    )
    return replace(found, rows=rows)


def _days_of(cells: Mapping[str, Any], now: datetime) -> int:
    ended = cells["settled_at"]
    until = now if ended is None else instants.parse(ended)
    return (instants.day(until) - instants.day(instants.parse(cells["since"]))).days


def _fields(engine: Engine) -> Mapping[str, Field]:
    try:
        with reading(engine.store) as tx:
            found = definitions.latest_of(tx, _PROCESS, engine.clock())
    except NotFound:
        return {}
    return process_definitions.compiled(engine, found.id).fields
