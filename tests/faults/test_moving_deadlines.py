"""A deadline is moved by who oversees the unit that is late, by nobody else."""

from __future__ import annotations

import pytest

from engine.commands import timers
from engine.core.errors import NotFound, NotPermitted
from engine.core.people import Actor
from engine.store.queries import timers as queries
from tests.bpmn.offices import OTHER_STATION, STATION
from tests.commands.offices import person
from tests.faults.desk import Desk

OVERSEERS = [("head", STATION), ("leader", "520102"), ("prefecture", "520100")]
# a clerk of the station sees the case
OUTSIDERS = [
    (person("far", ("head", OTHER_STATION)), NotFound),
    (person("beside", ("leader", "520103")), NotFound),
    (person("both", ("head", OTHER_STATION), ("clerk", STATION)), NotPermitted),
    (person("ann", ("analyst", "520000")), NotFound),
]


@pytest.mark.parametrize("grant", OVERSEERS)
def test_an_overseer_moves_it(desk: Desk, grant: tuple[str, str]) -> None:
    instance = desk.begin()
    (timer,) = queries.of(desk.store, instance)

    timers.move(desk.engine, timer.id, desk.clock.now, "remote area", person("boss", grant))

    (moved,) = queries.of(desk.store, instance)
    assert moved.due_at == desk.place.at


@pytest.mark.parametrize(("who", "refusal"), OUTSIDERS, ids=["far", "beside", "both", "analyst"])
def test_nobody_else_does(desk: Desk, who: Actor, refusal: type[Exception]) -> None:
    instance = desk.begin()
    before = queries.of(desk.store, instance)

    with pytest.raises(refusal):
        timers.move(desk.engine, before[0].id, desk.clock.now, "remote area", who)

    assert queries.of(desk.store, instance) == before
