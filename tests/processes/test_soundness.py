"""The shipped procedures are sound: everything can happen, every wait ends, no token is left."""

from __future__ import annotations

from functools import cache

import pytest

from engine.bpmn.soundness.processes import Searched
from engine.commands import shipped_files, soundness
from tests.processes.office import CLOCKS, ROOT

FILES = shipped_files.resources(ROOT)


@cache
def searched() -> dict[str, Searched]:
    """Search all shipped processes once."""
    return {each.process_id: each for each in soundness.search(FILES, CLOCKS)}


def test_every_state_of_every_process_is_met() -> None:
    found = searched()

    assert found
    assert [each.process_id for each in found.values() if not each.is_complete] == []


def test_nothing_is_dead_no_wait_is_without_a_way_out_and_no_token_is_left_behind() -> None:
    told = [
        f"{each.process_id}: {one.kind} {' '.join(one.elements)}: {' / '.join(one.run)}"
        for each in searched().values()
        for one in each.findings
    ]

    assert told == []


@pytest.mark.parametrize(
    ("drawn", "instead", "kind"),
    [
        # no form offers that
        ('pre_decision = "PASS"', 'pre_decision = "PASSED"', "dead_element"),
        # no card is ever good enough
        ('qc_result = "PASS"', 'qc_result = "PERFECT"', "no_way_out"),
        # days are counted from what is not there yet
        ("after(checking_from, 3)", "after(settled_at, 3)", "no_way_out"),
    ],
)
def test_a_slip_in_the_drawing_is_found(drawn: str, instead: str, kind: str) -> None:
    slipped = {n: body.replace(drawn.encode(), instead.encode()) for n, body in FILES.items()}

    found = {one.kind for each in soundness.search(slipped, CLOCKS) for one in each.findings}

    assert kind in found
