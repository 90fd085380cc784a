"""A small office for the interpreter: one county, two stations, weekdays as working days."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

from engine.bpmn import definitions
from engine.bpmn.definitions import Definition
from engine.bpmn.resources import Resources
from engine.core import business_calendar, organisation
from engine.core.clocks import Clocks
from engine.core.surroundings import Surroundings

DIVISIONS = """code,name_zh,name_en,level,parent_code
520000,省,Province,province,
520100,市,City,prefecture,520000
520102,区,Nanming,county,520100
520103,区,Yunyan,county,520100
"""
STATION = "520102001"
OTHER_STATION = "520103001"


def station(code: str, name: str, *hours: str) -> str:
    """Write down a station of the county that its code begins with."""
    return f"""
[[units]]
code = "{code}"
kind = "station"
parent = "{code[:6]}"
en = "{name}"
zh = "{name}"
es = "{name}"
address = ""
hours = {json.dumps(hours)}
"""


SPANISH = """
[divisions_es]
520000 = "Provincia"
520100 = "Ciudad"
520102 = "Nanming"
520103 = "Yunyan"
"""
UNITS = (
    SPANISH
    + station(STATION, "First station", "09:00-12:00", "13:00-16:30")
    + station(OTHER_STATION, "Second station")
)
# a Friday, 10:00 in China
FRIDAY = datetime(2026, 3, 13, 2, tzinfo=UTC)

CLOCKS = Clocks(business_calendar.load({}, DIVISIONS), organisation.load(UNITS, DIVISIONS))


def surroundings(at: datetime = FRIDAY, **answers: Any) -> Surroundings:
    """Hand the interpreter a time and these answers."""
    return Surroundings(at, answers, CLOCKS, STATION)


def compiled(diagram: bytes, root: str = "p", **more: Any) -> Definition:
    """Compile a process of one file."""
    return definitions.compile(Resources({"file.bpmn": diagram}, **more), root)
