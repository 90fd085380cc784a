"""Unary tests and `in`: does a value pass a test."""

from collections.abc import Callable

from engine.feel import comparisons
from engine.feel.budgets import Evaluation
from engine.feel.evaluation.compiling import SUBJECT, Compiled, Compiler
from engine.feel.evaluation.logic import comparer
from engine.feel.evaluation.scopes import Frame, Scope
from engine.feel.grammar.tree import (
    Filter,
    In,
    Literal,
    Name,
    Node,
    Path,
    PointTest,
    RangeLiteral,
    Tests,
)
from engine.feel.values import Range, Value

Test = Callable[[Value, Scope, Evaluation], bool | None]


def membership(node: In, compiler: Compiler) -> Compiled:
    """Compile `in`."""
    value = compiler.compile(node.value)
    test = _any([_test(each, compiler) for each in node.tests])
    return lambda scope, evaluation: test(value(scope, evaluation), scope, evaluation)


def cell(node: Tests, compiler: Compiler) -> Test:
    """Compile unary tests, in which `?` is the value that is tested."""
    if not node.tests:
        return lambda value, scope, evaluation: True
    test = _any([_cell_test(each, compiler) for each in node.tests])
    return _negated(test) if node.negated else test


def passes(value: Value, tested: Value, evaluation: Evaluation) -> bool | None:
    """Say whether a value lies in a range or list, or equals another value."""
    if isinstance(tested, Range):
        return comparisons.contains(tested, value, evaluation)
    if not isinstance(tested, list):
        return comparisons.equal(value, tested, evaluation)
    evaluation.spend(len(tested))
    return any(
        comparisons.contains(item, value, evaluation) is True
        if isinstance(item, Range) and not isinstance(value, Range)
        else comparisons.same(value, item, evaluation)
        for item in tested
    ) or (isinstance(value, list) and comparisons.same(value, tested, evaluation))


def _test(node: Node, compiler: Compiler) -> Test:
    if isinstance(node, PointTest):
        operand = compiler.compile(node.operand)
        compare = comparer(node.operator)
        return lambda value, scope, evaluation: compare(
            value, operand(scope, evaluation), evaluation
        )
    tested = compiler.compile(node)
    if isinstance(node, RangeLiteral):
        return lambda value, scope, evaluation: _in_range(
            value, tested(scope, evaluation), evaluation
        )
    return lambda value, scope, evaluation: passes(value, tested(scope, evaluation), evaluation)


def _in_range(value: Value, tested: Value, evaluation: Evaluation) -> bool | None:
    return None if tested is None else comparisons.contains(tested, value, evaluation)


def _cell_test(node: Node, compiler: Compiler) -> Test:
    before, compiler.mentioned = compiler.mentioned, set()
    if isinstance(node, PointTest | RangeLiteral):
        test = _test(node, compiler)
    else:
        test = _expression_test(node, compiler)
    asks = SUBJECT in compiler.mentioned
    compiler.mentioned |= before
    if not asks:
        return test
    return lambda value, scope, evaluation: test(value, Frame({SUBJECT: value}, scope), evaluation)


def _expression_test(node: Node, compiler: Compiler) -> Test:
    """Take a boolean for the answer where the test asks about `?`, or is plainly a condition.

    A literal or a name is always a value to compare with, and so is any boolean if the value that
    is tested is one itself.
    """
    tested = compiler.compile(node)
    asks = SUBJECT in compiler.mentioned
    compares = isinstance(node, Literal | Name | Path | Filter)

    def run(value: Value, scope: Scope, evaluation: Evaluation) -> bool | None:
        result = tested(scope, evaluation)
        if isinstance(result, bool) and (asks or not (compares or isinstance(value, bool | list))):
            return result
        if result is None and asks:
            return None
        return passes(value, result, evaluation)

    return run


def _any(tests: list[Test]) -> Test:
    if len(tests) == 1:
        return tests[0]

    def run(value: Value, scope: Scope, evaluation: Evaluation) -> bool | None:
        result: bool | None = False
        for test in tests:
            passed = test(value, scope, evaluation)
            if passed is True:
                return True
            if passed is None:
                result = None
        return result

    return run


def _negated(test: Test) -> Test:
    def run(value: Value, scope: Scope, evaluation: Evaluation) -> bool | None:
        passed = test(value, scope, evaluation)
        return None if passed is None else not passed

    return run
