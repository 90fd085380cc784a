"""What a search of one process has met: its states, and how each was first reached."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from engine.bpmn.soundness.moves import Ending, Move
from engine.bpmn.soundness.states import Seen


@dataclass(frozen=True, slots=True)
class Step:
    """How a state was first reached."""

    # number of the state before, -1 for none
    before: int
    move: Move
    # what was read and guessed on the way
    guessed: Mapping[str, str]


@dataclass(slots=True)
class Found:
    """All states that were met, by number, and what was seen on the way."""

    steps: list[Step] = field(default_factory=list)
    looks: list[Seen] = field(default_factory=list)
    # numbers of the states after each one
    after: list[set[int]] = field(default_factory=list)
    endings: dict[Ending, int] = field(default_factory=dict)
    # states at which the process has ended
    ended: set[int] = field(default_factory=set)
    elements: set[str] = field(default_factory=set)
    flows: set[str] = field(default_factory=set)
    # code and step of what cannot be run
    failures: list[tuple[str, Step]] = field(default_factory=list)
    steps_taken: int = 0
    is_complete: bool = True


def path(found: Found, number: int) -> Iterator[Step]:
    """Give the steps of the shortest run to a state, the first one first."""
    steps: list[Step] = []
    while number >= 0:
        steps.append(found.steps[number])
        number = found.steps[number].before
    return reversed(steps)
