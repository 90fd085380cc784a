"""What the texts of a form tell of decisions, made by the tables that cases are decided by."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from engine.bpmn import product_functions
from engine.bpmn.decision_files import Table
from engine.bpmn.definitions import Definition
from engine.commands.engine import Engine
from engine.dmn import decisions
from engine.feel import values
from forms import view
from forms.fields import Field, Form


def of(
    engine: Engine, definition: Definition, form: Form, known: Mapping[str, Any]
) -> dict[str, Any]:
    """Give the result of each decision that a text tells of, by its name in the context.

    The version is that of the business rule task which makes the decision in a case; one that no
    task makes tells nothing. `known` are JSON values.
    """
    if not form.decided:
        return {}
    rules = (each for each in definition.elements.values() if each.decision)
    tables = {each.decision: definition.table_of(each) for each in rules}
    product = product_functions.known(engine.clocks, engine.clock())
    return {
        view.decided(entry): _made(tables[entry.decision], entry, known, product)
        for entry in form.decided
        if entry.decision in tables
    }


def _made(table: Table, entry: Field, known: Mapping[str, Any], product: Mapping[str, Any]) -> Any:
    given = {name: values.from_json(known.get(name)) for name in table.inputs}
    if entry.given is not None:
        named = {name: values.from_json(known.get(name)) for name in entry.given.names}
        told = entry.given.evaluate({**named, **product})
        given |= told if isinstance(told, Mapping) else {}
    decided = decisions.decide(table.model, table.decision, {**given, **product})
    return values.to_json(decided.value)
