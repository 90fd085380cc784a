"""The grammar of FEEL as a whole: from text to tree (DMN 1.5, 10.3.1.2)."""

from engine.feel.grammar import names, operators, primaries, type_names, unary
from engine.feel.grammar.cursors import Cursor, Grammar
from engine.feel.grammar.tree import Node, Tests
from engine.feel.limits import LIMITS, Limits
from engine.feel.types import Type

_COMPARISONS = dict.fromkeys(
    ("=", "!=", "<", "<=", ">", ">="), (operators.COMPARE, operators.comparison)
)
_GRAMMAR = Grammar(
    prefixes=primaries.PREFIXES,
    infixes={
        **_COMPARISONS,
        "or": (operators.OR, operators.disjunction),
        "and": (operators.AND, operators.conjunction),
        "between": (operators.COMPARE, operators.between),
        "in": (operators.COMPARE, operators.membership),
        "+": (operators.ADD, operators.sum_chain),
        "-": (operators.ADD, operators.sum_chain),
        "*": (operators.MULTIPLY, operators.product_chain),
        "/": (operators.MULTIPLY, operators.product_chain),
        "**": (operators.POWER, operators.power_chain),
        "instance": (operators.INSTANCE, operators.instance),
        ".": (operators.POSTFIX, operators.path),
        "[": (operators.POSTFIX, operators.selection),
        "(": (operators.POSTFIX, operators.invocation),
    },
)


def read_expression(text: str, tables: names.Tables, limits: Limits = LIMITS) -> Node:
    """Read a whole text as one expression."""
    cursor = Cursor(text, tables, _GRAMMAR, limits)
    # an editor's mark for "this is FEEL"
    cursor.accept("=")
    node = cursor.expression()
    if not cursor.at("end"):
        cursor.unexpected("end")
    return node


def read_unary_tests(text: str, tables: names.Tables, limits: Limits = LIMITS) -> Tests:
    """Read a whole text as unary tests."""
    return unary.read_cell(Cursor(text, tables, _GRAMMAR, limits))


def read_type(text: str, tables: names.Tables, limits: Limits = LIMITS) -> Type:
    """Read a whole text as a type."""
    cursor = Cursor(text, tables, _GRAMMAR, limits)
    type_ = type_names.read(cursor)
    if not cursor.at("end"):
        cursor.unexpected("end")
    return type_
