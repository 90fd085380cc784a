"""Plain Python functions as functions of FEEL."""

import datetime
from collections.abc import Callable
from typing import Any

from engine.feel.budgets import Evaluation
from engine.feel.callables import Function, Parameter, Signature
from engine.feel.problems import Problem
from engine.feel.temporal import DateAndTime
from engine.feel.values import Value, adopt

_FAILURES = (ArithmeticError, AttributeError, LookupError, TypeError, ValueError)


def function(
    plain: Callable[..., Any], parameters: tuple[str, ...], *, evaluation: bool = False
) -> Function:
    """Wrap a plain function, so that it can stand in `variables` under any name.

    It is called with FEEL values in the order of its parameters; a parameter that ends in `?` may
    be left out and is None then. The result may be of Python's own types. It may raise
    `Problem(code, ...)` to give null with a warning; where it fails on its arguments, FEEL sees
    null and the warning `function_failed`. With `evaluation` it gets the running Evaluation first.
    """

    def run(running: Evaluation, *arguments: Value) -> Value:
        given = (running, *arguments) if evaluation else arguments
        try:
            return adopt(plain(*given))
        except _FAILURES as failure:
            raise Problem("function_failed", reason=str(failure)) from failure

    declared = tuple(
        Parameter(name.removesuffix("?"), optional=name.endswith("?")) for name in parameters
    )
    name = getattr(plain, "__name__", "function")
    return Function(name, (Signature(declared, _padded(run, len(declared))),))


def clock(now: datetime.datetime) -> dict[str, Function]:
    """Give `now` and `today`, to be put into the variables: FEEL itself reads no clock."""
    moment: DateAndTime = adopt(now)
    return {
        "now": function(lambda: moment, ()),
        "today": function(lambda: moment.date, ()),
    }


def _padded(run: Callable[..., Value], count: int) -> Callable[..., Value]:
    def padded(running: Evaluation, *arguments: Value) -> Value:
        return run(running, *arguments, *[None] * (count - len(arguments)))

    return padded
