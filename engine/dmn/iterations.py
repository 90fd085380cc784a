"""The boxed iterators of DMN: for, some, every (DMN 1.5 10.2.2.8 to 10.2.2.10)."""

from collections.abc import Sequence
from dataclasses import dataclass

from engine.dmn.scopes import Boxed, Scope
from engine.feel.expressions import parse
from engine.feel.values import Range, Value

# a range becomes the list of what FEEL iterates over, within FEEL's own limits
_ITEMS = parse("for each in items return each", frozenset({"items"}))


def _listed(items: Boxed, element: str, scope: Scope) -> Sequence[Value] | None:
    """Return what there is to iterate over, None and a reason where it is no list."""
    value = items.evaluate(scope)
    if isinstance(value, Range):
        value = _ITEMS.run({"items": value}, scope.trace.evaluation)
        # what ran out in there stops the decision too
        scope.trace.evaluation.spend(1)
    if isinstance(value, list):
        return value
    scope.trace.note(element, "not_a_list")
    return None


@dataclass(frozen=True, slots=True)
class For:
    """A value for each item of a list."""

    element: str
    variable: str
    items: Boxed
    body: Boxed
    # whether the body looks at `partial`
    looks_back: bool

    def evaluate(self, scope: Scope) -> Value:
        """Return the list of values; `partial` is what there is of it so far."""
        items = _listed(self.items, self.element, scope)
        if items is None:
            return None
        values: list[Value] = []
        for item in items:
            partial = {"partial": list(values)} if self.looks_back else {}
            values.append(self.body.evaluate(scope.holding({self.variable: item, **partial})))
        return values


@dataclass(frozen=True, slots=True)
class Every:
    """Whether all items of a list pass."""

    element: str
    variable: str
    items: Boxed
    body: Boxed

    def evaluate(self, scope: Scope) -> Value:
        """Return false if one is false, else true if all are true, else null."""
        answers = _answers(self, scope)
        return None if answers is None else _decide(answers, deciding=False)


@dataclass(frozen=True, slots=True)
class Some:
    """Whether an item of a list passes."""

    element: str
    variable: str
    items: Boxed
    body: Boxed

    def evaluate(self, scope: Scope) -> Value:
        """Return true if one is true, else false if all are false, else null."""
        answers = _answers(self, scope)
        return None if answers is None else _decide(answers, deciding=True)


def _answers(quantified: Every | Some, scope: Scope) -> list[Value] | None:
    items = _listed(quantified.items, quantified.element, scope)
    if items is None:
        return None
    return [quantified.body.evaluate(scope.holding({quantified.variable: item})) for item in items]


def _decide(answers: Sequence[Value], *, deciding: bool) -> bool | None:
    """Return the answer that decides if it is given, null if one is no boolean."""
    if any(answer is deciding for answer in answers):
        return deciding
    if all(isinstance(answer, bool) for answer in answers):
        return not deciding
    return None
