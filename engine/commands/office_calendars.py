"""The calendar files of the office: founded once, and every version of them at hand."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from engine.commands.engine import Engine
from engine.core import instants
from engine.core.business_calendar import Calendars
from engine.core.errors import Conflict
from engine.core.people import SYSTEM
from engine.store.queries import calendars as queries
from engine.store.transaction import transaction
from engine.store.writes import calendars as writes


@dataclass(frozen=True, slots=True)
class DecreedYear:
    """What a calendar file says about itself."""

    calendar: str
    year: int
    decree: str
    source: str


def decreed(engine: Engine) -> Mapping[tuple[str, int], DecreedYear]:
    """List the years that have a decree, by calendar and year; year 0 is what others rest on."""
    texts = queries.files(engine.store, engine.clocks.version).values()
    years = [_decreed(tomllib.loads(text)) for text in texts]
    return {(one.calendar, one.year): one for one in years}


def found(engine: Engine, shipped: Mapping[str, str]) -> None:
    """Let a new office take over the shipped calendars, by name of their files (CN-2026)."""
    if queries.version(engine.store) == 0:
        _found(engine, shipped)


def at_version(engine: Engine, version: int) -> Calendars:
    """Make the calendars as they were at a version."""
    return engine.clocks.calendars.anew(queries.files(engine.store, version))


def by_version(engine: Engine, versions: Iterable[int]) -> Mapping[int, Calendars]:
    """Make the calendars of several versions; those of the engine are at hand."""
    made = {engine.clocks.version: engine.clocks.calendars}
    return made | {one: at_version(engine, max(one, 1)) for one in versions if one not in made}


def with_file(engine: Engine, name: str, text: str) -> Calendars:
    """Make the calendars as they would be with another text of one file."""
    files = queries.files(engine.store, engine.clocks.version)
    return engine.clocks.calendars.anew({**files, name: text})


def _decreed(document: Mapping[str, Any]) -> DecreedYear:
    return DecreedYear(
        calendar=str(document["calendar"]),
        year=int(document.get("year", 0)),
        decree=str(document.get("decree", "")),
        source=str(document.get("source", "")),
    )


def _found(engine: Engine, shipped: Mapping[str, str]) -> None:
    try:
        with transaction(engine.store) as tx:
            if queries.version_of(tx) == 0:
                writes.found(tx, shipped, SYSTEM.id, instants.text(engine.clock()))
    except Conflict:
        # another process was first: its files are the same
        return
