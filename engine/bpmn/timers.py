"""When a timer is due: literal ISO 8601 or FEEL, counted once, when the timer is armed."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from engine.bpmn import product_functions
from engine.bpmn.expressions import Condition
from engine.core.instants import ZONE
from engine.feel.values import DaysTimeDuration, YearsMonthsDuration

_INSTANT = re.compile(
    r"\d{4}-\d{2}-\d{2}(?:T\d{2}:\d{2}(?::\d{2}(?:[.,]\d+)?)?(?:Z|[+-]\d{2}:?\d{2})?)?"
)
_DURATION = re.compile(
    r"P(?=[\dT])(?:(?P<weeks>\d{1,5})W|(?:(?P<years>\d{1,4})Y)?(?:(?P<months>\d{1,5})M)?"
    r"(?:(?P<days>\d{1,6})D)?(?:T(?=\d)(?:(?P<hours>\d{1,7})H)?(?:(?P<minutes>\d{1,8})M)?"
    r"(?:(?P<seconds>\d{1,9})S)?)?)"
)
_MONTHS_A_YEAR = 12
# to see whether a duration leads to an instant at all
_SOME_DAY = datetime(2026, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Timer:
    """When a timer event happens, as it is written in the diagram."""

    # timeDate | timeDuration
    timing: str
    text: str
    # None where the text is a literal
    expression: Condition | None


def is_literal(text: str) -> bool:
    """Tell whether the whole text is an ISO 8601 instant or duration."""
    return bool(_INSTANT.fullmatch(text) or _DURATION.fullmatch(text))


def fits(timing: str, text: str) -> bool:
    """Tell whether a literal is of the kind that its place asks for, and can be read."""
    spelled = _pattern(timing).fullmatch(text)
    return bool(spelled) and literal_due(text, _SOME_DAY) is not None


def literal_due(text: str, at: datetime) -> datetime | None:
    """Give the instant a literal names, counted from `at`; None where there is no such day.

    Months end on the last day of a shorter month (Civil Code, article 202), in China's time.
    """
    match = _DURATION.fullmatch(text)
    if match is None:
        found = product_functions.instant_of(text)
        return None if found is None else found.astimezone(UTC)
    part = {name: int(number or 0) for name, number in match.groupdict().items()}
    months = part.pop("years") * _MONTHS_A_YEAR + part.pop("months")
    try:
        return _later(at, months) + timedelta(**part)
    except (OverflowError, ValueError):
        return None


def value_due(timing: str, value: object, at: datetime) -> datetime | None:
    """Give the instant a FEEL value names, counted from `at` where it is a duration."""
    if isinstance(value, str):
        return literal_due(value, at) if _pattern(timing).fullmatch(value) else None
    if timing != "timeDuration":
        instant = product_functions.instant_of(value)
        return None if instant is None else instant.astimezone(UTC)
    try:
        if isinstance(value, YearsMonthsDuration):
            return _later(at, value.months)
        if isinstance(value, DaysTimeDuration):
            return at.astimezone(UTC) + timedelta(microseconds=value.nanoseconds // 1000)
    except (OverflowError, ValueError):
        return None
    return None


def _pattern(timing: str) -> re.Pattern[str]:
    return _DURATION if timing == "timeDuration" else _INSTANT


def _later(at: datetime, months: int) -> datetime:
    if not months:
        return at.astimezone(UTC)
    local = at.astimezone(ZONE)
    year, month = divmod(local.year * _MONTHS_A_YEAR + local.month - 1 + months, _MONTHS_A_YEAR)
    day = min(local.day, monthrange(year, month + 1)[1])
    return local.replace(year=year, month=month + 1, day=day).astimezone(UTC)
