"""Comparisons and three-valued logic."""

import operator
from collections.abc import Callable, Iterable
from decimal import Decimal
from typing import Any

from engine.feel import comparisons
from engine.feel.budgets import Evaluation
from engine.feel.evaluation.compiling import Compiled, Compiler
from engine.feel.evaluation.scopes import Scope
from engine.feel.grammar.tree import (
    Between,
    Comparison,
    Conjunction,
    Disjunction,
    If,
    Literal,
    Name,
)
from engine.feel.values import Value, kind

_ORDERS: dict[str, Callable[[Any, Any], bool]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}
_TESTS = {"=": operator.eq, "!=": operator.ne, **_ORDERS}
_QUICK = (Decimal, str)
_TWO = 2


def comparison(node: Comparison, compiler: Compiler) -> Compiled:
    """Compile one of the six comparisons; against a literal there are shorter ways."""
    left, right = compiler.compile(node.left), compiler.compile(node.right)
    compare = comparer(node.operator)
    if isinstance(node.right, Literal) and type(node.right.value) in _QUICK:
        if isinstance(node.left, Name):
            return _name_with_literal(node.operator, node.left.name, left, node.right.value)
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


def _name_with_literal(sign: str, name: str, left: Compiled, constant: Any) -> Compiled:
    """Look a variable up on the spot; what is not plainly comparable goes the long way."""
    test = _TESTS[sign]
    wanted = type(constant)
    compare = comparer(sign)

    def run(scope: Scope, evaluation: Evaluation) -> Value:
        value = scope.get(name, None)
        if type(value) is wanted:
            return test(value, constant)
        return compare(left(scope, evaluation), constant, evaluation)

    return run


def _with_literal(sign: str, left: Compiled, constant: Any) -> Compiled:
    test = _TESTS[sign]
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
    return _joined(node, compiler, decisive=False)


def disjunction(node: Disjunction, compiler: Compiler) -> Compiled:
    """Compile `or`: true wins over null."""
    return _joined(node, compiler, decisive=True)


def _joined(node: Conjunction | Disjunction, compiler: Compiler, *, decisive: bool) -> Compiled:
    operands = [compiler.compile(operand) for operand in node.operands]
    if len(operands) == _TWO:
        return _pair(operands[0], operands[1], decisive=decisive)
    return _junction(operands, decisive=decisive)


def _pair(first: Compiled, second: Compiled, *, decisive: bool) -> Compiled:
    """Join two operands, which is what most conditions are."""
    other = not decisive

    def run(scope: Scope, evaluation: Evaluation) -> Value:
        one = first(scope, evaluation)
        if one is decisive:
            return decisive
        two = second(scope, evaluation)
        if two is decisive:
            return decisive
        return other if one is other and two is other else _undecided((one, two), evaluation)

    return run


def _junction(operands: list[Compiled], *, decisive: bool) -> Compiled:
    other = not decisive

    def run(scope: Scope, evaluation: Evaluation) -> Value:
        doubtful = []
        for operand in operands:
            value = operand(scope, evaluation)
            if value is decisive:
                return decisive
            if value is not other:
                doubtful.append(value)
        return _undecided(doubtful, evaluation) if doubtful else other

    return run


def _undecided(values: Iterable[Value], evaluation: Evaluation) -> None:
    for value in values:
        if value is not None and not isinstance(value, bool):
            evaluation.warn("not_boolean", given=kind(value))


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
