"""Functions that turn values into others, and `not` and `is` (DMN 1.5, 10.3.4.1, 10.3.4.2)."""

import re
from decimal import Decimal
from functools import partial

from engine.feel import numbers, values
from engine.feel.budgets import Evaluation
from engine.feel.builtins.declarations import Declaration
from engine.feel.problems import Problem
from engine.feel.values import Value

_NUMBER = re.compile(r"-?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]{1,6})?")
_GROUPINGS = (" ", ",", ".", None)
_POINTS = (".", ",", None)


def _number(text: str | Decimal, grouping: str | None = None, point: str | None = None) -> Decimal:
    if isinstance(text, Decimal):
        return text
    if grouping not in _GROUPINGS or point not in _POINTS:
        raise Problem("invalid_separator")
    if grouping is not None and grouping == point:
        raise Problem("invalid_separator")
    plain = text if grouping is None else text.replace(grouping, "")
    plain = plain if point in (None, ".") else _with_point(plain, str(point))
    value = numbers.read(plain) if _NUMBER.fullmatch(plain) else None
    if value is None:
        raise Problem("invalid_number", text=text)
    return value


def _with_point(text: str, point: str) -> str:
    if "." in text:
        raise Problem("invalid_number", text=text)
    return text.replace(point, ".")


def _string(evaluation: Evaluation, value: Value) -> str | None:
    return None if value is None else values.string(value, evaluation)


def _not(value: Value) -> bool | None:
    return None if not isinstance(value, bool) else not value


def _is(evaluation: Evaluation, one: Value = None, other: Value = None) -> bool:
    """Say whether two values are the same element of the same domain: equal in every part."""
    if type(one) is not type(other):
        return False
    if isinstance(one, list):
        evaluation.spend(len(one))
        return len(one) == len(other) and all(map(partial(_is, evaluation), one, other))
    if isinstance(one, dict):
        evaluation.spend(len(one))
        return one.keys() == other.keys() and all(
            _is(evaluation, entry, other[name]) for name, entry in one.items()
        )
    return bool(one == other)


FUNCTIONS: tuple[Declaration, ...] = (
    (
        "number(from: string | number, grouping separator?: string?, decimal separator?: string?)",
        _number,
    ),
    ("not(negand: any?)", _not),
)
COUNTED: tuple[Declaration, ...] = (
    ("string(from: any?)", _string),
    ("is(value1?: any?, value2?: any?)", _is),
)
