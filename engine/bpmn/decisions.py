"""Make the decision of a business rule task."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from engine.bpmn import product_functions
from engine.bpmn.decision_files import Table
from engine.bpmn.elements import Element
from engine.bpmn.expressions import Look
from engine.core.progress import DecisionWarning, MadeDecision
from engine.core.surroundings import Surroundings
from engine.dmn import decisions
from engine.dmn.scopes import Reason
from engine.feel import values

# what the words of a warning may need and what never holds a value of a case
_WITHOUT_VALUES = frozenset(
    ["function", "left", "limit", "lines", "of", "operator", "parameter", "right", "wanted"]
)
# a kind of value, where it is a word
_KINDS = frozenset(["given", "start", "end"])
# a name as the document writes it
_NAMED = frozenset(["no_such_property", "unknown_name", "unknown_type"])


@dataclass(frozen=True, slots=True)
class Knowledge:
    """What a token knows while a decision is made on it."""

    look: Look
    # whether a name stands for an answer of the case
    is_answer: Callable[[str], bool]


def make(element: Element, table: Table, known: Knowledge, around: Surroundings) -> MadeDecision:
    """Decide on what is known now; the result is JSON."""
    given: dict[str, Any] = {name: values.from_json(known.look(name)) for name in table.inputs}
    product = product_functions.known(around.clocks, around.at)
    decided = decisions.decide(table.model, table.decision, {**given, **product})
    return MadeDecision(
        element=element.id,
        decision=table.decision,
        inputs={name: values.to_json(value) for name, value in decided.inputs.items()},
        matched=tuple((rule.table, rule.rule, rule.line) for rule in decided.matched),
        output=values.to_json(decided.value),
        answers=tuple(name for name in decided.inputs if known.is_answer(name)),
        version=table.version,
        warnings=tuple(map(_warning, decided.warnings)),
    )


def _warning(reason: Reason) -> DecisionWarning:
    told = {
        name: str(value)
        for name, value in reason.parameters.items()
        if _is_safe(reason.code, name, value)
    }
    return DecisionWarning(reason.element, reason.code, told)


def _is_safe(code: str, name: str, value: object) -> bool:
    if name in _KINDS:
        return isinstance(value, str)
    return name in _WITHOUT_VALUES or (name == "name" and code in _NAMED)
