"""Decision tables: find the rules that match and make one result of their outputs."""

from collections.abc import Sequence
from dataclasses import dataclass

from engine.dmn import hit_policies
from engine.dmn.hit_policies import Aggregation, HitPolicy, Outputs, Rank
from engine.dmn.rule_index import RuleIndex
from engine.dmn.scopes import Boxed, MatchedRule, Scope
from engine.dmn.type_checks import Checked
from engine.feel.budgets import Evaluation
from engine.feel.expressions import UnaryTests
from engine.feel.values import Value

# evaluating an output and checking its type
_STEPS = 4


@dataclass(frozen=True, slots=True)
class Cell:
    """An input entry; one without tests ("-") matches every value."""

    element: str
    tests: UnaryTests | None

    def matches(self, value: Value, scope: Scope) -> bool:
        """Tell whether the value passes the tests."""
        if self.tests is None:
            return True
        return self.tests.run(value, scope.variables, scope.trace.evaluation) is True


@dataclass(frozen=True, slots=True)
class Column:
    """An input of the table; `allowed` are the values it may take."""

    element: str
    logic: Boxed
    allowed: UnaryTests | None

    def allows(self, value: Value, scope: Scope) -> bool:
        """Tell whether the value is one that the input may take; null always is."""
        if value is None or self.allowed is None:
            return True
        if self.allowed.run(value, scope.variables, scope.trace.evaluation):
            return True
        scope.trace.note(self.element, "input_not_allowed")
        return False


@dataclass(frozen=True, slots=True)
class Output:
    """An output of the table with its default and its values in order of priority."""

    name: str
    checked: Checked
    default: Boxed | None
    priorities: Sequence[Value]


@dataclass(frozen=True, slots=True)
class Rule:
    """A row of the table."""

    element: str
    cells: tuple[Cell, ...]
    outputs: tuple[Boxed, ...]


@dataclass(frozen=True, slots=True)
class DecisionTable:
    """A decision table, ready to be evaluated."""

    element: str
    policy: HitPolicy
    aggregation: Aggregation
    columns: tuple[Column, ...]
    outputs: tuple[Output, ...]
    rules: tuple[Rule, ...]
    index: RuleIndex | None

    def evaluate(self, scope: Scope) -> Value:
        """Return the result and note the rules that matched."""
        values = [column.logic.evaluate(scope) for column in self.columns]
        pairs = zip(self.columns, values, strict=True)
        if not all(column.allows(value, scope) for column, value in pairs):
            return None
        matching = self._matching(values, scope)
        if not matching:
            return self._default(scope)
        scope.trace.evaluation.spend(len(matching) * len(self.outputs) * _STEPS)
        rows = [self._row(self.rules[line], scope) for line in matching]
        selection = hit_policies.select(self.policy, rows, self._rank, scope.trace.evaluation)
        scope.trace.matched += [
            MatchedRule(self.element, self.rules[line].element, line + 1) for line in matching
        ]
        if selection.problem:
            lines = ", ".join(str(line + 1) for line in matching)
            scope.trace.note(self.element, selection.problem, lines=lines)
            return None
        return self._result(selection.outputs, scope.trace.evaluation)

    def _matching(self, values: Sequence[Value], scope: Scope) -> Sequence[int]:
        lines: Sequence[int] = range(len(self.rules))
        if self.index is not None:
            lines = self.index.candidates(values[self.index.column], lines)
        scope.trace.evaluation.spend(1 + len(lines))
        first_only = self.policy is HitPolicy.FIRST
        matching = []
        for line in lines:
            cells = zip(self.rules[line].cells, values, strict=True)
            if all(cell.matches(value, scope) for cell, value in cells):
                matching.append(line)
                if first_only:
                    break
        if scope.trace.evaluation.warnings:
            scope.trace.collect(self.element)
        return matching

    def _row(self, rule: Rule, scope: Scope) -> Outputs:
        return tuple(
            output.checked.coerce(logic.evaluate(scope), scope.trace)
            for output, logic in zip(self.outputs, rule.outputs, strict=True)
        )

    def _rank(self, row: Outputs) -> Rank:
        """Rank a row by the declared output values, unknown values last."""
        return tuple(
            _position(value, output.priorities)
            for output, value in zip(self.outputs, row, strict=True)
        )

    def _result(self, rows: Sequence[Outputs], evaluation: Evaluation) -> Value:
        if self.policy not in hit_policies.LISTS:
            return self._named(rows[0])
        if self.aggregation is Aggregation.NONE:
            return [self._named(row) for row in rows]
        if self.aggregation is Aggregation.COUNT:
            named = [self._named(row) for row in rows]
            return hit_policies.aggregate(self.aggregation, named, evaluation)
        columns = zip(*rows, strict=True)
        return self._named(
            tuple(
                hit_policies.aggregate(self.aggregation, list(column), evaluation)
                for column in columns
            )
        )

    def _named(self, row: Outputs) -> Value:
        if len(self.outputs) == 1:
            return row[0]
        return {output.name: value for output, value in zip(self.outputs, row, strict=True)}

    def _default(self, scope: Scope) -> Value:
        if all(output.default is None for output in self.outputs):
            return hit_policies.without_match(self.policy, self.aggregation)
        defaults = tuple(
            None if output.default is None else output.default.evaluate(scope)
            for output in self.outputs
        )
        return self._named(defaults)


def _position(value: Value, priorities: Sequence[Value]) -> int:
    found = (place for place, each in enumerate(priorities) if each == value)
    return next(found, len(priorities))
