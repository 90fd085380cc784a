"""Comparisons and three-valued logic."""

import operator
from collections.abc import Callable
from decimal import Decimal
from typing import Any

from engine.feel import comparisons
from engine.feel.budgets import Evaluation
from engine.feel.evaluation.compiling import Compiled, Compiler
from engine.feel.evaluation.scopes import Scope
from engine.feel.grammar.tree import Between, Comparison, Conjunction, Disjunction, If, Literal
from engine.feel.values import Value, kind

_ORDERS: dict[str, Callable[[Any, Any], bool]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}
_QUICK = (Decimal, str)


def comparison(node: Comparison, compiler: Compiler) -> Compiled:
    """Compile one of the six comparisons; against a literal there is a shorter way."""
    left, right = compiler.compile(node.left), compiler.compile(node.right)
    compare = comparer(node.operator)
    if isinstance(node.right, Literal) and type(node.right.value) in _QUICK:
        return _with_literal(node.operator, left, node.right.value)
    return lambda scope, evaluation: compare(
        left(scope, evaluation), right(scope, evaluation), evaluation
    )


def comparer(sign: str) -> Callable[[Value, Value, Evaluation], bool | None]:
    """Give the function that compares two values."""
    if sign == "=":
        return comparisons.equal
    if sign == "!=":
        return _differ
    test = _ORDERS[sign]

    def compare(left: Value, right: Value, evaluation: Evaluation) -> bool | None:
        position = comparisons.order(left, right, evaluation)
        return None if position is None else test(position, 0)

    return compare


def _with_literal(sign: str, left: Compiled, constant: Any) -> Compiled:
    test = {"=": operator.eq, "!=": operator.ne, **_ORDERS}[sign]
    wanted = type(constant)
    compare = comparer(sign)

    def run(scope: Scope, evaluation: Evaluation) -> Value:
        value = left(scope, evaluation)
        if type(value) is wanted:
            return test(value, constant)
        return compare(value, constant, evaluation)

    return run


def _differ(left: Value, right: Value, evaluation: Evaluation) -> bool | None:
    equal = comparisons.equal(left, right, evaluation)
    return None if equal is None else not equal


def between(node: Between, compiler: Compiler) -> Compiled:
    """Compile `between`."""
    value, low, high = map(compiler.compile, (node.value, node.low, node.high))

    def run(scope: Scope, evaluation: Evaluation) -> Value:
        tested = value(scope, evaluation)
        above = comparisons.order(tested, low(scope, evaluation), evaluation)
        if above is not None and above < 0:
            return False
        below = comparisons.order(tested, high(scope, evaluation), evaluation)
        if below is not None and below > 0:
            return False
        return None if above is None or below is None else True

    return run


def conjunction(node: Conjunction, compiler: Compiler) -> Compiled:
    """Compile `and`: false wins over null."""
    return _junction([compiler.compile(operand) for operand in node.operands], decisive=False)


def disjunction(node: Disjunction, compiler: Compiler) -> Compiled:
    """Compile `or`: true wins over null."""
    return _junction([compiler.compile(operand) for operand in node.operands], decisive=True)


def _junction(operands: list[Compiled], *, decisive: bool) -> Compiled:
    other = not decisive

    def run(scope: Scope, evaluation: Evaluation) -> Value:
        result: bool | None = other
        for operand in operands:
            value = operand(scope, evaluation)
            if value is decisive:
                return decisive
            if value is not other:
                result = None
                if value is not None:
                    evaluation.warn("not_boolean", given=kind(value))
        return result

    return run


def condition(node: If, compiler: Compiler) -> Compiled:
    """Compile `if`: null counts as false, anything else that is no boolean gives null."""
    asked, then, otherwise = map(compiler.compile, (node.condition, node.then, node.otherwise))

    def run(scope: Scope, evaluation: Evaluation) -> Value:
        value = asked(scope, evaluation)
        if value is True:
            return then(scope, evaluation)
        if value is False or value is None:
            return otherwise(scope, evaluation)
        return evaluation.warn("not_boolean", given=kind(value))

    return run
