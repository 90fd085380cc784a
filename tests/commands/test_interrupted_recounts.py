"""Counting deadlines again after a decree goes on where it was broken off, and once only."""

from __future__ import annotations

import pytest

from engine.commands import history, recounts
from engine.store.queries import calendars as queries
from engine.store.queries import history as entries
from tests.commands.decreed_dues import COUNTS, DECREED, dues, expected, started
from tests.commands.decrees import again, broken_off, decree, opened
from tests.commands.offices import Office


@pytest.fixture(name="office")
def _office(office: Office) -> Office:
    return opened(office)


def test_a_batch_that_was_cut_short_is_taken_up(office: Office) -> None:
    instances = [started(office, 0) for _ in range(4)]
    ready = decree(office)

    recounts.run(ready.engine, 5)
    half = recounts.left(ready.engine)
    while recounts.run(again(office).engine, 5):
        pass

    right = expected(0, DECREED)
    assert 0 < half < 4 * len(COUNTS)
    assert [dues(ready, one) for one in instances] == [right] * 4
    moved = [e.kind for e in entries.timeline(ready.engine.store, instances[0])]
    assert moved.count("timer_moved") == 3


@pytest.mark.parametrize("statement", range(1, 24, 2))
def test_a_crash_anywhere_leaves_nothing_half_moved(office: Office, statement: int) -> None:
    instances = [started(office, 0), started(office, 0)]
    ready = decree(office)

    broken_off(ready, statement)
    recounts.run(ready.engine)

    right = expected(0, DECREED)
    assert [dues(ready, one) for one in instances] == [right, right]
    told = [e for one in instances for e in entries.timeline(ready.engine.store, one)]
    assert len([e for e in told if e.kind == "timer_moved"]) == 6
    assert queries.latest(ready.engine.store)[0].moved == 6
    assert history.verify(ready.engine).broken == ()


def test_counting_again_twice_moves_nothing_twice(office: Office) -> None:
    instance = started(office, 0)
    ready = decree(office)
    recounts.run(ready.engine)
    first = dues(ready, instance)

    assert recounts.run(ready.engine) == 0
    assert dues(ready, instance) == first


def test_progress_is_told(office: Office) -> None:
    started(office, 0)
    started(office, -12)
    ready = decree(office)
    before = recounts.left(ready.engine)

    recounts.run(ready.engine)

    (row,) = queries.latest(ready.engine.store)
    assert (before, recounts.left(ready.engine), row.moved) == (8, 0, 3)
