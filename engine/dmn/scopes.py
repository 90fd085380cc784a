"""What an expression sees while a decision is made, and what is noted down meanwhile."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Protocol

from engine.feel.budgets import Evaluation
from engine.feel.limits import LIMITS
from engine.feel.values import Value

# a knowledge model may call itself; each call costs a few dozen Python frames
DEEPEST_INVOCATION = 32
# a decision with more reasons than this is wrong everywhere in the same way
MOST_REASONS = 100
# what one decision may cost altogether: rules tried, rounds of loops, calls
DECISION_LIMITS = replace(LIMITS, steps=500_000)


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a value is null, or not what the analyst may expect, at one element."""

    element: str
    code: str
    parameters: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class MatchedRule:
    """A rule that matched: ids of table and rule, and its line in the table, from 1."""

    table: str
    rule: str
    line: int


@dataclass(slots=True)
class Trace:
    """The notes taken during one evaluation, in the order things happened, and its budget."""

    reasons: list[Reason] = field(default_factory=list)
    matched: list[MatchedRule] = field(default_factory=list)
    evaluation: Evaluation = field(default_factory=lambda: Evaluation(DECISION_LIMITS))
    depth: int = 0

    def note(self, element: str, code: str, **parameters: object) -> None:
        """Write down a reason, unless there are too many already."""
        if len(self.reasons) < MOST_REASONS:
            self.reasons.append(Reason(element, code, parameters))

    def collect(self, element: str) -> None:
        """Take over what FEEL warned of since the last time, as reasons at an element."""
        for warning in self.evaluation.warnings:
            self.note(element, warning.code, **warning.parameters)
        self.evaluation.warnings.clear()


@dataclass(frozen=True, slots=True)
class Scope:
    """The variables an expression sees."""

    variables: Mapping[str, Value]
    trace: Trace

    def holding(self, more: Mapping[str, Value]) -> "Scope":
        """Return a scope in which further names hide those of the same spelling."""
        self.trace.evaluation.spend(1 + len(self.variables) // 16)
        return Scope({**self.variables, **more}, self.trace)


class Boxed(Protocol):
    """An expression of any kind, ready to be evaluated."""

    def evaluate(self, scope: Scope) -> Value:
        """Return the value in this scope; problems give null and a reason in the trace."""
