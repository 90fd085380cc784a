"""The units that act: province, prefectures, counties, police stations, production centre."""

from __future__ import annotations

import csv
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import time
from enum import StrEnum
from typing import Any

from engine.core.errors import Conflict, InvalidInput, NotFound


class UnitKind(StrEnum):
    """The levels of the organisation."""

    PROVINCE = "province"
    PREFECTURE = "prefecture"
    COUNTY = "county"
    STATION = "station"
    PRODUCTION_CENTRE = "production_centre"


@dataclass(frozen=True, slots=True)
class OpeningHours:
    """One span of a working day in which a unit is open, in local time."""

    opens: time
    closes: time


@dataclass(frozen=True, slots=True)
class Unit:
    """One unit with its names by language (`en`, `zh-Hans`, `es`)."""

    code: str
    kind: UnitKind
    # code of the unit above, "" for the province
    parent: str
    names: Mapping[str, str]
    address: str = ""
    hours: tuple[OpeningHours, ...] = ()
    # code of the calendar that it works by, "" for that of its division
    calendar: str = ""
    # what a county prints on the card as its issuing organ
    issuing_organ: str = ""
    # one that is not takes no new applications, people or roles
    active: bool = True
    # counts the changes
    revision: int = 1


@dataclass(frozen=True, slots=True, eq=False)
class Organisation:
    """All units by code; unknown codes raise NotFound (`unknown_unit`)."""

    units: Mapping[str, Unit] = field(repr=False)
    # counts the changes of an office, 0 for the units that come with the program
    version: int = 0

    def has(self, code: str) -> bool:
        """Tell whether a unit has this code."""
        return code in self.units

    def unit(self, code: str) -> Unit:
        """Find a unit."""
        found = self.units.get(code)
        if found is None:
            raise NotFound("unknown_unit", unit=code)
        return found

    def active_unit(self, code: str) -> Unit:
        """Find a unit that people may still be sent to; raises Conflict (`unit_closed`)."""
        found = self.unit(code)
        if not found.active:
            raise Conflict("unit_closed", unit=code)
        return found

    def parents(self, code: str) -> tuple[str, ...]:
        """Give the codes of the units above one, the nearest first."""
        above = self.unit(code).parent
        return (above, *self.parents(above)) if above else ()

    def stations_of(self, county: str) -> tuple[Unit, ...]:
        """Give the stations of a county in the order of their codes."""
        return self._below(self.unit(county).code, UnitKind.STATION)

    def counties_of(self, prefecture: str) -> tuple[Unit, ...]:
        """Give the counties of a prefecture in the order of their codes."""
        return self._below(self.unit(prefecture).code, UnitKind.COUNTY)

    def county_of(self, code: str) -> str:
        """Give the county of a station, or the county itself; "" for units above counties."""
        return self._nearest(code, UnitKind.COUNTY)

    def prefecture_of(self, code: str) -> str:
        """Give the prefecture of a unit, or the prefecture itself; "" for units above."""
        return self._nearest(code, UnitKind.PREFECTURE)

    def opening_time(self, code: str) -> time | None:
        """Give the local time at which a unit opens, or None where no hours are set."""
        hours = self.unit(code).hours
        return hours[0].opens if hours else None

    def closing_time(self, code: str) -> time | None:
        """Give the local time at which a unit closes, or None where no hours are set."""
        hours = self.unit(code).hours
        return hours[-1].closes if hours else None

    def calendar_of(self, code: str) -> str:
        """Give the code of the calendar that a unit or the nearest one above it has chosen."""
        lineage = (code, *self.parents(code))
        return next((self.units[one].calendar for one in lineage if self.units[one].calendar), "")

    def _below(self, code: str, kind: UnitKind) -> tuple[Unit, ...]:
        found = (unit for unit in self.units.values() if unit.parent == code and unit.kind is kind)
        return tuple(sorted(found, key=lambda unit: unit.code))

    def _nearest(self, code: str, kind: UnitKind) -> str:
        if not code:
            return ""
        lineage = (code, *self.parents(code))
        return next((c for c in lineage if self.units[c].kind is kind), "")


def load(toml_text: str, csv_text: str) -> Organisation:
    """Read the organisation from its TOML text and the divisions (CSV).

    Raises InvalidInput: `organisation_invalid` for a file that cannot be read,
    `duplicate_unit` and `unknown_parent` for units that do not fit.
    """
    try:
        document = tomllib.loads(toml_text)
        spanish = document["divisions_es"]
        divisions = [_division(row, spanish) for row in csv.DictReader(csv_text.splitlines())]
        units = [*divisions, *map(_unit, document["units"])]
    except (KeyError, TypeError, ValueError) as problem:
        raise InvalidInput("organisation_invalid", problem=str(problem)) from problem
    return Organisation(_by_code(units))


def _by_code(units: Iterable[Unit]) -> dict[str, Unit]:
    by_code: dict[str, Unit] = {}
    for unit in units:
        if unit.code in by_code:
            raise InvalidInput("duplicate_unit", unit=unit.code)
        # units stand after their parents, so that no circle can close
        if unit.parent and unit.parent not in by_code:
            raise InvalidInput("unknown_parent", unit=unit.code, parent=unit.parent)
        by_code[unit.code] = unit
    return by_code


def _division(row: Mapping[str, str], spanish: Mapping[str, str]) -> Unit:
    code = row["code"]
    names = {"en": row["name_en"], "zh-Hans": row["name_zh"], "es": spanish[code]}
    return Unit(code, UnitKind(row["level"]), row["parent_code"], names)


def opening_hours(text: str) -> tuple[OpeningHours, ...]:
    """Read spans such as `09:00-12:00 13:00-17:00`; raises InvalidInput (`hours_unreadable`)."""
    try:
        spans = tuple(map(_hours, text.split()))
    except ValueError as problem:
        raise InvalidInput("hours_unreadable", hours=text) from problem
    edges = [edge for span in spans for edge in (span.opens, span.closes)]
    if edges != sorted(set(edges)):
        raise InvalidInput("hours_unreadable", hours=text)
    return spans


def written_hours(hours: Iterable[OpeningHours]) -> str:
    """Write opening hours as `opening_hours` reads them."""
    return " ".join(f"{span.opens:%H:%M}-{span.closes:%H:%M}" for span in hours)


def _unit(table: Mapping[str, Any]) -> Unit:
    return Unit(
        code=table["code"],
        kind=UnitKind(table["kind"]),
        parent=table["parent"],
        names={"en": table["en"], "zh-Hans": table["zh"], "es": table["es"]},
        address=table["address"],
        hours=tuple(map(_hours, table["hours"])),
    )


def _hours(text: str) -> OpeningHours:
    opens, closes = text.split("-")
    return OpeningHours(time.fromisoformat(opens), time.fromisoformat(closes))
