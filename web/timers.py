"""From the rows of timers to deadlines on a page."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from engine.core import instants
from engine.store.queries.timers import TimerRow
from web import deadlines, visit, words
from web.deadlines import Counted, Deadline, Reader
from web.pieces import Clock

_PROVINCE = "520000"


def deadline_of(timer: TimerRow) -> Deadline:
    """Write the deadline of a timer for the guest of this request."""
    counted = Counted(
        due=instants.parse(timer.due_at),
        provisional=timer.provisional,
        legal_basis=timer.legal_basis,
        start=instants.parse(timer.start_at) if timer.start_at else None,
        days=timer.days,
        count=timer.count,
        calendar=timer.calendar,
    )
    return deadlines.running(counted, reader(timer.calendar))


def reader(calendar: str = "") -> Reader:
    """Give the guest of this request as a reader of deadlines by a calendar."""
    calendars = visit.engine().clocks.calendars
    return Reader(visit.now(), visit.language(), calendars.calendar(calendar or _PROVINCE))


def clocks(
    timers: Iterable[TimerRow], names: Mapping[str, Mapping[str, str]]
) -> tuple[Clock, ...]:
    """List the promised deadlines that still run, the earliest first, by the drawn names."""
    running = [timer for timer in timers if timer.ended_at is None and timer.kind != "reminder"]
    return tuple(
        Clock(_name(timer, names), deadline_of(timer))
        for timer in sorted(running, key=lambda each: each.due_at)
    )


def _name(timer: TimerRow, names: Mapping[str, Mapping[str, str]]) -> str:
    language = visit.language()
    activity = words.local(names.get(timer.activity, {}), language)
    return activity or words.local(names.get(timer.element, {}), language, timer.element)
