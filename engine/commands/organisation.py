"""The units of the organisation and the settings of the office."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from types import MappingProxyType

from engine.commands import administration, units
from engine.commands.engine import Engine
from engine.core import instants, issuing_organs
from engine.core.errors import InvalidInput
from engine.core.organisation import Unit, UnitKind
from engine.core.people import SYSTEM, Actor
from engine.store.queries import units as queries
from engine.store.transaction import retried, transaction
from engine.store.writes import settings
from engine.store.writes import units as writes

PROVINCE = "520000"
# what an administrator may set, and what a value looks like
SETTINGS: Mapping[str, str] = MappingProxyType({"session_idle_minutes": r"[1-9][0-9]{0,2}"})


@retried
def load_units(engine: Engine) -> None:
    """Found the units of an office: those that come with the program, stations among them.

    What the database holds already stays; from now on its rows are the truth.
    """
    _load(engine, engine.organisation.units.values())


@retried
def load_divisions(engine: Engine) -> None:
    """Found the units of a real office: province, prefectures, counties and the centre.

    Its stations are added by people: those that come with the program are made up.
    """
    units = engine.organisation.units.values()
    _load(engine, (unit for unit in units if unit.kind is not UnitKind.STATION))


@retried
def change_setting(engine: Engine, name: str, value: str, actor: Actor) -> None:
    """Change a setting of the office; the day's chain keeps who did."""
    administration.permit(engine, actor, PROVINCE)
    shape = SETTINGS.get(name)
    if shape is None:
        raise InvalidInput("setting_unknown", setting=name)
    if not re.fullmatch(shape, value):
        raise InvalidInput("setting_unusable", setting=name, value=value)
    with transaction(engine.store) as tx:
        settings.change(tx, name, value, actor.id, instants.text(engine.clock()))
        facts: dict[str, object] = {"setting": name, "value": value}
        administration.seal(engine, tx, "setting_changed", actor, facts)


def _load(engine: Engine, given: Iterable[Unit]) -> None:
    with transaction(engine.store) as tx:
        known = queries.codes(tx)
        missing = [_founded(engine, unit) for unit in given if unit.code not in known]
        if missing:
            writes.insert_units(tx, map(units.row, missing))
            settings.count_up(tx, queries.VERSION, SYSTEM.id, instants.text(engine.clock()))


def _founded(engine: Engine, unit: Unit) -> Unit:
    if unit.kind is not UnitKind.COUNTY:
        return unit
    return replace(unit, issuing_organ=issuing_organs.usual(engine.organisation, unit.code))
