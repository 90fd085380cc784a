"""The shipped procedures are sound: everything can happen, every wait ends, no token is left."""

from __future__ import annotations

from functools import cache

import pytest

from engine.bpmn.soundness.processes import Searched
from engine.commands import shipped_files, soundness
from tests.processes.office import CLOCKS, ROOT

FILES = shipped_files.resources(ROOT)
FOUND_CARD = {name: body for name, body in FILES.items() if "found_card" in name}
# what runs twice because it happened twice
MEANT = {
    # each time a card is missing in a bag the courier is asked for it
    ("carry_card", "runs_twice", ("ask_the_courier",)),
    # each card that is lost is an incident of its own
    ("reissue", "runs_twice", ("assess_the_incident",)),
}


@cache
def searched() -> dict[str, Searched]:
    """Search all shipped processes once."""
    return {each.process_id: each for each in soundness.search(FILES, CLOCKS)}


def test_every_state_of_every_process_is_met() -> None:
    found = searched()

    assert found
    assert [each.process_id for each in found.values() if not each.is_complete] == []


def test_nothing_is_dead_no_wait_is_without_a_way_out_and_no_token_is_left_behind() -> None:
    told = {
        (each.process_id, one.kind.value, one.elements): one.run
        for each in searched().values()
        for one in each.findings
    }

    assert {key: run for key, run in told.items() if key not in MEANT} == {}


@pytest.mark.parametrize(
    ("drawn", "instead", "kind"),
    [
        # it asks for what nothing gives
        ("found_card_replaced = false", "found_card_replaced = 7 and 1 = 2", "dead_element"),
        # nobody may do it
        ('name="role" value="window"', 'name="role" value="platform"', "no_way_out"),
    ],
)
def test_a_slip_in_the_drawing_is_found(drawn: str, instead: str, kind: str) -> None:
    slipped = FOUND_CARD["found_card.bpmn"].replace(drawn.encode(), instead.encode())

    found = soundness.search({**FOUND_CARD, "found_card.bpmn": slipped}, CLOCKS)

    assert kind in {one.kind for each in found for one in each.findings}
