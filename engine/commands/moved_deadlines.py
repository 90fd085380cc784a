"""What another version of the calendar files does to open deadlines."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from engine.core import instants, recounting
from engine.core.business_calendar import Calendars
from engine.core.recounting import Running
from engine.store.queries.counted_timers import CountedTimer


@dataclass(frozen=True, slots=True)
class Move:
    """An open deadline by its old and its new calendar; it moves where the instants differ."""

    timer: CountedTimer
    old: datetime
    new: datetime
    # the new one rests on a projected day still
    provisional: bool


@dataclass(frozen=True, slots=True)
class MovedTogether:
    """How many deadlines of one unit and clock move from one instant to another."""

    unit: str
    clock: str
    # reminder | breach
    kind: str
    old: datetime
    new: datetime
    provisional: bool
    number: int


def move(timer: CountedTimer, before: Calendars, after: Calendars) -> Move:
    """Count an open deadline again by the calendar that it was counted by."""
    old = instants.parse(timer.due_at)
    running = Running(old, instants.parse(timer.start_at), timer.days, timer.count)
    code = timer.calendar
    found = recounting.recount(running, before.calendar(code), after.calendar(code))
    return Move(timer, old, found.due, found.provisional)


def together(moves: Iterable[Move]) -> tuple[MovedTogether, ...]:
    """Group moves by unit, clock, old and new instant."""
    counted = Counter(
        (one.timer.unit, one.timer.clock, one.timer.kind, one.old, one.new, one.provisional)
        for one in moves
    )
    return tuple(MovedTogether(*group, number) for group, number in sorted(counted.items()))
