"""Values of FEEL, and the way into and out of JSON, text and Python's own types.

Null, boolean and string are None, bool and str; a number is a Decimal, a list a list, a context
a dict with str keys. The other types are classes of their own, here or in `temporal`.
"""

import datetime
import json
import math
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, TypeAlias

from engine.feel import numbers, temporal_text, zones
from engine.feel.budgets import Evaluation
from engine.feel.callables import Function
from engine.feel.temporal import (
    Date,
    DateAndTime,
    DaysTimeDuration,
    Time,
    YearsMonthsDuration,
)

__all__ = [
    "Date",
    "DateAndTime",
    "DaysTimeDuration",
    "Function",
    "Range",
    "Time",
    "Value",
    "YearsMonthsDuration",
    "adopt",
    "from_json",
    "kind",
    "string",
    "to_json",
    "to_json_text",
    "to_python",
]

# Which kind a value is, is asked when it is used: that is what FEEL is like.
Value: TypeAlias = Any


@dataclass(frozen=True, slots=True)
class Range:
    """An interval; None as an end means that it is open there."""

    start: Value
    end: Value
    start_included: bool = True
    end_included: bool = True


KINDS: dict[type, str] = {
    type(None): "null",
    Decimal: "number",
    str: "string",
    bool: "boolean",
    Date: "date",
    Time: "time",
    DateAndTime: "date and time",
    DaysTimeDuration: "days and time duration",
    YearsMonthsDuration: "years and months duration",
    list: "list",
    dict: "context",
    Range: "range",
    Function: "function",
}
# more than any decimal of FEEL can hold
_MOST_BITS = 20_000
_INTEGER_DIGITS = 40
# half of a character, which no encoding can write
_LONE_SURROGATE = re.compile("[\ud800-\udfff]")
TEMPORAL = (Date, Time, DateAndTime, DaysTimeDuration, YearsMonthsDuration)


def kind(value: Value) -> str:
    """Name the type of a value as FEEL does."""
    return KINDS.get(type(value), "unknown")


def adopt(value: object) -> Value:
    """Take a value of Python's own types for one of FEEL; what FEEL cannot hold becomes null."""
    if type(value) in KINDS:
        return value if type(value) is not Decimal or value.is_finite() else None
    if isinstance(value, Mapping):
        return {str(key): entry for key, entry in value.items()}
    if isinstance(value, tuple | set | frozenset | list):
        return list(value)
    if isinstance(value, datetime.date | datetime.time | datetime.timedelta):
        return _adopt_temporal(value)
    return str(value) if isinstance(value, str) else _adopt_number(value)


def to_python(value: Value) -> object:
    """Give a date, time or days and time duration as Python's own; others, and far ones, as is."""
    if isinstance(value, Date):
        return _python_date(value) or value
    if isinstance(value, Time):
        return _python_time(value)
    if isinstance(value, DateAndTime):
        day = _python_date(value.date)
        return value if day is None else datetime.datetime.combine(day, _python_time(value.time))
    if isinstance(value, DaysTimeDuration):
        return _python_duration(value)
    return value


def from_json(value: object) -> Value:
    """Take a parsed JSON value: all numbers become decimals."""
    if isinstance(value, dict):
        return {str(key): from_json(entry) for key, entry in value.items()}
    if isinstance(value, list):
        return [from_json(item) for item in value]
    if isinstance(value, Decimal):
        # up to 34 digits, and none that are too large
        return numbers.read(str(value)) if value.is_finite() else None
    return adopt(value)


def to_json(value: Value) -> Any:
    """Give a JSON value: numbers as int, or float where its digits are the same, else Decimal.

    Dates, times, durations, ranges and functions are their `string` text.
    """
    if value is None or isinstance(value, bool | str):
        return value
    if isinstance(value, Decimal):
        return _json_number(value)
    if isinstance(value, Mapping):
        return {str(key): to_json(entry) for key, entry in value.items()}
    if isinstance(value, list | tuple):
        return [to_json(item) for item in value]
    return string(adopt(value))


def to_json_text(value: Value) -> str:
    """Write a value as JSON text in one line, numbers with all their digits."""
    if isinstance(value, Decimal):
        return numbers.text(value)
    if isinstance(value, Mapping):
        entries = (f"{_quote(str(key))}: {to_json_text(entry)}" for key, entry in value.items())
        return f"{{{', '.join(entries)}}}"
    if isinstance(value, list | tuple):
        return f"[{', '.join(map(to_json_text, value))}]"
    if isinstance(value, str):
        return _quote(value)
    if value is None or isinstance(value, bool):
        return json.dumps(value)
    return to_json_text(adopt(value)) if type(value) not in KINDS else _quote(string(value))


def string(value: Value, evaluation: Evaluation | None = None) -> str:
    """Write a value as the function `string` does; inside lists strings stand in quotes."""
    if isinstance(value, str):
        return value
    return _literal(value, Evaluation() if evaluation is None else evaluation, nested=False)


def _literal(value: Value, evaluation: Evaluation, *, nested: bool = True) -> str:
    evaluation.spend(1)
    if isinstance(value, TEMPORAL):
        text = temporal_text.write(value)
        return f'@"{text}"' if nested else text
    write = _LITERALS.get(type(value))
    return _literal(adopt(value), evaluation) if write is None else write(value, evaluation)


def _string_literal(value: str, evaluation: Evaluation) -> str:
    evaluation.spend(len(value) // 64)
    return _quote(value)


def _list_literal(value: list[Value], evaluation: Evaluation) -> str:
    return f"[{', '.join([_literal(item, evaluation) for item in value])}]"


def _context_literal(value: dict[str, Value], evaluation: Evaluation) -> str:
    entries = [f"{_key(name)}: {_literal(entry, evaluation)}" for name, entry in value.items()]
    return f"{{{', '.join(entries)}}}"


def _range_literal(value: Range, evaluation: Evaluation) -> str:
    if value.start is None:
        return f"(<{'=' if value.end_included else ''}{_literal(value.end, evaluation)})"
    if value.end is None:
        return f"(>{'=' if value.start_included else ''}{_literal(value.start, evaluation)})"
    opening, closing = "[" if value.start_included else "(", "]" if value.end_included else ")"
    ends = f"{_literal(value.start, evaluation)}..{_literal(value.end, evaluation)}"
    return f"{opening}{ends}{closing}"


_LITERALS: dict[type, Callable[[Any, Evaluation], str]] = {
    type(None): lambda value, _: "null",
    bool: lambda value, _: "true" if value else "false",
    Decimal: lambda value, _: numbers.text(value),
    str: _string_literal,
    list: _list_literal,
    dict: _context_literal,
    Range: _range_literal,
    Function: lambda value, _: f"function({', '.join(value.parameters)})",
}


def _key(name: str) -> str:
    return name if name.isidentifier() else _quote(name)


def _quote(text: str) -> str:
    return json.dumps(_LONE_SURROGATE.sub("\ufffd", text), ensure_ascii=False)


def _json_number(value: Decimal) -> int | float | Decimal | None:
    if not value.is_finite():
        return None
    if value == value.to_integral_value() and value.adjusted() < _INTEGER_DIGITS:
        return int(value)
    nearest = float(value)
    return nearest if math.isfinite(nearest) and Decimal(repr(nearest)) == value else value


def _adopt_number(value: object) -> Decimal | None:
    if isinstance(value, int):
        small = value.bit_length() < _MOST_BITS
        return numbers.read(str(value)) if small else None
    if isinstance(value, float) and math.isfinite(value):
        return numbers.read(repr(float(value)))
    return None


def _adopt_temporal(value: datetime.date | datetime.time | datetime.timedelta) -> Value:
    if isinstance(value, datetime.timedelta):
        return DaysTimeDuration(value // datetime.timedelta(microseconds=1) * 1000)
    if isinstance(value, datetime.datetime):
        return DateAndTime(_adopt_date(value.date()), _adopt_time(value.timetz(), value))
    return _adopt_time(value, None) if isinstance(value, datetime.time) else _adopt_date(value)


def _adopt_date(value: datetime.date) -> Date:
    return Date(value.year, value.month, value.day)


def _adopt_time(value: datetime.time, moment: datetime.datetime | None) -> Time:
    parts = value.hour, value.minute, value.second, value.microsecond * 1000
    zone = getattr(value.tzinfo, "key", None)
    if isinstance(zone, str):
        return Time(*parts, None, zone)
    offset = value.utcoffset() if moment is None else moment.utcoffset()
    return Time(*parts, None if offset is None else int(offset.total_seconds()))


def _python_date(value: Date) -> datetime.date | None:
    if not datetime.MINYEAR <= value.year <= datetime.MAXYEAR:
        return None
    return datetime.date(value.year, value.month, value.day)


def _python_duration(value: DaysTimeDuration) -> datetime.timedelta | DaysTimeDuration:
    try:
        return datetime.timedelta(microseconds=value.nanoseconds // 1000)
    except OverflowError:
        return value


def _python_time(value: Time) -> datetime.time:
    zone: datetime.tzinfo | None = None
    if value.zone is not None:
        zone = zones.find(value.zone)
    elif value.offset is not None:
        zone = datetime.timezone(datetime.timedelta(seconds=value.offset))
    return datetime.time(
        value.hour, value.minute, value.second, value.nanosecond // 1000, tzinfo=zone
    )
