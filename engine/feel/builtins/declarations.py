"""Declare built-in functions by the way they are called, as the standard's tables do."""

from collections.abc import Callable, Iterable
from decimal import Decimal
from typing import Any

from engine.feel.budgets import Evaluation
from engine.feel.callables import Parameter, Signature
from engine.feel.problems import Problem
from engine.feel.temporal import (
    MIDNIGHT_UTC,
    Date,
    DateAndTime,
    DaysTimeDuration,
    Time,
    YearsMonthsDuration,
)
from engine.feel.values import Function, Range, kind

# "name(parameter: kind | kind, optional?: kind, nullable: kind?, repeated...: kind)" and the body
Declaration = tuple[str, Callable[..., Any]]

_KINDS: dict[str, tuple[type, ...]] = {
    "number": (Decimal,),
    "string": (str,),
    "boolean": (bool,),
    "date": (Date,),
    "time": (Time,),
    "date and time": (DateAndTime,),
    "duration": (DaysTimeDuration, YearsMonthsDuration),
    "days and time duration": (DaysTimeDuration,),
    "list": (list,),
    "context": (dict,),
    "range": (Range,),
    "function": (Function,),
}


def plain(declarations: Iterable[Declaration]) -> list[tuple[str, Signature]]:
    """Read declarations whose bodies take the arguments only."""
    return [_read(declared, _without_evaluation(body)) for declared, body in declarations]


def costly(declarations: Iterable[Declaration], steps: int) -> list[tuple[str, Signature]]:
    """Read declarations like `plain`, of functions that cost more than a step."""
    return [_read(declared, _with_price(body, steps)) for declared, body in declarations]


def counted(declarations: Iterable[Declaration]) -> list[tuple[str, Signature]]:
    """Read declarations whose bodies take the evaluation first."""
    return [_read(declared, body) for declared, body in declarations]


def packed(declarations: Iterable[Declaration]) -> list[tuple[str, Signature]]:
    """Read declarations of functions of one list, which may be given as several arguments."""
    found = []
    for declared, body in declarations:
        name, signature = _read(declared, _without_evaluation(body))
        found.append((name, Signature(signature.parameters, signature.body, packs=True)))
    return found


def _without_evaluation(body: Callable[..., Any]) -> Callable[..., Any]:
    return lambda _, *arguments: body(*arguments)


def _with_price(body: Callable[..., Any], steps: int) -> Callable[..., Any]:
    def run(evaluation: Evaluation, *arguments: Any) -> Any:
        evaluation.spend(steps)
        return body(*arguments)

    return run


def _read(declared: str, body: Callable[..., Any]) -> tuple[str, Signature]:
    name, _, rest = declared.partition("(")
    texts = [text for text in rest.removesuffix(")").split(", ") if text]
    repeats = any("...:" in text for text in texts)
    return name, Signature(tuple(map(_parameter, texts)), body, repeats)


def _parameter(text: str) -> Parameter:
    name, _, kinds = text.partition(": ")
    nullable = kinds.endswith("?")
    optional = name.endswith("?")
    name = name.removesuffix("?").removesuffix("...")
    kinds = kinds.removesuffix("?")
    if kinds == "any":
        return Parameter(name, None, optional, nullable)
    classes = tuple(each for part in kinds.split(" | ") for each in _KINDS[part])
    return Parameter(name, _accepter(name, classes), optional, nullable)


def _accepter(name: str, classes: tuple[type, ...]) -> Callable[[Any], Any]:
    """Take values of the classes, and those that FEEL converts by itself (10.3.2.9.4)."""

    def accept(value: Any) -> Any:
        if type(value) in classes:
            return value
        if list in classes:
            return [value]
        if isinstance(value, list) and len(value) == 1 and type(value[0]) in classes:
            return value[0]
        if isinstance(value, Date) and DateAndTime in classes:
            return DateAndTime(value, MIDNIGHT_UTC)
        raise Problem("wrong_type", parameter=name, given=kind(value))

    return accept
