"""Which function compiles which node."""

from typing import Any

from engine.feel.evaluation import (
    arithmetic,
    calls,
    literals,
    logic,
    loops,
    membership,
    selections,
)
from engine.feel.grammar import tree

HANDLERS: dict[type, Any] = {
    tree.Literal: literals.literal,
    tree.AtLiteral: literals.at_literal,
    tree.Name: selections.name,
    tree.Path: selections.path,
    tree.Filter: selections.selection,
    tree.Call: calls.call,
    tree.NamedCall: calls.named_call,
    tree.Negation: arithmetic.negation,
    tree.Arithmetic: arithmetic.arithmetic,
    tree.Comparison: logic.comparison,
    tree.Between: logic.between,
    tree.In: membership.membership,
    tree.Conjunction: logic.conjunction,
    tree.Disjunction: logic.disjunction,
    tree.InstanceOf: calls.instance,
    tree.If: logic.condition,
    tree.For: loops.loop,
    tree.Quantified: loops.quantified,
    tree.ListLiteral: literals.list_literal,
    tree.ContextLiteral: literals.context_literal,
    tree.RangeLiteral: literals.range_literal,
    tree.PointTest: literals.point_range,
    tree.FunctionDefinition: calls.definition,
}
