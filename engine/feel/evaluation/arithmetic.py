"""Sums, products and powers, of numbers and of everything else that has them."""

import decimal
from collections.abc import Callable
from decimal import Decimal
from typing import Any

from engine.feel import temporal_arithmetic as temporal
from engine.feel.budgets import Evaluation
from engine.feel.evaluation.compiling import Compiled, Compiler
from engine.feel.evaluation.scopes import Scope
from engine.feel.grammar.tree import Arithmetic, Negation
from engine.feel.numbers import CONTEXT
from engine.feel.problems import Problem
from engine.feel.temporal import (
    Date,
    DateAndTime,
    DaysTimeDuration,
    Time,
    YearsMonthsDuration,
)
from engine.feel.values import Value, kind

# steps of a power, and of a search in a table of time zones
_LONGER = 20

Operation = Callable[[Any, Any], Value]

# wide enough for any duration in nanoseconds times any number
_WIDE = decimal.Context(prec=90, rounding=decimal.ROUND_DOWN, Emin=-9999, Emax=9999)


def _swapped(operation: Operation) -> Operation:
    return lambda left, right: operation(right, left)


def _negated(value: Any) -> Any:
    if isinstance(value, DaysTimeDuration):
        return DaysTimeDuration(-value.nanoseconds)
    return YearsMonthsDuration(-value.months)


def _backwards(operation: Operation) -> Operation:
    return lambda left, right: operation(left, _negated(right))


def _scaled_days(duration: DaysTimeDuration, factor: Decimal) -> Value:
    return temporal.days_time_duration(int(_WIDE.multiply(Decimal(duration.nanoseconds), factor)))


def _scaled_months(duration: YearsMonthsDuration, factor: Decimal) -> Value:
    return temporal.years_months_duration(int(_WIDE.multiply(Decimal(duration.months), factor)))


def _divided_days(duration: DaysTimeDuration, divisor: Decimal) -> Value:
    return temporal.days_time_duration(int(_WIDE.divide(Decimal(duration.nanoseconds), divisor)))


def _divided_months(duration: YearsMonthsDuration, divisor: Decimal) -> Value:
    return temporal.years_months_duration(int(_WIDE.divide(Decimal(duration.months), divisor)))


def power(base: Decimal, exponent: Decimal) -> Decimal:
    """Raise a number to a power."""
    return Decimal(1) if not exponent else CONTEXT.power(base, exponent)


_SUMS_WITH_DURATIONS: dict[tuple[type, type], Operation] = {
    (Date, DaysTimeDuration): temporal.add_to_date,
    (Date, YearsMonthsDuration): temporal.add_months_to_date,
    (Time, DaysTimeDuration): temporal.add_to_time,
    (DateAndTime, DaysTimeDuration): temporal.add_to_moment,
    (DateAndTime, YearsMonthsDuration): temporal.add_months_to_moment,
}
_INSTANTS: dict[type, Callable[[Any], tuple[bool, int]]] = {
    Date: temporal.midnight,
    DateAndTime: temporal.instant,
    Time: temporal.instant_of_day,
}


def _elapsed(left: Any, right: Any) -> Value:
    return temporal.difference(_INSTANTS[type(left)](left), _INSTANTS[type(right)](right))


_ADDITION: dict[tuple[type, type], Operation] = {
    (Decimal, Decimal): CONTEXT.add,
    (str, str): lambda left, right: left + right,
    (DaysTimeDuration, DaysTimeDuration): lambda left, right: temporal.days_time_duration(
        left.nanoseconds + right.nanoseconds
    ),
    (YearsMonthsDuration, YearsMonthsDuration): lambda left, right: temporal.years_months_duration(
        left.months + right.months
    ),
    **_SUMS_WITH_DURATIONS,
    **{(right, left): _swapped(add) for (left, right), add in _SUMS_WITH_DURATIONS.items()},
}
_SUBTRACTION: dict[tuple[type, type], Operation] = {
    (Decimal, Decimal): CONTEXT.subtract,
    (DaysTimeDuration, DaysTimeDuration): lambda left, right: temporal.days_time_duration(
        left.nanoseconds - right.nanoseconds
    ),
    (YearsMonthsDuration, YearsMonthsDuration): lambda left, right: temporal.years_months_duration(
        left.months - right.months
    ),
    **{types: _backwards(add) for types, add in _SUMS_WITH_DURATIONS.items()},
    (Time, Time): _elapsed,
    **{(one, other): _elapsed for one in (Date, DateAndTime) for other in (Date, DateAndTime)},
}
_MULTIPLICATION: dict[tuple[type, type], Operation] = {
    (Decimal, Decimal): CONTEXT.multiply,
    (DaysTimeDuration, Decimal): _scaled_days,
    (Decimal, DaysTimeDuration): _swapped(_scaled_days),
    (YearsMonthsDuration, Decimal): _scaled_months,
    (Decimal, YearsMonthsDuration): _swapped(_scaled_months),
}
_DIVISION: dict[tuple[type, type], Operation] = {
    (Decimal, Decimal): CONTEXT.divide,
    (DaysTimeDuration, Decimal): _divided_days,
    (YearsMonthsDuration, Decimal): _divided_months,
    (DaysTimeDuration, DaysTimeDuration): lambda left, right: CONTEXT.divide(
        Decimal(left.nanoseconds), Decimal(right.nanoseconds)
    ),
    (YearsMonthsDuration, YearsMonthsDuration): lambda left, right: CONTEXT.divide(
        Decimal(left.months), Decimal(right.months)
    ),
}
_OPERATIONS: dict[str, dict[tuple[type, type], Operation]] = {
    "+": _ADDITION,
    "-": _SUBTRACTION,
    "*": _MULTIPLICATION,
    "/": _DIVISION,
    "**": {(Decimal, Decimal): power},
}


def _calculate(operator: str, left: Value, right: Value, evaluation: Evaluation) -> Value:
    operation = _OPERATIONS[operator].get((type(left), type(right)))
    if operation is None:
        code = "null_operand" if left is None or right is None else "wrong_operands"
        return evaluation.warn(code, operator=operator, left=kind(left), right=kind(right))
    if operator == "**" or isinstance(left, DateAndTime) or isinstance(right, DateAndTime):
        evaluation.spend(_LONGER)
    try:
        result = operation(left, right)
    except decimal.DivisionByZero:
        return evaluation.warn("division_by_zero")
    except ArithmeticError:
        return evaluation.warn("no_result", operator=operator)
    if isinstance(result, str):
        evaluation.write(len(result))
    return evaluation.warn("no_result", operator=operator) if result is None else result


def added(left: Value, right: Value) -> Value:
    """Add two values that can be added; raises Problem."""
    return _result("+", left, right)


def divided(left: Value, right: Value) -> Value:
    """Divide two values that can be divided; raises Problem."""
    return _result("/", left, right)


def _result(operator: str, left: Value, right: Value) -> Value:
    evaluation = Evaluation()
    value = _calculate(operator, left, right, evaluation)
    for warning in evaluation.warnings:
        raise Problem(warning.code, **warning.parameters)
    return value


def arithmetic(node: Arithmetic, compiler: Compiler) -> Compiled:
    """Compile a chain of operations of one precedence."""
    first = compiler.compile(node.operands[0])
    rest = [
        (operator, compiler.compile(operand))
        for operator, operand in zip(node.operators, node.operands[1:], strict=True)
    ]

    def run(scope: Scope, evaluation: Evaluation) -> Value:
        value = first(scope, evaluation)
        for operator, operand in rest:
            value = _calculate(operator, value, operand(scope, evaluation), evaluation)
        return value

    return run


def negation(node: Negation, compiler: Compiler) -> Compiled:
    """Compile `-operand`."""
    operand = compiler.compile(node.operand)

    def run(scope: Scope, evaluation: Evaluation) -> Value:
        value = operand(scope, evaluation)
        if isinstance(value, Decimal):
            return value.copy_negate() if value else value
        if isinstance(value, DaysTimeDuration | YearsMonthsDuration):
            return _negated(value)
        return evaluation.warn("wrong_operand", operator="-", given=kind(value))

    return run
