"""A failure inside the process at any statement of a deed: all of it, or nothing."""

from __future__ import annotations

from dataclasses import replace
from itertools import count, takewhile

import pytest

from engine.store.failpoints import FailpointReached, Failpoints
from tests.faults import oracle
from tests.faults.desk import PATIENCE, Command, Desk
from tests.faults.scenes import SCENES, Scene

OFTEN = ["completing a user task", "firing a timer", "recording a service task", "deploying"]


@pytest.mark.parametrize(
    "scene",
    [
        pytest.param(SCENES[name], id=name, marks=[] if name in OFTEN else [pytest.mark.long])
        for name in SCENES
    ],
)
def test_a_failure_at_a_statement_does_nothing_and_the_next_try_does_it(
    desk: Desk, scene: Scene
) -> None:
    failures = sum(takewhile(bool, (_fails_at(desk, scene, n) for n in count(1))))

    assert failures >= scene.statements


def _fails_at(desk: Desk, scene: Scene, passage: int) -> bool:
    """Let a deed fail at its n-th statement, then try again; False where it does not fail."""
    deed = scene.prepare(desk)
    before = oracle.everything(desk.store)
    told = oracle.kinds(desk.store)[scene.kind]
    failed = _try(desk, deed, Failpoints("statement", passage=passage))
    if failed:
        assert oracle.everything(desk.store) == before
        desk.clock.now += PATIENCE
        _try(desk, deed, Failpoints())
    assert oracle.kinds(desk.store)[scene.kind] == told + 1
    assert oracle.violations(desk.engine) == []
    return failed


def _try(desk: Desk, deed: Command, failpoints: Failpoints) -> bool:
    """Run a deed; tell whether it has failed. The sweeps survive, and try again later."""
    function, *arguments = deed
    store = replace(desk.store, failpoints=failpoints)
    try:
        function(replace(desk.engine, store=store), *arguments)
    except FailpointReached:
        return True
    return failpoints.passed >= failpoints.passage
