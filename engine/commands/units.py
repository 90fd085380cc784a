"""Units of the office: stations are added, units changed, closed and opened again."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

from engine.commands import administration
from engine.commands.engine import Engine
from engine.core import instants, organisation
from engine.core.errors import Conflict, InvalidInput
from engine.core.organisation import Organisation, Unit, UnitKind
from engine.core.people import Actor
from engine.store.queries import units as queries
from engine.store.queries.units import Leaning
from engine.store.transaction import Transaction, reading, retried, transaction
from engine.store.writes import settings
from engine.store.writes import units as writes
from engine.store.writes.units import UnitRow

LONGEST = 200
_LANGUAGES = ("zh-Hans", "en", "es")
_STATION = re.compile(r"[0-9]{9}", re.ASCII)
_DIVISION = 6


@dataclass(frozen=True, slots=True)
class UnitText:
    """What people write about a unit."""

    # zh-Hans, en, es
    names: Mapping[str, str]
    address: str = ""
    # 09:00-12:00 13:00-17:00
    hours: str = ""
    calendar: str = ""
    issuing_organ: str = ""


@retried
def add(engine: Engine, code: str, given: UnitText, actor: Actor) -> str:
    """Add a police station below its county; its code is the county's and three digits.

    Raises InvalidInput for what cannot stand, NotPermitted and Conflict (`unit_exists`).
    """
    county = code[:_DIVISION]
    administration.permit(engine, actor, engine.organisation.unit(county).code)
    if not _STATION.fullmatch(code) or not _is_county(engine.organisation, county):
        raise InvalidInput("station_code_unusable", unit=code)
    unit = _written(engine, Unit(code, UnitKind.STATION, county, {}), given)
    with transaction(engine.store) as tx:
        writes.insert_units(tx, [row(unit)])
        _seal(engine, tx, "unit_added", actor, {"unit": code, "text": _told(unit)})
    return code


@retried
def change(engine: Engine, code: str, seen: int, given: UnitText, actor: Actor) -> None:
    """Change what is written about a unit; deadlines that run already stay as they are.

    `seen` is the revision that the change was written over. Raises InvalidInput, NotPermitted,
    NotFound, and Conflict (`unit_moved_on`).
    """
    before = engine.organisation.unit(code)
    administration.permit(engine, actor, code)
    after = replace(_written(engine, before, given), revision=seen)
    with transaction(engine.store) as tx:
        if not writes.change_unit(tx, row(after)):
            raise Conflict("unit_moved_on", unit=code)
        facts: dict[str, object] = {"unit": code, "text": _told(after), "before": _told(before)}
        _seal(engine, tx, "unit_changed", actor, facts)


@retried
def close(engine: Engine, code: str, actor: Actor) -> None:
    """Close a station that nothing leans on any more: it is no longer offered to anybody.

    Raises Conflict (`unit_in_use`, with what leans on it) and NotPermitted.
    """
    found = _station(engine, code, actor)
    with transaction(engine.store) as tx:
        leaning = queries.leaning_on(tx, code)
        if not leaning.nothing:
            raise Conflict("unit_in_use", unit=code, **_counted(leaning))
        if not found.active or not writes.change_unit(tx, row(replace(found, active=False))):
            raise Conflict("unit_moved_on", unit=code)
        _seal(engine, tx, "unit_closed", actor, {"unit": code})


@retried
def reopen(engine: Engine, code: str, actor: Actor) -> None:
    """Open a closed station again."""
    found = _station(engine, code, actor)
    with transaction(engine.store) as tx:
        if found.active or not writes.change_unit(tx, row(replace(found, active=True))):
            raise Conflict("unit_moved_on", unit=code)
        _seal(engine, tx, "unit_opened", actor, {"unit": code})


def leaning(engine: Engine, code: str) -> Leaning:
    """Count what still leans on a unit."""
    with reading(engine.store) as tx:
        return queries.leaning_on(tx, code)


def row(unit: Unit) -> UnitRow:
    """Make the row of a unit."""
    return UnitRow(
        code=unit.code,
        parent=unit.parent or None,
        level=unit.kind.value,
        names=json.dumps(dict(unit.names), ensure_ascii=False, sort_keys=True),
        address=unit.address or None,
        hours=organisation.written_hours(unit.hours) or None,
        calendar=unit.calendar or None,
        issuing_organ=unit.issuing_organ or None,
        active=int(unit.active),
        revision=unit.revision,
    )


def _station(engine: Engine, code: str, actor: Actor) -> Unit:
    found = engine.organisation.unit(code)
    administration.permit(engine, actor, code)
    if found.kind is not UnitKind.STATION:
        raise InvalidInput("station_code_unusable", unit=code)
    return found


def _is_county(units: Organisation, code: str) -> bool:
    return units.unit(code).kind is UnitKind.COUNTY


def _written(engine: Engine, unit: Unit, given: UnitText) -> Unit:
    names = {language: given.names.get(language, "").strip() for language in _LANGUAGES}
    texts = (*names.values(), given.address, given.issuing_organ)
    if not all(names.values()) or not all(map(_fits, texts)):
        raise InvalidInput("unit_text_unusable", most=LONGEST)
    calendar = given.calendar.strip()
    if calendar and calendar not in engine.clocks.calendars.by_code:
        raise InvalidInput("unknown_calendar", calendar=calendar)
    return replace(
        unit,
        names=names,
        address=given.address.strip(),
        hours=organisation.opening_hours(given.hours),
        calendar=calendar,
        issuing_organ=given.issuing_organ.strip(),
    )


def _fits(text: str) -> bool:
    return len(text) <= LONGEST and text.isprintable()


def _seal(
    engine: Engine, tx: Transaction, kind: str, actor: Actor, facts: dict[str, object]
) -> None:
    settings.count_up(tx, queries.VERSION, actor.id, instants.text(engine.clock()))
    administration.seal(engine, tx, kind, actor, facts)


def _told(unit: Unit) -> dict[str, object]:
    return {
        "names": dict(unit.names),
        "address": unit.address,
        "hours": organisation.written_hours(unit.hours),
        "calendar": unit.calendar,
        "issuing_organ": unit.issuing_organ,
    }


def _counted(leaning: Leaning) -> dict[str, int]:
    return {
        "tasks": leaning.tasks,
        "cases": leaning.cases,
        "people": leaning.people,
        "roles": leaning.roles,
    }
