"""FEEL in a diagram: read once when a definition is compiled, evaluated on a token."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from engine.bpmn import product_functions
from engine.feel import expressions, values
from engine.feel.grammar import tree

Look = Callable[[str], Any]


def text_of(written: str) -> str:
    """Give the expression without the `=` that some modellers put in front."""
    return written.strip().removeprefix("=").strip()


@dataclass(frozen=True, slots=True)
class Condition:
    """A FEEL expression of a diagram."""

    text: str
    expression: expressions.Expression

    @property
    def names(self) -> frozenset[str]:
        """Give the variables and functions that it uses."""
        return self.expression.names

    @property
    def called(self) -> tuple[str, ...]:
        """Give the names that are called, each once."""
        nodes = _nodes(self.expression.tree)
        calls = (node.function for node in nodes if isinstance(node, tree.Call | tree.NamedCall))
        return tuple(dict.fromkeys(each.name for each in calls if isinstance(each, tree.Name)))

    @property
    def unknown_functions(self) -> tuple[str, ...]:
        """Give the names that are called and are neither built in nor of the product."""
        strange = self.expression.names - product_functions.NAMES
        return tuple(name for name in self.called if name in strange)

    @property
    def settings(self) -> tuple[str, ...]:
        """Give the names of the settings that it reads, where they are written out."""
        return tuple(
            str(node.arguments[0].value)
            for node in _nodes(self.expression.tree)
            if isinstance(node, tree.Call)
            and node.function == tree.Name(product_functions.SETTING)
            and node.arguments
            and isinstance(node.arguments[0], tree.Literal)
        )

    @property
    def asks_the_product(self) -> bool:
        """Tell whether it calls a legal count of days, or reads a setting of the office."""
        return not self.expression.names.isdisjoint(product_functions.NAMES)

    @property
    def reads_clock(self) -> bool:
        """Tell whether it may ask for the time."""
        return any(name in self.text for name in ("now", "today"))

    def evaluate(self, look: Look, functions: Mapping[str, Any]) -> Any:
        """Evaluate to a FEEL value; `look` finds the JSON value of a variable, None if unknown."""
        asked = self.expression.names - functions.keys()
        variables = {name: values.from_json(look(name)) for name in asked}
        return self.expression.evaluate({**functions, **variables})


def _nodes(part: object) -> Iterator[object]:
    if isinstance(part, tuple):
        for each in part:
            yield from _nodes(each)
    elif dataclasses.is_dataclass(part):
        yield part
        for field in dataclasses.fields(part):
            yield from _nodes(getattr(part, field.name))


def condition(written: str) -> Condition:
    """Read an expression; raises FeelSyntaxError."""
    text = text_of(written)
    return Condition(text, expressions.parse(text, product_functions.NAMES))
