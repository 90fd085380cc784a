"""Write a tree as text that parses to the same tree."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from engine.feel import numbers
from engine.feel.grammar import tokens, tree
from engine.feel.grammar.tree import Node, Tests
from engine.feel.types import (
    ContextType,
    FunctionType,
    ListType,
    NamedType,
    RangeType,
    SimpleType,
    Type,
)

# these need no brackets wherever they stand
_TIGHT = (
    tree.AtLiteral,
    tree.Name,
    tree.Path,
    tree.Filter,
    tree.Call,
    tree.NamedCall,
    tree.ListLiteral,
    tree.ContextLiteral,
    tree.RangeLiteral,
    tree.PointTest,
)


def unparse(node: Node | Tests) -> str:
    """Write an expression, or the tests of a cell."""
    if isinstance(node, Tests):
        tests = ", ".join(map(_test, node.tests)) or "-"
        return f"not({tests})" if node.negated else tests
    return _WRITERS[type(node)](node)


def unparse_type(type_: Type) -> str:
    """Write a type."""
    if isinstance(type_, SimpleType | NamedType):
        return type_.name
    if isinstance(type_, ListType):
        return f"list<{unparse_type(type_.element)}>"
    if isinstance(type_, RangeType):
        return f"range<{unparse_type(type_.element)}>"
    if isinstance(type_, ContextType):
        entries = ", ".join(f"{name}: {unparse_type(entry)}" for name, entry in type_.entries)
        return f"context<{entries}>"
    return _function_type(type_)


def _function_type(type_: FunctionType) -> str:
    parameters = ", ".join(map(unparse_type, type_.parameters))
    return f"function<{parameters}> -> {unparse_type(type_.result)}"


def _part(node: Node) -> str:
    """Write a node as a part of another, in brackets unless it is tight."""
    text = unparse(node)
    if isinstance(node, _TIGHT):
        return text
    if isinstance(node, tree.Literal) and not _is_negative(node):
        return text
    return f"({text})"


def _is_negative(node: tree.Literal) -> bool:
    return isinstance(node.value, Decimal) and node.value.is_signed()


def _test(node: Node) -> str:
    return _point(node) if isinstance(node, tree.PointTest) else unparse(node)


def _point(node: tree.PointTest) -> str:
    return f"{node.operator} {_part(node.operand)}"


def _literal(node: tree.Literal) -> str:
    if isinstance(node.value, bool):
        return "true" if node.value else "false"
    if node.value is None:
        return "null"
    if isinstance(node.value, Decimal):
        return numbers.text(node.value)
    return tokens.quote(node.value)


def _arithmetic(node: tree.Arithmetic) -> str:
    text = _part(node.operands[0])
    for operator, operand in zip(node.operators, node.operands[1:], strict=True):
        text += f" {operator} {_part(operand)}"
    return text


def _membership(node: tree.In) -> str:
    tests = ", ".join(map(_test, node.tests))
    return f"{_part(node.value)} in ({tests})"


def _iterators(iterators: tuple[tree.Iterator, ...]) -> str:
    return ", ".join(map(_iterator, iterators))


def _iterator(iterator: tree.Iterator) -> str:
    end = "" if iterator.end is None else f"..{_part(iterator.end)}"
    return f"{iterator.name} in {_part(iterator.domain)}{end}"


def _call(node: tree.Call) -> str:
    return f"{_part(node.function)}({', '.join(map(unparse, node.arguments))})"


def _named_call(node: tree.NamedCall) -> str:
    arguments = ", ".join(f"{name}: {unparse(each)}" for name, each in node.arguments)
    return f"{_part(node.function)}({arguments})"


def _context(node: tree.ContextLiteral) -> str:
    entries = (f"{_key(key)}: {unparse(entry)}" for key, entry in node.entries)
    return f"{{{', '.join(entries)}}}"


def _key(key: str) -> str:
    return key if tokens.is_word(key) else tokens.quote(key)


def _range(node: tree.RangeLiteral) -> str:
    opening, closing = "[" if node.start_included else "(", "]" if node.end_included else ")"
    return f"{opening}{_part(node.start)}..{_part(node.end)}{closing}"


def _function(node: tree.FunctionDefinition) -> str:
    parameters = ", ".join(
        name if type_ is None else f"{name}: {unparse_type(type_)}"
        for name, type_ in node.parameters
    )
    external = "external " if node.external else ""
    return f"function({parameters}) {external}{unparse(node.body)}"


_WRITERS: dict[type, Callable[[Any], str]] = {
    tree.Literal: _literal,
    tree.AtLiteral: lambda node: f"@{tokens.quote(node.text)}",
    tree.Name: lambda node: str(node.name),
    tree.Path: lambda node: f"{_part(node.source)}.{node.name}",
    tree.Filter: lambda node: f"{_part(node.source)}[{unparse(node.condition)}]",
    tree.Call: _call,
    tree.NamedCall: _named_call,
    tree.Negation: lambda node: f"-({unparse(node.operand)})",
    tree.Arithmetic: _arithmetic,
    tree.Comparison: lambda node: f"{_part(node.left)} {node.operator} {_part(node.right)}",
    tree.Between: lambda node: (
        f"{_part(node.value)} between {_part(node.low)} and {_part(node.high)}"
    ),
    tree.In: _membership,
    tree.Conjunction: lambda node: " and ".join(map(_part, node.operands)),
    tree.Disjunction: lambda node: " or ".join(map(_part, node.operands)),
    tree.InstanceOf: lambda node: f"{_part(node.value)} instance of {unparse_type(node.type)}",
    tree.If: lambda node: (
        f"if {unparse(node.condition)} then {unparse(node.then)} else {unparse(node.otherwise)}"
    ),
    tree.For: lambda node: f"for {_iterators(node.iterators)} return {unparse(node.body)}",
    tree.Quantified: lambda node: (
        f"{node.quantifier} {_iterators(node.iterators)} satisfies {unparse(node.condition)}"
    ),
    tree.ListLiteral: lambda node: f"[{', '.join(map(unparse, node.items))}]",
    tree.ContextLiteral: _context,
    tree.RangeLiteral: _range,
    tree.PointTest: lambda node: f"({_point(node)})",
    tree.FunctionDefinition: _function,
}
