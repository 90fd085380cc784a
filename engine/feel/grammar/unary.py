"""Unary tests: what a cell of a decision table, or the right side of `in`, may say."""

from engine.feel.grammar.cursors import Cursor
from engine.feel.grammar.tree import Node, PointTest, Tests

POINT_OPERATORS = ("<", "<=", ">", ">=", "=", "!=")
_ADD = 4


def read_test(cursor: Cursor, power: int = 0) -> Node:
    """Read one test: an operator with its operand, or any expression."""
    if cursor.token.kind in POINT_OPERATORS:
        operator = cursor.advance().kind
        return PointTest(operator, cursor.expression(_ADD))
    return cursor.expression(power)


def read_tests(cursor: Cursor) -> tuple[Node, ...]:
    """Read tests with commas between them."""
    tests = [read_test(cursor)]
    while cursor.accept(","):
        tests.append(read_test(cursor))
    return tuple(tests)


def read_cell(cursor: Cursor) -> Tests:
    """Read a whole cell: `-`, `not(…)`, or tests."""
    if cursor.at("-") and cursor.peek().kind == "end":
        cursor.advance()
        return Tests(())
    if cursor.token.text == "not" and cursor.peek().kind == "(":
        negated = _read_negated(cursor)
        if negated is not None:
            return negated
    tests = Tests(read_tests(cursor))
    cursor.expect("end")
    return tests


def _read_negated(cursor: Cursor) -> Tests | None:
    found: list[tuple[Node, ...]] = []

    def read() -> Node:
        cursor.advance(2)
        found.append(read_tests(cursor))
        cursor.expect(")")
        if not cursor.at("end"):
            cursor.unexpected("end")
        return found[-1][0]

    return None if cursor.attempt(read) is None else Tests(found[-1], negated=True)
