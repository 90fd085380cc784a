"""An erasure takes the value away, and nothing else."""

from __future__ import annotations

from engine.commands import messages, process_instances
from engine.core.people import Actor, Grant
from engine.store.queries import instances
from tests.commands.offices import CLERK, posted
from tests.faults.desk import Desk

PROVINCE = Actor("pro", "Pro", "520000", (Grant("province", "520000"),))


def test_an_ended_instance_keeps_how_it_ended(desk: Desk) -> None:
    instance = desk.begin()
    messages.send(desk.engine, desk.awaited(instance), CLERK, posted(why="moved"))
    before = instances.page(desk.store, instance)

    process_instances.erase_answer(desk.engine, instance, "why", "court order", PROVINCE)

    assert before is not None
    assert before.outcome == "gone"
    assert instances.page(desk.store, instance) == before
