"""People of the units that a case comes to, whichever these are."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from engine.core.people import Actor, Grant
from tests.processes.office import actor


def somebody_for(task: Mapping[str, str]) -> Actor:
    """Give somebody of the unit of a task who has done nothing else in the case."""
    role, unit = task["role"], task["unit"]
    if not unit:
        return actor(role)
    return Actor(f"{task['element']} at {unit}", "", unit, (Grant(role, unit),))


def colleague_of(name: str) -> Actor:
    """Give a second person with the same role at the same place."""
    one = actor(name)
    return replace(one, id=f"colleague of {one.id}", name="王五")
