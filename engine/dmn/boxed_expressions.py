"""The boxed expressions of DMN besides the decision table (DMN 1.5 chapter 7.3 and 10.2)."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from engine.dmn.scopes import Boxed, Scope
from engine.dmn.type_checks import Checked
from engine.feel.expressions import Expression, parse
from engine.feel.values import Function, Value

_PLACE = parse("items[place]", frozenset({"items", "place"}))


@dataclass(frozen=True, slots=True)
class Literal:
    """A FEEL expression."""

    element: str
    expression: Expression

    def evaluate(self, scope: Scope) -> Value:
        """Return the value and note why it is null where it is."""
        value = self.expression.run(scope.variables, scope.trace.evaluation)
        if scope.trace.evaluation.warnings:
            scope.trace.collect(self.element)
        return value


@dataclass(frozen=True, slots=True)
class Nothing:
    """An expression that cannot be evaluated: null, for the reason given."""

    element: str
    code: str

    def evaluate(self, scope: Scope) -> Value:
        """Return null and note the reason."""
        scope.trace.note(self.element, self.code)
        return None


@dataclass(frozen=True, slots=True)
class ContextEntry:
    """One line of a boxed context; the line without a name is the result."""

    name: str
    logic: Boxed
    result_type: Checked


@dataclass(frozen=True, slots=True)
class Context:
    """Named entries, each of which sees those above it."""

    entries: tuple[ContextEntry, ...]

    def evaluate(self, scope: Scope) -> Value:
        """Return the context, or the value of the entry without a name."""
        entries: dict[str, Value] = {}
        # one for all entries: a function sees itself when it is called
        variables = dict(scope.variables)
        inside = Scope(variables, scope.trace)
        for entry in self.entries:
            scope.trace.evaluation.spend(1)
            value = entry.result_type.coerce(entry.logic.evaluate(inside), scope.trace)
            if not entry.name:
                return value
            entries[entry.name] = variables[entry.name] = value
        return entries


@dataclass(frozen=True, slots=True)
class Invocation:
    """A function called with values bound to its parameters by name."""

    element: str
    function: Boxed
    bindings: tuple[tuple[str, Boxed], ...]

    def evaluate(self, scope: Scope) -> Value:
        """Return what the function returns, null where it is no function."""
        function = self.function.evaluate(scope)
        if not isinstance(function, Function):
            scope.trace.note(self.element, "not_a_function")
            return None
        arguments = {name: logic.evaluate(scope) for name, logic in self.bindings}
        value = function.call_named(arguments, scope.trace.evaluation)
        scope.trace.collect(self.element)
        return value


@dataclass(frozen=True, slots=True)
class List:
    """A list of expressions."""

    items: tuple[Boxed, ...]

    def evaluate(self, scope: Scope) -> Value:
        """Return the list of their values."""
        return [item.evaluate(scope) for item in self.items]


@dataclass(frozen=True, slots=True)
class Relation:
    """A table of expressions: a list of contexts with the columns as names."""

    columns: tuple[str, ...]
    types: tuple[Checked, ...]
    rows: tuple[tuple[Boxed, ...], ...]

    def evaluate(self, scope: Scope) -> Value:
        """Return a context per row."""
        return [self._row(row, scope) for row in self.rows]

    def _row(self, row: Sequence[Boxed], scope: Scope) -> dict[str, Value]:
        cells = zip(self.columns, self.types, row, strict=True)
        return {
            name: checked.coerce(cell.evaluate(scope), scope.trace)
            for name, checked, cell in cells
        }


@dataclass(frozen=True, slots=True)
class Conditional:
    """If, then, else, each a boxed expression."""

    element: str
    condition: Boxed
    then: Boxed
    otherwise: Boxed

    def evaluate(self, scope: Scope) -> Value:
        """Return the branch that the condition chooses; null counts as false."""
        condition = self.condition.evaluate(scope)
        if condition is True:
            return self.then.evaluate(scope)
        if condition is False or condition is None:
            return self.otherwise.evaluate(scope)
        scope.trace.note(self.element, "not_a_boolean")
        return None


@dataclass(frozen=True, slots=True)
class Filter:
    """The items of a list for which an expression is true."""

    element: str
    items: Boxed
    match: Boxed

    def evaluate(self, scope: Scope) -> Value:
        """Return the items that match; the entries of an item and `item` itself are in scope.

        As in FEEL, a match that is a number chooses the item at that place.
        """
        items = self.items.evaluate(scope)
        if items is None:
            scope.trace.note(self.element, "not_a_list")
            return None
        listed = items if isinstance(items, list) else [items]
        kept = []
        for item in listed:
            entries = item if isinstance(item, dict) else {}
            match = self.match.evaluate(scope.holding({"item": item, **entries}))
            if isinstance(match, Decimal):
                return _PLACE.run({"items": listed, "place": match}, scope.trace.evaluation)
            if match is True:
                kept.append(item)
        return kept
