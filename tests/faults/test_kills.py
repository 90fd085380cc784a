"""A process killed at any statement of a deed, or at its commit: all is done, or nothing."""

from __future__ import annotations

from itertools import count, takewhile

import pytest

from tests.faults import children, oracle
from tests.faults.desk import PATIENCE, Command, Desk
from tests.faults.scenes import REPEATABLE, SCENES, Scene

# the richest deed; the others, and deaths at each statement, are for the long run
OFTEN = ["completing a user task"]
EVERY_SCENE = pytest.mark.parametrize(
    "scene",
    [
        pytest.param(SCENES[name], id=name, marks=[] if name in OFTEN else [pytest.mark.long])
        for name in SCENES
    ],
)


@pytest.mark.long
@EVERY_SCENE
def test_killed_at_a_statement_nothing_is_done_and_the_next_process_does_it(
    desk: Desk, scene: Scene
) -> None:
    deaths = sum(takewhile(bool, (_dies_at(desk, scene, n) for n in count(1))))

    assert deaths >= scene.statements


@EVERY_SCENE
def test_killed_before_its_commit_nothing_is_done_and_the_next_process_does_it(
    desk: Desk, scene: Scene
) -> None:
    deaths = sum(takewhile(bool, (_dies_at(desk, scene, n, "commit") for n in count(1))))

    assert deaths >= 1


@EVERY_SCENE
def test_killed_after_its_commit_all_is_done_and_the_next_process_does_not_do_it_again(
    desk: Desk, scene: Scene
) -> None:
    commits = sum(takewhile(bool, (_dies_at(desk, scene, n, "committed") for n in count(1))))
    deed = scene.prepare(desk)
    told = oracle.kinds(desk.store)[scene.kind]

    killed = children.run(desk, deed, f"committed:kill:{commits}").killed

    assert killed
    _is_done_once(desk, scene, told)
    if scene.kind not in REPEATABLE:
        done = oracle.everything(desk.store)
        _restart(desk, deed)
        assert oracle.everything(desk.store) == done


def _dies_at(desk: Desk, scene: Scene, passage: int, place: str = "statement") -> bool:
    """Kill a process at the n-th passage of a place; False where it gets through.

    Whatever it has left behind, the next process does the deed, once.
    """
    deed = scene.prepare(desk)
    before = oracle.everything(desk.store)
    told = oracle.kinds(desk.store)[scene.kind]
    killed = children.run(desk, deed, f"{place}:kill:{passage}").killed
    if killed:
        assert oracle.everything(desk.store) == before or place == "committed"
        assert oracle.violations(desk.engine) == []
        if oracle.kinds(desk.store)[scene.kind] == told or scene.kind not in REPEATABLE:
            _restart(desk, deed)
    _is_done_once(desk, scene, told)
    return killed


def _restart(desk: Desk, deed: Command) -> None:
    # what the dead process had leased is free again
    desk.clock.now += PATIENCE
    children.run(desk, deed)


def _is_done_once(desk: Desk, scene: Scene, told: int) -> None:
    assert oracle.kinds(desk.store)[scene.kind] == told + 1
    assert oracle.violations(desk.engine) == []
    assert desk.register.applied == oracle.called_services(desk.store)
