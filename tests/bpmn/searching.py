"""Searching small diagrams for faults."""

from __future__ import annotations

from typing import Any

from engine.bpmn.resources import Resources
from engine.bpmn.soundness import processes
from engine.bpmn.soundness.findings import Unsoundness
from engine.bpmn.soundness.premises import Premises
from engine.bpmn.soundness.processes import Searched
from tests.bpmn.drawing import draw, end, exclusive, flow, lane, path, process, start, user
from tests.bpmn.offices import CLOCKS, STATION

# form of the task that decides, and what it offers
FIELDS = {"p/decide": frozenset(["decision"]), "p/correct": frozenset(["correction"])}
CHOICES = {"decision": frozenset(["PASS", "REFUSE"])}
YES = 'decision = "PASS"'


def search(*drawn: str, bound: int = 5_000, **more: Any) -> dict[str, Searched]:
    """Search these processes."""
    world = Premises(CLOCKS, STATION, FIELDS, CHOICES, "520102", bound)
    found = processes.search_all(Resources({"p.bpmn": draw(*drawn, **more)}), world)
    return {each.process_id: each for each in found}


def wrong(*drawn: str, **more: Any) -> list[tuple[Unsoundness, tuple[str, ...]]]:
    """Give what is wrong with the process p."""
    return [(each.kind, each.elements) for each in search(*drawn, **more)["p"].findings]


def desk(*members: str) -> str:
    return lane("desk", *members)


def deciding(condition: str = YES) -> str:
    """Draw a decision with two ways to an end each."""
    return process(
        "p",
        desk("start", "decide", "which", "passed", "refused"),
        start(),
        user("decide"),
        exclusive("which", default="refused"),
        end("passed"),
        end("refused"),
        path("start", "decide", "which", "refused"),
        flow("which", "passed", condition),
    )
