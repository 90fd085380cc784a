"""A user task in a loop: what a step costs after ten rounds and after a thousand."""

from __future__ import annotations

import statistics
from dataclasses import dataclass
from pathlib import Path

from benchmarks.completions import timed
from benchmarks.office import LOOP, open_office
from engine.store import database

ROUNDS = 1000
WINDOW = 40


@dataclass(frozen=True, slots=True)
class Result:
    """Microseconds per round (median of a window), and the size of the state at the end."""

    early: float
    late: float
    state_bytes: int


def measure(folder: Path) -> Result:
    """Run one instance a thousand times through its loop."""
    office = open_office(folder / "loop.db", LOOP, "loop", 1)
    instance = office.instances[0]
    taken = []
    for _ in range(ROUNDS + WINDOW):
        task = office.open_task(instance)
        taken.append(timed(lambda task=task: office.complete(*task)).clock)
    size = office.state_bytes(instance)
    database.close(office.engine.store)
    early = statistics.median(taken[10 : 10 + WINDOW])
    return Result(early, statistics.median(taken[-WINDOW:]), size)


def report(result: Result) -> list[tuple[str, str, str]]:
    """Give lines of (what, figure, goal)."""
    return [
        ("a round at 10 / at 1,000", f"{result.early:.0f} / {result.late:.0f} µs", ""),
        ("growth along a loop", f"{result.late / result.early:.2f} ×", "≤ 1.3"),
        ("state after 1,000 rounds", f"{result.state_bytes} B", ""),
    ]
