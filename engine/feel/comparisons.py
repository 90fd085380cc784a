"""Equality and order of values; None where FEEL gives no answer (DMN 1.5, 10.3.2.13)."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from engine.feel.budgets import Evaluation
from engine.feel.temporal import (
    Date,
    DateAndTime,
    DaysTimeDuration,
    Time,
    YearsMonthsDuration,
)
from engine.feel.temporal_arithmetic import instant, instant_of_day
from engine.feel.values import KINDS, Range, Value, adopt, kind

ORDERED = frozenset({Decimal, str, Date, Time, DateAndTime, DaysTimeDuration, YearsMonthsDuration})


def equal(left: Value, right: Value, evaluation: Evaluation) -> bool | None:
    """Compare two values; of different types gives null, with null gives false."""
    if type(left) not in KINDS or type(right) not in KINDS:
        left, right = adopt(left), adopt(right)
    if left is None or right is None:
        return left is right
    if type(left) is not type(right):
        evaluation.warn("not_comparable", left=kind(left), right=kind(right))
        return None
    compare = _EQUALITIES.get(type(left))
    if compare is not None:
        return compare(left, right, evaluation)
    return bool(left == right)


def same(left: Value, right: Value, evaluation: Evaluation) -> bool:
    """Say whether two values are equal for sure."""
    if type(left) is not type(right) and type(left) in KINDS and type(right) in KINDS:
        return False
    return equal(left, right, evaluation) is True


def order(left: Value, right: Value, evaluation: Evaluation) -> int | None:
    """Give a number below, at or above 0 as left is before, at or after right."""
    if type(left) not in KINDS or type(right) not in KINDS:
        left, right = adopt(left), adopt(right)
    if type(left) is not type(right) or type(left) not in ORDERED:
        evaluation.warn("not_comparable", left=kind(left), right=kind(right))
        return None
    first: Any = left
    second: Any = right
    if isinstance(left, Time | DateAndTime):
        count: Callable[[Any], tuple[bool, int]] = (
            instant_of_day if isinstance(left, Time) else instant
        )
        (one_has, first), (other_has, second) = count(left), count(right)
        if one_has != other_has:
            evaluation.warn("offset_missing", left=kind(left), right=kind(right))
            return None
    return -1 if first < second else int(first > second)


def contains(interval: Range, value: Value, evaluation: Evaluation) -> bool | None:
    """Say whether a value lies in a range."""
    if value is None:
        evaluation.warn("null_in_range")
        return None
    if interval.start is not None:
        position = order(value, interval.start, evaluation)
        if position is None:
            return None
        if position < 0 or (position == 0 and not interval.start_included):
            return False
    if interval.end is None:
        return True
    position = order(value, interval.end, evaluation)
    return None if position is None else position < 0 or (position == 0 and interval.end_included)


def _equal_lists(left: list[Value], right: list[Value], evaluation: Evaluation) -> bool:
    if len(left) != len(right):
        return False
    evaluation.spend(len(left))
    return all(same(one, other, evaluation) for one, other in zip(left, right, strict=True))


def _equal_contexts(
    left: dict[str, Value], right: dict[str, Value], evaluation: Evaluation
) -> bool:
    if left.keys() != right.keys():
        return False
    evaluation.spend(len(left))
    return all(same(entry, right[name], evaluation) for name, entry in left.items())


def _equal_ranges(left: Range, right: Range, evaluation: Evaluation) -> bool:
    return (
        left.start_included == right.start_included
        and left.end_included == right.end_included
        and same(left.start, right.start, evaluation)
        and same(left.end, right.end, evaluation)
    )


_EQUALITIES: dict[type, Callable[[Any, Any, Evaluation], bool]] = {
    list: _equal_lists,
    dict: _equal_contexts,
    Range: _equal_ranges,
    Time: lambda left, right, _: instant_of_day(left) == instant_of_day(right),
    DateAndTime: lambda left, right, _: instant(left) == instant(right),
}
