"""What a search of the state space takes for granted: forms, answers, clocks, and its bounds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from engine.core import instants
from engine.core.clocks import Clocks

# any instant serves: timers ring in any order
AT = datetime(2026, 3, 13, 2, tzinfo=UTC)


def days_before(number: int) -> str:
    """Write the instant that is so many days before the one at which everything happens."""
    return instants.text(AT - timedelta(days=number))


# states of one process; a search that meets more says that it is not complete
MOST_STATES = 20_000


@dataclass(frozen=True, slots=True)
class Premises:
    """The world around the processes that are searched."""

    clocks: Clocks
    # code of a unit, for whoever begins
    unit: str
    # "<process id>/<element id>" of a form -> the keys of its answers
    fields: Mapping[str, frozenset[str]]
    # key of an answer -> the texts that its form offers, where it offers a choice
    choices: Mapping[str, frozenset[str]]
    # code of a county that every setting of counties holds
    county: str = ""
    most_states: int = MOST_STATES
