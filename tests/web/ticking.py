"""A tick that does nothing but be looked at."""

from __future__ import annotations

from dataclasses import dataclass, replace


@dataclass(frozen=True)
class Tick:
    """How a tick says it is."""

    silent_for: float | None = 0.4
    failure: str = ""
    clock_jumped: bool = False


@dataclass
class Works:
    """A tick that does nothing but be looked at."""

    state: Tick = Tick()

    def accept_clock(self) -> None:
        self.state = replace(self.state, clock_jumped=False)
