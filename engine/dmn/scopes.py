"""What an expression sees while a decision is made, and what is noted down meanwhile."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol

from engine.feel.values import Value

# a knowledge model may call itself; each call costs a few dozen Python frames
DEEPEST_INVOCATION = 24
# a decision with more reasons than this is wrong everywhere in the same way
MOST_REASONS = 100


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
    """The notes taken during one evaluation, in the order things happened."""

    reasons: list[Reason] = field(default_factory=list)
    matched: list[MatchedRule] = field(default_factory=list)
    depth: int = 0

    def note(
        self, element: str, code: str, parameters: Mapping[str, object] | None = None
    ) -> None:
        """Write down a reason, unless there are too many already."""
        if len(self.reasons) < MOST_REASONS:
            self.reasons.append(Reason(element, code, parameters or {}))


@dataclass(frozen=True, slots=True)
class Scope:
    """The variables an expression sees."""

    variables: Mapping[str, Value]
    trace: Trace

    def holding(self, more: Mapping[str, Value]) -> "Scope":
        """Return a scope in which further names hide those of the same spelling."""
        return Scope({**self.variables, **more}, self.trace)


class Boxed(Protocol):
    """An expression of any kind, ready to be evaluated."""

    def evaluate(self, scope: Scope) -> Value:
        """Return the value in this scope; problems give null and a reason in the trace."""
