"""The units of the organisation and the settings of the office."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from types import MappingProxyType

from engine.commands import administration
from engine.commands.engine import Engine
from engine.core import instants
from engine.core.errors import InvalidInput
from engine.core.organisation import Unit
from engine.core.people import Actor
from engine.store.queries import units as queries
from engine.store.transaction import retried, transaction
from engine.store.writes import settings, units
from engine.store.writes.units import UnitRow

PROVINCE = "520000"
# what an administrator may set, and what a value looks like
SETTINGS: Mapping[str, str] = MappingProxyType({"session_idle_minutes": r"[1-9][0-9]{0,2}"})


@retried
def load_units(engine: Engine) -> None:
    """Store the units of the organisation that the database does not hold yet."""
    with transaction(engine.store) as tx:
        known = queries.codes(tx)
        missing = [u for u in engine.organisation.units.values() if u.code not in known]
        units.insert_units(tx, map(_row, missing))


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


def _row(unit: Unit) -> UnitRow:
    spans = (f"{span.opens:%H:%M}-{span.closes:%H:%M}" for span in unit.hours)
    return UnitRow(
        code=unit.code,
        parent=unit.parent or None,
        level=unit.kind.value,
        names=json.dumps(dict(unit.names), ensure_ascii=False, sort_keys=True),
        address=unit.address or None,
        hours=" ".join(spans) or None,
    )
