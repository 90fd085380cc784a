"""Count open deadlines again after a decree: in batches, each instance for itself."""

from __future__ import annotations

from collections.abc import Mapping

from engine.commands import moved_dates, moved_deadlines, office_calendars, recording
from engine.commands.deeds import Deed, DeedKind
from engine.commands.engine import Engine
from engine.commands.moved_deadlines import Move
from engine.core import instants
from engine.core.business_calendar import Calendars
from engine.core.people import SYSTEM
from engine.store import locked
from engine.store.queries import calendars, counted_timers
from engine.store.queries.counted_timers import CountedTimer
from engine.store.transaction import Transaction, retried, transaction
from engine.store.writes import calendars as calendar_writes
from engine.store.writes import timers as writes


def run(engine: Engine, limit: int = 500) -> int:
    """Count a batch of open deadlines by the newest calendar files, and give how many it had.

    The rows of the timers say what is left to do, so a batch that was cut short is taken up by the
    next one. A deadline that has ended is never judged anew.
    """
    version = engine.clocks.version
    batch = counted_timers.outdated(engine.store, version, limit)
    if not batch:
        return 0
    before = office_calendars.by_version(engine, {timer.calendar_version for timer in batch})
    counted = [_moved(engine, timer, before) for timer in batch]
    moving = dict.fromkeys(one.timer.instance_id for one in counted if one.old != one.new)
    for instance_id in moving:
        _move_all(engine, instance_id, before)
    _stamp(engine, [one for one in counted if one.timer.instance_id not in moving])
    return len(batch)


def left(engine: Engine) -> int:
    """Count the open deadlines that still wait to be counted again."""
    return counted_timers.how_many_outdated(engine.store, engine.clocks.version)


@retried
def _stamp(engine: Engine, counted: list[Move]) -> None:
    if counted:
        with transaction(engine.store) as tx:
            writes.stamp(tx, [_row(engine, one) for one in counted])


@retried
def _move_all(engine: Engine, instance_id: str, before: Mapping[int, Calendars]) -> None:
    """Move the deadlines of one instance, with an entry in its history for each.

    Whoever counts on a date that moves is told in the same transaction.
    """
    version = engine.clocks.version
    decree = calendars.approved_as(engine.store, version)
    ground = f"{decree.calendar} {decree.year}: {decree.decree}" if decree else "calendar files"
    with transaction(engine.store) as tx:
        locked.process_instance_of(tx, instance_id)
        known = (t for t in counted_timers.outdated_of(tx, instance_id, version))
        counted = [_moved(engine, timer, before) for timer in known]
        moved = [one for one in counted if one.old != one.new]
        for one in moved:
            _record(engine, tx, one, ground)
            writes.move(tx, one.timer.id, instants.text(one.new))
        writes.stamp(tx, [{**_row(engine, one), "of_due": _text(one)} for one in counted])
        moved_dates.tell(tx, moved, decree.decree if decree else "", engine.clock())
        calendar_writes.count_moved(tx, version, len(moved))


def _record(engine: Engine, tx: Transaction, one: Move, ground: str) -> None:
    deed = Deed(
        kind=DeedKind.TIMER_MOVED,
        actor=SYSTEM.id,
        at=engine.clock(),
        element=one.timer.element,
        subject=one.timer.id,
        facts={
            "clock": one.timer.clock,
            "from": one.timer.due_at,
            "to": _text(one),
            "ground": ground,
            "calendar_version": engine.clocks.version,
        },
    )
    recording.record(tx, locked.process_instance_of(tx, one.timer.instance_id), {}, deed)


def _moved(engine: Engine, timer: CountedTimer, before: Mapping[int, Calendars]) -> Move:
    known = before.get(timer.calendar_version, engine.clocks.calendars)
    return moved_deadlines.move(timer, known, engine.clocks.calendars)


def _row(engine: Engine, one: Move) -> dict[str, object]:
    return {
        "of_id": one.timer.id,
        "of_due": one.timer.due_at,
        "provisional": int(one.provisional),
        "version": engine.clocks.version,
    }


def _text(one: Move) -> str:
    return instants.text(one.new)
