"""Make the decision of a business rule task."""

from __future__ import annotations

from typing import Any

from engine.bpmn.decision_files import Table
from engine.bpmn.expressions import Look
from engine.bpmn.product_functions import known
from engine.core.progress import MadeDecision
from engine.core.surroundings import Surroundings
from engine.dmn import decisions
from engine.feel import values


def make(element: str, table: Table, look: Look, surroundings: Surroundings) -> MadeDecision:
    """Decide on what is known now; the result is JSON."""
    given: dict[str, Any] = {name: values.from_json(look(name)) for name in table.inputs}
    decided = decisions.decide(
        table.model, table.decision, {**given, **known(surroundings.clocks, surroundings.at)}
    )
    return MadeDecision(
        element=element,
        decision=table.decision,
        inputs={name: values.to_json(value) for name, value in decided.inputs.items()},
        matched=tuple((rule.table, rule.rule, rule.line) for rule in decided.matched),
        output=values.to_json(decided.value),
    )
