"""The check refuses a task that nobody could do, or more people than its lane allows."""

from __future__ import annotations

import pytest

from tests.bpmn.drawing import draw, lane
from tests.bpmn.sketches import Refused, found, named, simple

LANES: list[Refused] = [
    ("lane_missing", "check", draw(simple(lanes=lane("desk", "start")))),
    ("role_unknown", "check", draw(simple(role="wizard"))),
    ("role_unknown", "desk", draw(simple(lanes=lane("desk", "start", "check", role="wizard")))),
    ("role_missing", "check", draw(simple(lanes=lane("desk", "start", "check", role="platform")))),
    ("role_missing", "start", draw(simple(lanes=lane("desk", "check")))),
    ("role_not_of_lane", "check", draw(simple(role="signer"))),
    (
        "jurisdiction_not_of_lane",
        "check",
        draw(
            simple(
                lanes=lane("d", "start", "check", jurisdiction="station"),
                jurisdiction="province",
            )
        ),
    ),
    (
        "jurisdiction_missing",
        "check",
        draw(simple(lanes=lane("d", "start", "check", jurisdiction=""))),
    ),
    ("jurisdiction_unknown", "check", draw(simple(jurisdiction="moon"))),
    (
        "claimed_by_two_lanes",
        "check",
        draw(simple(lanes=lane("desk", "start", "check") + lane("other_desk", "check"))),
    ),
    ("separation_unknown", "check", draw(simple(separateFrom="check nobody"))),
]


@pytest.mark.parametrize(("code", "element", "diagram"), LANES, ids=named(LANES))
def test_who_may_do_what_is_refused_on_its_element_where_nobody_could(
    code: str, element: str | None, diagram: bytes
) -> None:
    assert (code, element) in found(diagram)


@pytest.mark.parametrize("role", ["auxiliary", "window", "head", "clerk"])
def test_a_user_task_narrows_its_lane_to_somebody_of_the_same_unit(role: str) -> None:
    assert found(draw(simple(role=role, jurisdiction="station"))) == []
