"""One run of the interpreter: what it is handed, what it counts, and what it leaves behind."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field
from typing import Any

from engine.core import instants
from engine.core.errors import EngineError
from engine.core.progress import ArmedTimer, MadeDecision, Ran
from engine.core.surroundings import Surroundings

# tokens that one run may move, so that a circle in a diagram ends
MOST_STEPS = 5_000
DEEPEST_CALL = 16


@dataclass(slots=True, eq=False)
class Run:
    """What happens between one wait and the next."""

    surroundings: Surroundings
    # tokens that can go on by themselves
    agenda: deque[Any] = field(default_factory=deque)
    steps: int = 0
    ran: list[Ran] = field(default_factory=list)
    # timers armed in this run, by the number of their token
    armed: dict[int, ArmedTimer] = field(default_factory=dict)
    decisions: list[MadeDecision] = field(default_factory=list)
    instants: dict[str, str] = field(default_factory=dict)
    # variables that tell how often something has happened
    counts: dict[str, int] = field(default_factory=dict)
    assigns: list[tuple[str, str]] = field(default_factory=list)
    # clocks whose armed deadlines are counted anew at the end of the run, with who asked for it
    recounts: dict[str, str] = field(default_factory=dict)
    # an element was left at which the case is settled for its citizen
    frees: bool = False
    status: str | None = None
    outcome: str | None = None
    # due instant of the timer that this run fires, else ""
    due: str = ""
    # the earlier instant at which the start event counts as passed, else ""
    begun: str = ""

    def count_step(self) -> None:
        """Count one moved token; raises EngineError past the budget."""
        self.steps += 1
        if self.steps > MOST_STEPS:
            raise EngineError("step_budget", limit=MOST_STEPS)

    def remember_instants(self, names: str, at: str | None = None) -> None:
        """Set variables to the instant of the act, or to another one."""
        for name in names.split():
            self.instants[name] = at or instants.text(self.surroundings.at)

    def count(self, names: str) -> None:
        """Set variables one higher than they are, to 1 where there was none."""
        for name in names.split():
            known = self.counts.get(name) or self.surroundings.answers.get(name) or 0
            self.counts[name] = known + 1
