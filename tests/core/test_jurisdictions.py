"""Whose people act: units resolved from answers, and who of them may."""

from __future__ import annotations

import pytest

from engine.core import jurisdictions
from engine.core.people import Actor, Grant
from tests.bpmn.offices import CLOCKS, OTHER_STATION, STATION

ORGANISATION = CLOCKS.organisation


@pytest.mark.parametrize(
    ("jurisdiction", "context", "unit"),
    [
        ("station", {"accepting_station": OTHER_STATION}, OTHER_STATION),
        ("station", {}, STATION),
        ("station", {"accepting_station": "nowhere"}, STATION),
        ("station", {"accepting_station": 520103001}, STATION),
        ("household_county", {"hukou_division": "520103"}, "520103"),
        ("household_county", {}, "520102"),
        ("household_county", {"hukou_division": "110101"}, "520102"),
        ("prefecture", {"hukou_division": "520103"}, "520100"),
        ("prefecture", {"breach": {"unit": OTHER_STATION}}, "520100"),
        ("prefecture", {"breach": {"unit": ""}}, "520100"),
        ("prefecture", {"breach": None}, "520100"),
        ("province", {}, "520000"),
        ("own_case", {}, ""),
        ("none", {}, ""),
    ],
)
def test_a_unit_is_found_from_the_answers(
    jurisdiction: str, context: dict[str, object], unit: str
) -> None:
    assert jurisdictions.unit_of(jurisdiction, context, STATION, ORGANISATION) == unit


def actor(role: str, unit: str) -> Actor:
    return Actor("anna", "Anna", unit, (Grant(role, unit),))


@pytest.mark.parametrize(
    ("jurisdiction", "unit", "started_by", "may"),
    [
        ("station", STATION, "somebody", True),
        ("station", OTHER_STATION, "anna", False),
        ("none", "", "somebody", True),
        ("own_case", "", "anna", True),
        ("own_case", "", "somebody", False),
    ],
)
def test_who_may_act(jurisdiction: str, unit: str, started_by: str, may: bool) -> None:
    clerk = actor("clerk", STATION)

    assert jurisdictions.may_act(clerk, "clerk", jurisdiction, unit, started_by) is may
    assert not jurisdictions.may_act(clerk, "reviewer", jurisdiction, unit, started_by)
