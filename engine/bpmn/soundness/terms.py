"""The names that an expression reads, and the values that can make a difference to it."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from engine.bpmn.product_functions import COUNTS, SETTING
from engine.bpmn.soundness.premises import days_before
from engine.feel import values
from engine.feel.grammar import tree

# an answer, or an entry of a context: ("breach", "jurisdiction")
Term = tuple[str, ...]
# stands for any other text, and for any instant; and for one that is earlier than another
OTHER = days_before(1)
EARLIER = days_before(9)
_SOMETHING = (OTHER,)


@dataclass(slots=True)
class Reading:
    """What was found out about the terms of some expressions."""

    # JSON values that are compared with the term
    values: dict[Term, list[Any]] = field(default_factory=dict)
    # names that are compared with each other
    ordered: set[frozenset[str]] = field(default_factory=set)
    # terms that are looked for in a setting of counties
    counties: set[Term] = field(default_factory=set)

    def add(self, term: Term, *found: Any) -> None:
        """Remember values of a term."""
        known = self.values.setdefault(term, [])
        known.extend(value for value in found if not _holds(known, value))


def term_of(node: object) -> Term | None:
    """Give the term that a node is, None for anything else."""
    if isinstance(node, tree.Name):
        return (node.name,)
    if isinstance(node, tree.Path):
        around = term_of(node.source)
        return None if around is None else (*around, node.name)
    return None


def origin(node: object) -> Term | None:
    """Give the term from which a count of days starts, None where the expression is none."""
    match node:
        case tree.Call(tree.Name(name), (first, *_)) if name in COUNTS:
            return term_of(first)
    return None


def read(node: object, reading: Reading) -> None:
    """Find out what an expression may ask of its terms; its result is a truth value."""
    _asked(node, reading)
    for each in _nodes(node):
        _read(each, reading)


def _read(node: object, reading: Reading) -> None:
    match node:
        case tree.Comparison():
            _compared(node, reading)
        case tree.Between():
            _constants(term_of(node.value), (node.low, node.high), reading)
        case tree.In():
            _constants(term_of(node.value), [*_parts(node.tests)], reading)
        case tree.Call(tree.Name(name), arguments):
            _called(name, arguments, reading)
        case _:
            _operands(node, reading)


def _operands(node: object, reading: Reading) -> None:
    match node:
        case tree.Conjunction(operands) | tree.Disjunction(operands):
            for operand in operands:
                _asked(operand, reading)
        case tree.If():
            _asked(node.condition, reading)
        case tree.Arithmetic(operands):
            for operand in operands:
                _numbered(operand, reading)


def _compared(node: tree.Comparison, reading: Reading) -> None:
    left, right = term_of(node.left), term_of(node.right)
    if left and right:
        for each in (left, right):
            reading.add(each, OTHER, EARLIER)
        reading.ordered.add(frozenset([left[0], right[0]]))
        return
    _constants(left, (node.right,), reading)
    _constants(right, (node.left,), reading)


def _constants(term: Term | None, nodes: Any, reading: Reading) -> None:
    if term is None:
        return
    for node in nodes:
        reading.add(term, *_around(node))


def _around(node: object) -> tuple[Any, ...]:
    """Give a constant with the values beside it."""
    if not isinstance(node, tree.Literal) or node.value is None:
        return _SOMETHING
    if isinstance(node.value, bool):
        return True, False
    if isinstance(node.value, Decimal):
        return tuple(values.to_json(node.value + each) for each in (0, -1, 1))
    return node.value, OTHER


def _asked(node: object, reading: Reading) -> None:
    term = term_of(node)
    if term:
        reading.add(term, True, False)


def _numbered(node: object, reading: Reading) -> None:
    term = term_of(node)
    if term:
        reading.add(term, 1, 0)


def _called(name: str, arguments: tuple[Any, ...], reading: Reading) -> None:
    terms = [term for term in map(term_of, arguments) if term]
    if name == "not":
        for argument in arguments:
            _asked(argument, reading)
    elif any(_is_setting(argument) for argument in arguments):
        reading.counties.update(terms)
    else:
        for term in terms:
            reading.add(term, OTHER)


def _is_setting(node: object) -> bool:
    return (
        isinstance(node, tree.Call)
        and isinstance(node.function, tree.Name)
        and node.function.name == SETTING
    )


def _parts(tests: tuple[Any, ...]) -> Iterator[object]:
    for test in tests:
        if isinstance(test, tree.PointTest):
            yield test.operand
        elif isinstance(test, tree.RangeLiteral):
            yield from (test.start, test.end)
        elif isinstance(test, tree.ListLiteral):
            yield from test.items
        else:
            yield test


def _nodes(part: object) -> Iterator[object]:
    if isinstance(part, tuple):
        for each in part:
            yield from _nodes(each)
    elif dataclasses.is_dataclass(part):
        yield part
        for each in dataclasses.fields(part):
            yield from _nodes(getattr(part, each.name))


def _holds(known: list[Any], value: Any) -> bool:
    return any(type(each) is type(value) and each == value for each in known)
