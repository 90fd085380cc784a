"""What a decision table answers when none, one or several of its rules match (DMN 1.5 8.2.10)."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum

from engine.feel import comparisons
from engine.feel.budgets import Evaluation
from engine.feel.expressions import parse
from engine.feel.values import Value

# the outputs of one rule, in the order of the output columns
Outputs = tuple[Value, ...]
Rank = tuple[int, ...]


class HitPolicy(Enum):
    """How the matching rules of a table become one result."""

    UNIQUE = "UNIQUE"
    ANY = "ANY"
    PRIORITY = "PRIORITY"
    FIRST = "FIRST"
    RULE_ORDER = "RULE ORDER"
    OUTPUT_ORDER = "OUTPUT ORDER"
    COLLECT = "COLLECT"


class Aggregation(Enum):
    """What a collecting table does with the outputs of its rules."""

    NONE = ""
    SUM = "SUM"
    COUNT = "COUNT"
    MIN = "MIN"
    MAX = "MAX"


LISTS = frozenset({HitPolicy.RULE_ORDER, HitPolicy.OUTPUT_ORDER, HitPolicy.COLLECT})

_AGGREGATES = {
    Aggregation.SUM: parse("sum(outputs)", frozenset({"outputs"})),
    Aggregation.COUNT: parse("count(outputs)", frozenset({"outputs"})),
    Aggregation.MIN: parse("min(outputs)", frozenset({"outputs"})),
    Aggregation.MAX: parse("max(outputs)", frozenset({"outputs"})),
}


@dataclass(frozen=True, slots=True)
class Selection:
    """The outputs that count, or why none may."""

    outputs: Sequence[Outputs]
    problem: str = ""


def select(
    policy: HitPolicy,
    outputs: Sequence[Outputs],
    rank: Callable[[Outputs], Rank],
    evaluation: Evaluation,
) -> Selection:
    """Return which outputs of the matching rules count.

    `outputs` are in the order of the rules; `rank` orders them by the declared output values.
    """
    if policy is HitPolicy.UNIQUE and len(outputs) > 1:
        return Selection((), "several_rules_match")
    if policy is HitPolicy.ANY and not all(
        _same(outputs[0], each, evaluation) for each in outputs[1:]
    ):
        return Selection((), "rules_disagree")
    if policy is HitPolicy.OUTPUT_ORDER:
        return Selection(sorted(outputs, key=rank))
    if policy is HitPolicy.PRIORITY:
        return Selection(sorted(outputs, key=rank)[:1])
    return Selection(outputs if policy in LISTS else outputs[:1])


def _same(first: Outputs, other: Outputs, evaluation: Evaluation) -> bool:
    pairs = zip(first, other, strict=True)
    return all(comparisons.same(one, two, evaluation) for one, two in pairs)


def aggregate(aggregation: Aggregation, outputs: list[Value], evaluation: Evaluation) -> Value:
    """Return the sum, count, least or greatest of the outputs."""
    return _AGGREGATES[aggregation].run({"outputs": outputs}, evaluation)


def without_match(policy: HitPolicy, aggregation: Aggregation) -> Value:
    """Return what a table without default outputs answers when no rule matches."""
    if policy not in LISTS:
        return None
    return {Aggregation.NONE: [], Aggregation.COUNT: Decimal(0)}.get(aggregation)
