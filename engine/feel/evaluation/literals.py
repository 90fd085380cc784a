"""Literals, lists, contexts and ranges."""

from engine.feel import temporal_text
from engine.feel.budgets import Evaluation
from engine.feel.comparisons import ORDERED
from engine.feel.evaluation.compiling import Compiled, Compiler
from engine.feel.evaluation.scopes import Frame, Scope
from engine.feel.grammar.tree import (
    AtLiteral,
    ContextLiteral,
    ListLiteral,
    Literal,
    PointTest,
    RangeLiteral,
)
from engine.feel.values import Range, Value, kind


def literal(node: Literal, _: Compiler) -> Compiled:
    """Compile a literal."""
    value = node.value
    return lambda scope, evaluation: value


def at_literal(node: AtLiteral, _: Compiler) -> Compiled:
    """Compile an at-literal; a text that is no date, time or duration gives null."""
    value = temporal_text.read(node.text)
    if value is None:
        return lambda scope, evaluation: evaluation.warn("invalid_literal", text=node.text)
    return lambda scope, evaluation: value


def list_literal(node: ListLiteral, compiler: Compiler) -> Compiled:
    """Compile a list."""
    items = [compiler.compile(item) for item in node.items]
    compiler.builds = compiler.builds or not all(isinstance(each, Literal) for each in node.items)
    return lambda scope, evaluation: [item(scope, evaluation) for item in items]


def context_literal(node: ContextLiteral, compiler: Compiler) -> Compiled:
    """Compile a context; an entry sees those before it, and a function in it itself."""
    # entries of entries of entries may hold the same list many times
    compiler.builds = True
    keys: list[str] = []
    entries: list[tuple[str, Compiled]] = []
    for key, entry in node.entries:
        entries.append((key, compiler.within([*keys, key], entry)))
        keys.append(key)
    twice = next((key for key in keys if keys.count(key) > 1), None)
    if twice is not None:
        return lambda scope, evaluation: evaluation.warn("duplicate_key", name=twice)

    def build(scope: Scope, evaluation: Evaluation) -> Value:
        context: dict[str, Value] = {}
        frame = Frame(context, scope)
        for key, entry in entries:
            context[key] = entry(frame, evaluation)
        return context

    return build


def range_literal(node: RangeLiteral, compiler: Compiler) -> Compiled:
    """Compile a range; both ends must be of one ordered type."""
    start, end = compiler.compile(node.start), compiler.compile(node.end)
    start_included, end_included = node.start_included, node.end_included

    def build(scope: Scope, evaluation: Evaluation) -> Value:
        first, last = start(scope, evaluation), end(scope, evaluation)
        if type(first) is not type(last) or type(first) not in ORDERED:
            return evaluation.warn("invalid_range", start=kind(first), end=kind(last))
        return Range(first, last, start_included, end_included)

    return build


def point_range(node: PointTest, compiler: Compiler) -> Compiled:
    """Compile `(< 5)` where it stands for a value: a range that is open on one side."""
    operand = compiler.compile(node.operand)
    operator = node.operator

    def build(scope: Scope, evaluation: Evaluation) -> Value:
        point = operand(scope, evaluation)
        if type(point) not in ORDERED or operator == "!=":
            return evaluation.warn("invalid_range", start=kind(point), end=kind(point))
        if operator == "=":
            return Range(point, point)
        included = operator in ("<=", ">=")
        if operator[0] == "<":
            return Range(None, point, start_included=False, end_included=included)
        return Range(point, None, start_included=included, end_included=False)

    return build
