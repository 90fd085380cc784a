"""When operators are alarmed: what was measured, what is too much, and how often it is told."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from engine.core import instants
from engine.core.instants import ZONE

_OCTOBER, _DECEMBER = 10, 12
_DAY = timedelta(days=1)
# facts that are the text of an instant
INSTANTS = frozenset(["due", "since"])


class AlarmKind(StrEnum):
    """What an alarm is about; the runbook has a section for each."""

    TIMER_LATE = "timer_late"
    OUTBOX_GROWS = "outbox_grows"
    INCIDENT_OPEN = "incident_open"
    CALENDAR_YEAR_MISSING = "calendar_year_missing"
    DISK_FULL = "disk_full"
    BACKUP_OLD = "backup_old"
    HISTORY_UNVERIFIED = "history_unverified"


@dataclass(frozen=True, slots=True)
class Limits:
    """From where on something is an alarm; None for never."""

    # a timer that should have fired so long ago
    timer_late: timedelta = timedelta(minutes=5)
    # so many service tasks that have waited so long, or one that nobody has taken up
    outbox_waits: timedelta = timedelta(minutes=10)
    outbox_steps: int = 20
    incident_open: timedelta = timedelta(hours=4)
    # bytes that must be free
    disk_free: int = 1_000_000_000
    # folder whose disk is watched, "" for that of an SQLite database
    disk_folder: str = ""
    backup_age: timedelta | None = timedelta(days=2)
    verified_age: timedelta | None = None


@dataclass(frozen=True, slots=True)
class Measured:
    """How things stand; None where there is nothing, or nothing to know."""

    now: datetime
    oldest_due_timer: datetime | None = None
    # service tasks that have waited longer than the limit, incidents not among them
    waiting_long: int = 0
    # since when the longest ready service task could have been run
    oldest_ready: datetime | None = None
    oldest_incident: datetime | None = None
    incidents: int = 0
    # years without a national decree among this one and the next
    undecreed: tuple[int, ...] = ()
    disk_free: int | None = None
    # first case of the office, None before it
    at_work_since: datetime | None = None
    backed_up: datetime | None = None
    verified: datetime | None = None


@dataclass(frozen=True, slots=True)
class Cause:
    """Something that is too much: one alarm for each kind and subject."""

    kind: AlarmKind
    subject: str = ""
    # numbers and instants as text; nothing personal
    facts: Mapping[str, Any] = field(default_factory=dict)


def causes(measured: Measured, limits: Limits) -> tuple[Cause, ...]:
    """List everything that is too much."""
    return (
        *_of_work(measured, limits),
        *_of_calendars(measured),
        *_of_keeping(measured, limits),
    )


def is_told_again(kind: AlarmKind, told: datetime, now: datetime) -> bool:
    """Tell whether a mail about an alarm that nobody has acknowledged goes out once more.

    Each day; a missing calendar year only from 1 December on, when the year is near.
    """
    if kind is AlarmKind.CALENDAR_YEAR_MISSING and not _is_december(now):
        return False
    return now - told >= _DAY


def _of_work(measured: Measured, limits: Limits) -> Iterator[Cause]:
    now, oldest = measured.now, measured.oldest_due_timer
    if oldest is not None and now - oldest >= limits.timer_late:
        yield Cause(AlarmKind.TIMER_LATE, facts={"due": instants.text(oldest)})
    ready = measured.oldest_ready
    is_left = ready is not None and now - ready >= limits.outbox_waits
    if is_left or measured.waiting_long >= limits.outbox_steps:
        yield Cause(AlarmKind.OUTBOX_GROWS, facts={"number": max(1, measured.waiting_long)})
    incident = measured.oldest_incident
    if incident is not None and now - incident >= limits.incident_open:
        facts = {"number": measured.incidents, "since": instants.text(incident)}
        yield Cause(AlarmKind.INCIDENT_OPEN, facts=facts)


def _of_calendars(measured: Measured) -> Iterator[Cause]:
    local = measured.now.astimezone(ZONE)
    for year in measured.undecreed:
        if year <= local.year or local.month >= _OCTOBER:
            yield Cause(AlarmKind.CALENDAR_YEAR_MISSING, str(year), {"year": year})


def _of_keeping(measured: Measured, limits: Limits) -> Iterator[Cause]:
    if measured.disk_free is not None and measured.disk_free < limits.disk_free:
        # rounded, so that an open alarm does not change with every byte
        facts = {"free": measured.disk_free // 1_000_000, "limit": limits.disk_free // 1_000_000}
        yield Cause(AlarmKind.DISK_FULL, facts=facts)
    for kind, done, age in (
        (AlarmKind.BACKUP_OLD, measured.backed_up, limits.backup_age),
        (AlarmKind.HISTORY_UNVERIFIED, measured.verified, limits.verified_age),
    ):
        since = done or measured.at_work_since
        if age is not None and since is not None and measured.now - since >= age:
            yield Cause(kind, facts={"since": instants.text(since), "never": done is None})


def _is_december(now: datetime) -> bool:
    return instants.day(now).month == _DECEMBER
