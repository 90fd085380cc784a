"""From the rows of timers to deadlines on a page."""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping
from dataclasses import replace

from engine.commands import bound_parties
from engine.commands.compiled_definitions import CompiledDefinition
from engine.core import instants
from engine.core.deadlines import TOLD
from engine.store.queries.timers import TimerRow
from web import deadlines, visit, words
from web.deadlines import Counted, Deadline, Reader
from web.pieces import Clock

_PROVINCE = "520000"
_FIRED = "fired"


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


def of_task(compiled: CompiledDefinition, row: TimerRow, task: tuple[str, str]) -> Deadline:
    """Write the deadline that counts for a task (process and element).

    One that only the case has is told as such: it does not say by when the task is to be done.
    """
    found = deadline_of(row)
    if not bound_parties.is_of_case(compiled, row, task):
        return found
    name = _name(row, compiled.names)
    return replace(found, of_case=words.say("deadline.of_case", visit.language(), name=name))


def reader(calendar: str = "") -> Reader:
    """Give the guest of this request as a reader of deadlines by a calendar."""
    calendars = visit.engine().clocks.calendars
    return Reader(visit.now(), visit.language(), calendars.calendar(calendar or _PROVINCE))


def at(deadline: Deadline) -> str:
    """Write the date of a deadline in a sentence, marked where it is provisional."""
    if not deadline.provisional:
        return deadline.at
    return words.say("deadline.at_provisional", visit.language(), at=deadline.at)


def is_open(timer: TimerRow, waiting: Container[str] = ()) -> bool:
    """Tell a deadline that runs, or was missed by what still waits."""
    return timer.ended_at is None or (timer.ending == _FIRED and timer.activity in waiting)


def once(rows: Iterable[TimerRow], waiting: Container[str] = ()) -> tuple[TimerRow, ...]:
    """Leave one row of each legal clock: the one that runs and ends first, else the last kept.

    What a case went through twice is told once.
    """
    chosen: dict[str, TimerRow] = {}
    for row in sorted(rows, key=lambda each: each.due_at, reverse=True):
        if row.kind in TOLD or not (is_open(row, waiting) or row.ending != _FIRED):
            continue
        key = row.clock or row.element
        if key not in chosen or is_open(row, waiting):
            chosen[key] = row
    return tuple(chosen.values())


def clocks(
    timers: Iterable[TimerRow],
    names: Mapping[str, Mapping[str, str]],
    waiting: Container[str] = (),
) -> tuple[Clock, ...]:
    """List the promised deadlines by name: missed, running, then kept ones.

    `waiting` are the elements that the case waits on: a missed deadline is told while it lasts.
    """
    promised = sorted(
        (timer for timer in timers if timer.kind not in TOLD),
        key=lambda each: (each.ended_at is not None and each.ending != _FIRED, each.due_at),
    )
    shown = ((timer, _shown(timer, waiting)) for timer in promised)
    return tuple(Clock(_name(timer, names), piece) for timer, piece in shown if piece is not None)


def _shown(timer: TimerRow, waiting: Container[str]) -> Deadline | None:
    if timer.ended_at is None or is_open(timer, waiting):
        return deadline_of(timer)
    if timer.ending == _FIRED:
        return None
    return deadlines.kept(instants.parse(timer.ended_at), reader(timer.calendar))


def _name(timer: TimerRow, names: Mapping[str, Mapping[str, str]]) -> str:
    language, known = visit.language(), f"clock.{timer.clock}"
    if words.known(known, language):
        return words.say(known, language)
    activity = words.local(names.get(timer.activity, {}), language)
    return activity or words.local(names.get(timer.element, {}), language, timer.element)
