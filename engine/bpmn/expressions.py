"""FEEL in a diagram: read once when a definition is compiled, evaluated on a token."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from engine.bpmn import product_functions
from engine.feel import expressions, values

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
    def counts_days(self) -> bool:
        """Tell whether it calls a legal count of days."""
        return not self.expression.names.isdisjoint(product_functions.NAMES)

    def evaluate(self, look: Look, functions: Mapping[str, Any]) -> Any:
        """Evaluate to a FEEL value; `look` finds the JSON value of a variable, None if unknown."""
        variables = {
            name: functions[name] if name in functions else values.from_json(look(name))
            for name in self.expression.names
        }
        return self.expression.evaluate(variables)


def condition(written: str) -> Condition:
    """Read an expression; raises FeelSyntaxError."""
    text = text_of(written)
    return Condition(text, expressions.parse(text, product_functions.NAMES))
