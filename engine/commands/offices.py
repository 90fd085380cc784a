"""What an office changes while it works: calendars, units, settings; each process notices."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from itertools import groupby
from operator import attrgetter

from engine.commands import office_calendars, stored_deployments
from engine.commands.engine import Engine
from engine.core import office_settings
from engine.core.office_settings import DECLARED, DatedValue, OfficeSettings
from engine.core.organisation import Organisation
from engine.store.queries import calendars, dated_settings, settings, units
from engine.store.queries.dated_settings import DatedSettingRow

_VERSIONS = (calendars.VERSION, units.VERSION, dated_settings.VERSION)


def opened(engine: Engine, shipped: Mapping[str, str]) -> Engine:
    """Give the engine with the office's own data; a new office takes over the shipped calendars.

    `shipped` are the texts of the files that come with the program, by name (CN-2026).
    """
    office_calendars.found(engine, shipped)
    return refreshed(engine)


def refreshed(engine: Engine) -> Engine:
    """Give the engine with the newest data: itself where nothing has changed; one statement."""
    clocks = engine.clocks
    *newest, deployment = settings.versions(engine.store, _VERSIONS)
    if deployment != engine.definitions.deployment:
        stored_deployments.hold_to_newest(engine)
    if tuple(newest) == (clocks.version, clocks.organisation.version, clocks.settings.version):
        return engine
    calendar_version, units_version, settings_version = newest
    if calendar_version != clocks.version:
        made = office_calendars.at_version(engine, calendar_version)
        clocks = replace(clocks, calendars=made, version=calendar_version)
    if units_version != clocks.organisation.version:
        clocks = replace(clocks, organisation=_organisation(engine, units_version))
    if settings_version != clocks.settings.version:
        clocks = replace(clocks, settings=_settings(engine, settings_version))
    return replace(engine, clocks=clocks)


def _organisation(engine: Engine, version: int) -> Organisation:
    return Organisation({unit.code: unit for unit in units.everything(engine.store)}, version)


def _settings(engine: Engine, version: int) -> OfficeSettings:
    rows = [row for row in dated_settings.approved(engine.store) if row.name in DECLARED]
    by_name = groupby(rows, key=attrgetter("name"))
    return OfficeSettings({name: _dated(tuple(group)) for name, group in by_name}, version)


def _dated(rows: tuple[DatedSettingRow, ...]) -> tuple[DatedValue, ...]:
    """Give the values of one setting; of several for one day the one approved last."""
    last = {row.valid_from: office_settings.read(row.name, row.value) for row in rows}
    return tuple(DatedValue(date.fromisoformat(day), value) for day, value in last.items())
