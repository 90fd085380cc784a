"""What an expression may begin with: literals, names, brackets and the word-like forms."""

from collections.abc import Callable
from decimal import Decimal

from engine.feel import numbers
from engine.feel.grammar import tokens, type_names
from engine.feel.grammar.cursors import Cursor
from engine.feel.grammar.operators import ADD, NEGATE, range_end
from engine.feel.grammar.tree import (
    AtLiteral,
    ContextLiteral,
    For,
    FunctionDefinition,
    If,
    Iterator,
    ListLiteral,
    Literal,
    Name,
    Negation,
    Node,
    PointTest,
    Quantified,
)
from engine.feel.grammar.unary import POINT_OPERATORS
from engine.feel.types import Type

# after `[]` these show that the second bracket opens a range
_RANGE_STARTS = frozenset(("number", "string", "name", "@"))
_ENTRY_ENDS = frozenset(":")
_VARIABLE_ENDS = frozenset(("in",))
_PARAMETER_ENDS = frozenset((",", ")", ":"))


def number(cursor: Cursor) -> Node:
    """Read a number."""
    token = cursor.advance()
    value = numbers.read(token.text)
    if value is None:
        cursor.fail("number_out_of_range", token, found=token.text)
    return Literal(value)


def string(cursor: Cursor) -> Node:
    """Read a string."""
    return Literal(tokens.unquote(cursor.advance().text))


def constant(cursor: Cursor) -> Node:
    """Read `null`, `true` or `false`."""
    return Literal({"null": None, "true": True, "false": False}[cursor.advance().kind])


def at_literal(cursor: Cursor) -> Node:
    """Read `@"…"`."""
    cursor.advance()
    return AtLiteral(tokens.unquote(cursor.expect("string").text))


def name(cursor: Cursor) -> Node:
    """Read the longest known name, or one word."""
    known = cursor.known_name()
    if known is None and cursor.peek().kind == "name":
        # in a filter it may be an entry of the items
        known = cursor.known_segment()
    if known is not None:
        return Name(known)
    first = cursor.index
    token = cursor.advance()
    if cursor.at("name"):
        while cursor.at("name"):
            cursor.advance()
        cursor.fail("unknown_name", token, name=cursor.spelled(first, cursor.index))
    return Name(token.text)


def negation(cursor: Cursor) -> Node:
    """Read `-…`; before a number it is part of the number."""
    cursor.advance()
    if cursor.at("number"):
        positive = number(cursor)
        if isinstance(positive, Literal) and isinstance(positive.value, Decimal):
            return Literal(positive.value.copy_negate() if positive.value else positive.value)
    return Negation(cursor.expression(NEGATE))


def round_bracket(cursor: Cursor) -> Node:
    """Read `(expression)`, `(start..end)` or an open range such as `(< 5)`."""
    return cursor.within(lambda: _round_bracket(cursor))


def _round_bracket(cursor: Cursor) -> Node:
    cursor.advance()
    if cursor.token.kind in POINT_OPERATORS:
        node: Node = PointTest(cursor.advance().kind, cursor.expression(ADD))
    else:
        node = cursor.expression()
        if cursor.at(".."):
            return range_end(cursor, node, start_included=False)
    cursor.expect(")")
    return node


def square_bracket(cursor: Cursor) -> Node:
    """Read a list or a range that includes its start."""
    return cursor.within(lambda: _square_bracket(cursor))


def _square_bracket(cursor: Cursor) -> Node:
    cursor.advance()
    if cursor.at("]") and cursor.peek().kind not in _RANGE_STARTS:
        cursor.advance()
        return ListLiteral(())
    items = [cursor.expression()]
    if cursor.at(".."):
        return range_end(cursor, items[0], start_included=True)
    while cursor.accept(","):
        items.append(cursor.expression())
    cursor.expect("]")
    return ListLiteral(tuple(items))


def reversed_bracket(cursor: Cursor) -> Node:
    """Read `]start..end]`, a range without its start."""

    def read() -> Node:
        cursor.advance()
        return range_end(cursor, cursor.expression(ADD), start_included=False)

    return cursor.within(read)


def curly_bracket(cursor: Cursor) -> Node:
    """Read a context; its entries know the earlier ones."""
    return cursor.within(lambda: _context(cursor))


def _context(cursor: Cursor) -> Node:
    cursor.advance()
    if cursor.accept("}"):
        return ContextLiteral(())
    entries = [_entry(cursor)]
    while cursor.accept(","):
        entries.append(_entry(cursor))
    cursor.forget(len(entries))
    cursor.expect("}")
    return ContextLiteral(tuple(entries))


def _entry(cursor: Cursor) -> tuple[str, Node]:
    if cursor.at("string"):
        key = tokens.unquote(cursor.advance().text)
    else:
        key = cursor.free_name(_ENTRY_ENDS)
    cursor.expect(":")
    value = cursor.expression()
    cursor.declare((key,))
    return key, value


def condition(cursor: Cursor) -> Node:
    """Read `if … then … else …`."""
    cursor.advance()
    asked = cursor.expression()
    cursor.expect("then")
    then = cursor.expression()
    cursor.expect("else")
    return If(asked, then, cursor.expression())


def loop(cursor: Cursor) -> Node:
    """Read `for … return …`."""
    cursor.advance()
    iterators = _iterators(cursor)
    cursor.expect("return")
    body = cursor.expression()
    cursor.forget(len(iterators))
    return For(iterators, body)


def quantified(cursor: Cursor) -> Node:
    """Read `some … satisfies …` or `every …`."""
    quantifier = cursor.advance().kind
    iterators = _iterators(cursor)
    cursor.expect("satisfies")
    asked = cursor.expression()
    cursor.forget(len(iterators))
    return Quantified(quantifier, iterators, asked)


def _iterators(cursor: Cursor) -> tuple[Iterator, ...]:
    found = [_iterator(cursor)]
    while cursor.accept(","):
        found.append(_iterator(cursor))
    return tuple(found)


def _iterator(cursor: Cursor) -> Iterator:
    variable = cursor.free_name(_VARIABLE_ENDS)
    cursor.expect("in")
    domain = cursor.expression()
    end = cursor.expression() if cursor.accept("..") else None
    cursor.declare((variable,))
    return Iterator(variable, domain, end)


def function(cursor: Cursor) -> Node:
    """Read `function(…) …`."""
    cursor.advance()
    cursor.expect("(")
    parameters: list[tuple[str, Type | None]] = []
    while not cursor.at(")"):
        parameter = cursor.free_name(_PARAMETER_ENDS)
        parameters.append((parameter, type_names.read(cursor) if cursor.accept(":") else None))
        if not cursor.accept(","):
            break
    cursor.expect(")")
    external = cursor.token.text == "external" and cursor.peek().kind == "{"
    if external:
        cursor.advance()
    cursor.declare(parameter for parameter, _ in parameters)
    body = cursor.expression()
    cursor.forget()
    return FunctionDefinition(tuple(parameters), body, external)


PREFIXES: dict[str, Callable[[Cursor], Node]] = {
    "number": number,
    "string": string,
    "null": constant,
    "true": constant,
    "false": constant,
    "@": at_literal,
    "name": name,
    "-": negation,
    "(": round_bracket,
    "[": square_bracket,
    "]": reversed_bracket,
    "{": curly_bracket,
    "if": condition,
    "for": loop,
    "some": quantified,
    "every": quantified,
    "function": function,
}
