"""What the pages must know of the tick that fires timers, wherever it runs."""

from __future__ import annotations

from typing import Protocol

# without a tick for so long the server is not well
LONGEST_SILENCE = 10.0


class TickState(Protocol):
    """How the tick is."""

    @property
    def silent_for(self) -> float | None:
        """Give the seconds since the last tick that ended, None before the first."""

    @property
    def failure(self) -> str:
        """Give the code of the last failure of a whole tick, "" for none."""

    @property
    def clock_jumped(self) -> bool:
        """Tell whether legal timers wait for somebody to look at the wall clock."""


class Clockwork(Protocol):
    """The tick of this process."""

    @property
    def state(self) -> TickState:
        """Tell how the tick is."""

    def accept_clock(self) -> None:
        """Trust the wall clock again."""


def is_silent(clockwork: Clockwork | None) -> bool:
    """Tell whether the tick of this process is overdue; where none runs it is not."""
    if clockwork is None:
        return False
    silent = clockwork.state.silent_for
    return silent is None or silent > LONGEST_SILENCE
