"""The functions that the product adds to FEEL: legal counts of days, and dated settings."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta, timezone
from decimal import Decimal
from typing import Any

from engine.core import instants
from engine.core.clocks import Clocks, Count
from engine.core.deadlines import Deadline, Unit
from engine.core.errors import InvalidInput
from engine.core.instants import ZONE
from engine.core.office_settings import OfficeSettings
from engine.core.surroundings import Surroundings
from engine.feel import functions as feel_functions
from engine.feel import values
from engine.feel.problems import Problem

# name in FEEL -> what it counts
COUNTS = {
    "working days after": Unit.WORKING,
    "calendar days after": Unit.CALENDAR,
    "opening of working day after": Unit.OPENING,
}
# those that end where a day ends, as a legal deadline does
ENDING = frozenset(["working days after", "calendar days after"])
# name in FEEL of the working days of a pause
BETWEEN = "working days between"
# name in FEEL of the dated settings of the office
SETTING = "setting"
NAMES: frozenset[str] = frozenset([*COUNTS, BETWEEN, SETTING])

Listener = Callable[[Deadline, Count], None]


def functions(
    clocks: Clocks,
    like: Count | None = None,
    listener: Listener | None = None,
    names: frozenset[str] = frozenset([*COUNTS, BETWEEN]),
) -> Mapping[str, Any]:
    """Make the functions for one place: `like` says which unit acts and how its day ends.

    Each deadline that is counted is told to the listener. A function gives null for what cannot
    be counted: a missing origin, a number below 1, an unknown calendar. The working days between
    two instants are 0 where one is missing or the second is earlier. `names` are those wanted.
    """
    place = like or Count(Unit.WORKING, 1)
    between = {BETWEEN: _pause(clocks, place)} if BETWEEN in names else {}
    return between | {
        name: replace(
            feel_functions.function(
                _counter(clocks, replace(place, kind=kind), listener), ("from", "n", "calendar?")
            ),
            name=name,
        )
        for name, kind in COUNTS.items()
        if name in names
    }


def dated(settings: OfficeSettings, at: datetime) -> Mapping[str, Any]:
    """Make `setting(name)`, which gives the value in force, at `at` or at the instant named."""

    def setting(name: Any, when: Any = None) -> Any:
        instant = at if when is None else instant_of(when)
        if instant is None:
            raise Problem("function_failed", reason="no date to look a setting up at")
        try:
            value = settings.at(str(name), instants.day(instant))
        except InvalidInput as refused:
            raise Problem("function_failed", reason=f"no setting {name}") from refused
        return list(value) if isinstance(value, tuple) else value

    return {SETTING: feel_functions.function(setting, ("name", "at?"))}


def asked_for(
    names: frozenset[str],
    surroundings: Surroundings,
    like: Count,
    listener: Listener | None = None,
) -> Mapping[str, Any]:
    """Make those functions that an expression of a diagram names."""
    wanted, clocks = names & NAMES, surroundings.clocks
    if not wanted:
        return {}
    made = functions(clocks, like, listener, wanted)
    return {**made, **dated(clocks.settings, surroundings.at)} if SETTING in wanted else made


def known(clocks: Clocks, at: datetime) -> Mapping[str, Any]:
    """Make everything that the product adds to FEEL, for one instant; counts for the province."""
    return {**clock(at), **functions(clocks), **dated(clocks.settings, at)}


def instant_of(value: object) -> datetime | None:
    """Take a FEEL or JSON value for an aware instant; a day is its first moment in China."""
    if isinstance(value, str):
        return _parsed(value.strip())
    plain = values.to_python(value)
    if isinstance(plain, datetime):
        return plain if plain.tzinfo else plain.replace(tzinfo=ZONE)
    return instants.begin_of(plain) if isinstance(plain, date) else None


def _parsed(text: str) -> datetime | None:
    try:
        instant = datetime.fromisoformat(text)
    except ValueError:
        return None
    return instant if instant.tzinfo else instant.replace(tzinfo=ZONE)


def _counter(clocks: Clocks, place: Count, listener: Listener | None) -> Callable[..., Any]:
    def count(origin: Any, days: Any, calendar: Any = None) -> Any:
        start = instant_of(origin)
        if start is None:
            raise Problem("function_failed", reason="no date to count from")
        if not isinstance(days, int | Decimal) or days != int(days):
            raise Problem("function_failed", reason="no whole number of days")
        named = calendar if isinstance(calendar, str) else ""
        asked = replace(place, days=int(days), calendar=named)
        try:
            deadline = clocks.deadline(start, asked)
        except InvalidInput as refused:
            raise Problem("function_failed", reason=str(refused)) from refused
        if listener is not None:
            listener(deadline, asked)
        return values.adopt(_local(deadline.due))

    return count


def _pause(clocks: Clocks, place: Count) -> Any:
    def between(start: Any, end: Any, calendar: Any = None) -> int:
        first, last = instant_of(start), instant_of(end)
        if first is None or last is None:
            return 0
        named = calendar if isinstance(calendar, str) else ""
        try:
            return clocks.working_days_between(first, last, replace(place, calendar=named))
        except InvalidInput as refused:
            raise Problem("function_failed", reason=str(refused)) from refused

    made = feel_functions.function(between, ("from", "to", "calendar?"))
    return replace(made, name=BETWEEN)


def clock(at: datetime) -> Mapping[str, Any]:
    """Make `now` and `today` for one instant, as the clock on the wall in China has it."""
    return feel_functions.clock(_local(at))


def _local(instant: datetime) -> datetime:
    """Give an instant with China's offset, which any reader of ISO 8601 understands."""
    there = instant.astimezone(ZONE)
    return there.replace(tzinfo=timezone(there.utcoffset() or timedelta()))
