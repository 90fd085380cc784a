"""Move the deadlines that the diagram lets be counted anew, where the count differs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from engine.core import instants
from engine.core.progress import ArmedTimer, Progress
from engine.store.queries import counted_timers
from engine.store.queries.counted_timers import CountedTimer
from engine.store.transaction import Transaction
from engine.store.writes import timers


@dataclass(frozen=True, slots=True)
class Recount:
    """An open deadline as it was counted when it was armed, and as it is counted now."""

    before: CountedTimer
    after: ArmedTimer
    # the element that asked for it
    ground: str


def of(tx: Transaction, instance_id: str, progress: Progress | None) -> tuple[Recount, ...]:
    """List the deadlines of an instance that a run counts otherwise than before.

    One whose count is the same stays, whether or not a person has moved it since.
    """
    if progress is None or not progress.recounted:
        return ()
    known = {each.id: each for each in counted_timers.open_of(tx, instance_id)}
    found = (
        Recount(known[timer.id], timer, progress.recounts.get(timer.clock, ""))
        for timer in progress.recounted
        if timer.id in known
    )
    return tuple(each for each in found if _differs(each))


def told(recounts: Iterable[Recount]) -> list[Mapping[str, Any]]:
    """Tell for the history from when to when each deadline moves, and which element moves it."""
    return [
        {
            "element": each.after.element,
            "clock": each.after.clock,
            "kind": each.after.kind,
            "from": each.before.due_at,
            "to": instants.text(each.after.due),
            "provisional": each.after.provisional,
            "ground": each.ground,
        }
        for each in recounts
    ]


def write(tx: Transaction, recounts: Iterable[Recount]) -> None:
    """Give the deadlines their new due times, and how these were counted."""
    timers.recount(tx, [_row(each.after) for each in recounts])


def _differs(each: Recount) -> bool:
    before, after = each.before, each.after
    start = instants.text(after.start) if after.start else None
    count = (start, after.days, after.count, after.calendar)
    return count != (before.start_at, before.days, before.count, before.calendar)


def _row(timer: ArmedTimer) -> dict[str, Any]:
    return {
        "of_id": timer.id,
        "due_at": instants.text(timer.due),
        "provisional": int(timer.provisional),
        "start_at": instants.text(timer.start) if timer.start else None,
        "days": timer.days,
        "count": timer.count,
        "calendar": timer.calendar,
        "calendar_version": timer.calendar_version,
        "unit": timer.unit,
    }
