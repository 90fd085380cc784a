"""Functions of ranges and points (DMN 1.5, 10.3.4.9), and `range`."""

import re
from collections.abc import Callable
from typing import NamedTuple

from engine.feel import comparisons, temporal_text
from engine.feel.budgets import Evaluation
from engine.feel.builtins.declarations import Declaration
from engine.feel.grammar import names, parser
from engine.feel.grammar.tree import AtLiteral, Call, Literal, Name, Node
from engine.feel.problems import FeelSyntaxError, Problem
from engine.feel.values import Range, Value, kind


class Bound(NamedTuple):
    """An end of a range: how infinite it is, its value, and how far it lies inside."""

    infinite: int
    value: Value
    inset: int


class Interval(NamedTuple):
    """Both ends of a range or of a point."""

    low: Bound
    high: Bound


Relation = Callable[[Interval, Interval, Evaluation], bool]


def _interval(value: Value) -> Interval:
    if not isinstance(value, Range):
        return Interval(Bound(0, value, 0), Bound(0, value, 0))
    low = Bound(-(value.start is None), value.start, int(not value.start_included))
    return Interval(low, Bound(int(value.end is None), value.end, -int(not value.end_included)))


def _compare(one: Bound, other: Bound, evaluation: Evaluation) -> int:
    if one.infinite or other.infinite:
        return one.infinite - other.infinite
    position = comparisons.order(one.value, other.value, evaluation)
    if position is None:
        raise Problem("not_comparable", left=kind(one.value), right=kind(other.value))
    return position or one.inset - other.inset


def _before(one: Interval, other: Interval, evaluation: Evaluation) -> bool:
    return _compare(one.high, other.low, evaluation) < 0


def _meets(one: Interval, other: Interval, evaluation: Evaluation) -> bool:
    both_closed = not one.high.inset and not other.low.inset
    return _compare(one.high, other.low, evaluation) == 0 and both_closed


def _overlaps(one: Interval, other: Interval, evaluation: Evaluation) -> bool:
    return (
        _compare(one.high, other.low, evaluation) >= 0
        and _compare(one.low, other.high, evaluation) <= 0
    )


def _overlaps_before(one: Interval, other: Interval, evaluation: Evaluation) -> bool:
    return (
        _compare(one.low, other.low, evaluation) < 0
        and _compare(one.high, other.low, evaluation) >= 0
        and _compare(one.high, other.high, evaluation) <= 0
    )


def _finishes(one: Interval, other: Interval, evaluation: Evaluation) -> bool:
    return (
        _compare(one.high, other.high, evaluation) == 0
        and _compare(one.low, other.low, evaluation) >= 0
    )


def _starts(one: Interval, other: Interval, evaluation: Evaluation) -> bool:
    return (
        _compare(one.low, other.low, evaluation) == 0
        and _compare(one.high, other.high, evaluation) <= 0
    )


def _during(one: Interval, other: Interval, evaluation: Evaluation) -> bool:
    return (
        _compare(one.low, other.low, evaluation) >= 0
        and _compare(one.high, other.high, evaluation) <= 0
    )


def _coincides(one: Interval, other: Interval, evaluation: Evaluation) -> bool:
    return (
        _compare(one.low, other.low, evaluation) == 0
        and _compare(one.high, other.high, evaluation) == 0
    )


def _turned(relation: Relation) -> Relation:
    return lambda one, other, evaluation: relation(other, one, evaluation)


_POINTS = "point1: any, point2: any"
_POINT_RANGE = "point: any, range: range"
_RANGE_POINT = "range: range, point: any"
_RANGES = "range1: range, range2: range"
_ANYTHING = (
    _POINTS,
    "point: any, range: any",
    "range: any, point: any",
    "range1: any, range2: any",
)
_INTO_RANGE = (_RANGES, _POINT_RANGE)
_OF_RANGE = (_RANGES, _RANGE_POINT)

_RELATIONS: tuple[tuple[str, Relation, tuple[str, ...]], ...] = (
    ("before", _before, _ANYTHING),
    ("after", _turned(_before), _ANYTHING),
    ("meets", _meets, (_RANGES,)),
    ("met by", _turned(_meets), (_RANGES,)),
    ("overlaps", _overlaps, (_RANGES,)),
    ("overlaps before", _overlaps_before, (_RANGES,)),
    ("overlaps after", _turned(_overlaps_before), (_RANGES,)),
    ("finishes", _finishes, _INTO_RANGE),
    ("finished by", _turned(_finishes), _OF_RANGE),
    ("includes", _turned(_during), _OF_RANGE),
    ("during", _during, _INTO_RANGE),
    ("starts", _starts, _INTO_RANGE),
    ("started by", _turned(_starts), _OF_RANGE),
    ("coincides", _coincides, (_POINTS, _RANGES)),
)


def _body(relation: Relation) -> Callable[..., bool]:
    def run(evaluation: Evaluation, one: Value, other: Value) -> bool:
        return relation(_interval(one), _interval(other), evaluation)

    return run


# two dots inside of a string are no part of the range
_RANGE = re.compile(
    r"""\s*([\[(\]])((?:[^".]|\.(?!\.)|"(?:[^"\\]|\\.)*")*)\.\.(.*)([\])\[])\s*""", re.DOTALL
)
_MAKERS = frozenset({"date", "time", "date and time", "duration"})
_TABLES = names.Tables((names.table(_MAKERS),), {})


def _range(evaluation: Evaluation, text: str) -> Range:
    match = _RANGE.fullmatch(text)
    if match is None:
        raise Problem("invalid_literal", text=text)
    opening, first, last, closing = match.groups()
    start, end = _end(first), _end(last)
    if (start is None and opening == "[") or (end is None and closing == "]"):
        raise Problem("endless_range")
    if start is None and end is None:
        raise Problem("endless_range")
    if start is not None and end is not None:
        position = comparisons.order(start, end, evaluation)
        if position is None or position > 0:
            raise Problem("invalid_range", start=kind(start), end=kind(end))
    return Range(
        start,
        end,
        start_included=opening == "[",
        end_included=closing == "]",
    )


def _end(text: str) -> Value:
    """Read one end of a range: nothing, or a literal."""
    if not text.strip():
        return None
    try:
        value = _literal(parser.read_expression(text, _TABLES))
    except FeelSyntaxError as error:
        raise Problem("invalid_literal", text=text) from error
    if type(value) not in comparisons.ORDERED:
        raise Problem("invalid_literal", text=text)
    return value


def _literal(node: Node) -> Value:
    if isinstance(node, Literal):
        return node.value
    if isinstance(node, AtLiteral):
        return temporal_text.read(node.text)
    if not isinstance(node, Call) or not isinstance(node.function, Name):
        return None
    made_from = [each.value for each in node.arguments if isinstance(each, Literal)]
    if node.function.name not in _MAKERS or len(made_from) != len(node.arguments) or not made_from:
        return None
    return temporal_text.read(str(made_from[0])) if len(made_from) == 1 else None


FUNCTIONS: tuple[Declaration, ...] = (
    ("range(from: string)", _range),
    *(
        (f"{name}({parameters})", _body(relation))
        for name, relation, ways in _RELATIONS
        for parameters in ways
    ),
)
