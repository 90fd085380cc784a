"""Operators: what follows an expression and joins it to another."""

from engine.feel.grammar import type_names
from engine.feel.grammar.cursors import Cursor
from engine.feel.grammar.tree import (
    Arithmetic,
    Between,
    Call,
    Comparison,
    Conjunction,
    Disjunction,
    Filter,
    In,
    InstanceOf,
    NamedCall,
    Node,
    Path,
    RangeLiteral,
)
from engine.feel.grammar.unary import read_test, read_tests

OR, AND, COMPARE, ADD, MULTIPLY, POWER, NEGATE, INSTANCE, POSTFIX = range(1, 10)

# after `in (…)` these show that the bracket was part of an expression
_GOES_ON = frozenset(("[", "(", ".", "+", "-", "*", "/", "**"))
_NAME_TOKENS = frozenset(("name", "number", "-", "+", "*", "/", "."))


def disjunction(cursor: Cursor, left: Node) -> Node:
    """Read `or …`."""
    operands = [left]
    while cursor.accept("or"):
        operands.append(cursor.expression(AND))
    return Disjunction(tuple(operands))


def conjunction(cursor: Cursor, left: Node) -> Node:
    """Read `and …`."""
    operands = [left]
    while cursor.accept("and"):
        operands.append(cursor.expression(COMPARE))
    return Conjunction(tuple(operands))


def comparison(cursor: Cursor, left: Node) -> Node:
    """Read `= …` and the other five."""
    operator = cursor.advance().kind
    return Comparison(operator, left, cursor.expression(ADD))


def between(cursor: Cursor, left: Node) -> Node:
    """Read `between … and …`."""
    cursor.advance()
    low = cursor.expression(ADD)
    cursor.expect("and")
    return Between(left, low, cursor.expression(ADD))


def membership(cursor: Cursor, left: Node) -> Node:
    """Read `in …`: one test, or several in round brackets."""
    cursor.advance()
    if cursor.at("("):
        listed = cursor.attempt(lambda: cursor.within(lambda: _listed_tests(cursor, left)))
        if listed is not None:
            return listed
    return In(left, (read_test(cursor, ADD),))


def _listed_tests(cursor: Cursor, left: Node) -> Node:
    """Read the tests; `(a..b)` is a range, and `(a) + b` no list of tests."""
    cursor.advance()
    tests = read_tests(cursor)
    cursor.expect(")")
    if cursor.token.kind in _GOES_ON:
        cursor.unexpected("end")
    return In(left, tests)


def sum_chain(cursor: Cursor, left: Node) -> Node:
    """Read `+ … - …`."""
    return _chain(cursor, left, ("+", "-"), MULTIPLY)


def product_chain(cursor: Cursor, left: Node) -> Node:
    """Read `* … / …`."""
    return _chain(cursor, left, ("*", "/"), POWER)


def power_chain(cursor: Cursor, left: Node) -> Node:
    """Read `** …`; it groups to the left, as the standard has it."""
    return _chain(cursor, left, ("**",), NEGATE)


def _chain(cursor: Cursor, left: Node, kinds: tuple[str, ...], power: int) -> Node:
    operands, operators = [left], []
    while cursor.token.kind in kinds:
        operators.append(cursor.advance().kind)
        operands.append(cursor.expression(power))
    return Arithmetic(tuple(operands), tuple(operators))


def instance(cursor: Cursor, left: Node) -> Node:
    """Read `instance of type`."""
    cursor.advance()
    if cursor.token.text != "of":
        cursor.unexpected("of")
    cursor.advance()
    return InstanceOf(left, type_names.read(cursor))


def path(cursor: Cursor, left: Node) -> Node:
    """Read `.name`: the longest known name, else all words up to an operator."""
    cursor.advance()
    known = cursor.known_segment()
    if known is not None:
        return Path(left, known)
    first = cursor.index
    if not cursor.token.text[:1].isalpha() and not cursor.at("name"):
        cursor.unexpected("name")
    cursor.advance()
    while cursor.token.kind in ("name", "number"):
        cursor.advance()
    return Path(left, cursor.spelled(first, cursor.index))


def selection(cursor: Cursor, left: Node) -> Node:
    """Read `[condition]`."""
    cursor.advance()
    condition = cursor.within(cursor.expression)
    cursor.expect("]")
    return Filter(left, condition)


def invocation(cursor: Cursor, left: Node) -> Node:
    """Read `(argument, …)`."""
    return cursor.within(lambda: _invocation(cursor, left))


def _invocation(cursor: Cursor, left: Node) -> Node:
    cursor.advance()
    if cursor.accept(")"):
        return Call(left, ())
    if _is_named(cursor):
        named = [_named_argument(cursor)]
        while cursor.accept(","):
            named.append(_named_argument(cursor))
        cursor.expect(")")
        return NamedCall(left, tuple(named))
    arguments = [cursor.expression()]
    while cursor.accept(","):
        arguments.append(cursor.expression())
    cursor.expect(")")
    return Call(left, tuple(arguments))


def _is_named(cursor: Cursor) -> bool:
    offset = 0
    while cursor.peek(offset).kind in _NAME_TOKENS:
        offset += 1
    return offset > 0 and cursor.peek(offset).kind == ":"


def _named_argument(cursor: Cursor) -> tuple[str, Node]:
    name = cursor.free_name(frozenset(":"))
    cursor.expect(":")
    return name, cursor.expression()


def range_end(cursor: Cursor, start: Node, *, start_included: bool) -> Node:
    """Read `..end]`, where an open bracket may close the range."""
    cursor.expect("..")
    closed = cursor.attempt(lambda: _range(cursor, start, start_included=start_included))
    if closed is not None:
        return closed
    cursor.bracket_ends = True
    return _range(cursor, start, start_included=start_included)


def _range(cursor: Cursor, start: Node, *, start_included: bool) -> Node:
    end = cursor.expression(ADD)
    cursor.bracket_ends = False
    if cursor.token.kind not in ("]", ")", "["):
        cursor.unexpected("]")
    return RangeLiteral(start, end, start_included, cursor.advance().kind == "]")
