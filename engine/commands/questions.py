"""Questions from the command line to FEEL and DMN, answered without an office."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from engine.bpmn import product_functions
from engine.core.clocks import Clocks
from engine.core.errors import DefinitionRejected, InvalidInput
from engine.core.findings import Finding
from engine.core.instants import ZONE
from engine.dmn import decisions, models
from engine.dmn.findings import DecisionRejected
from engine.feel import expressions, functions, values
from engine.feel.problems import FeelSyntaxError


@dataclass(frozen=True, slots=True)
class Setting:
    """What a question is asked with: variables as a JSON object, the calendars, the time."""

    variables: str
    clocks: Clocks
    at: datetime


@dataclass(frozen=True, slots=True)
class Reply:
    """A result as one line of JSON, and what the evaluation wants to warn of."""

    json: str
    # code and parameters of each warning
    warnings: tuple[tuple[str, Mapping[str, object]], ...]


def evaluate(text: str, setting: Setting) -> Reply:
    """Evaluate a FEEL expression.

    The product's functions are known, counting by the province's calendar. Raises InvalidInput:
    `variables_unreadable`, `feel_syntax` with line and column.
    """
    known = {**_functions(setting), **_variables(setting.variables)}
    try:
        expression = expressions.parse(text, frozenset(known))
    except FeelSyntaxError as error:
        place = {"line": error.line, "column": error.column}
        raise InvalidInput("feel_syntax", **place, problem=_told(error)) from error
    outcome = expression.explain(known)
    told = tuple((warning.code, warning.parameters) for warning in outcome.warnings)
    return Reply(values.to_json_text(outcome.value), told)


def decide(document: bytes, decision: str, setting: Setting) -> Reply:
    """Make a decision of a DMN document, named by id, else by name.

    Raises InvalidInput (`variables_unreadable`) and DefinitionRejected for the document.
    """
    given = _variables(setting.variables)
    try:
        model = models.read(document, functions=_functions(setting))
        decided = decisions.decide(model, decision, given)
    except DecisionRejected as error:
        raise DefinitionRejected(
            Finding(one.code, element=one.element or None, parameters=one.parameters)
            for one in error.findings
        ) from error
    told = tuple(
        (reason.code, {"element": reason.element, **reason.parameters})
        for reason in decided.warnings
    )
    return Reply(values.to_json_text(decided.value), told)


def _functions(setting: Setting) -> dict[str, Any]:
    counts = product_functions.functions(setting.clocks)
    return {**functions.clock(setting.at.astimezone(ZONE)), **counts}


def _variables(text: str) -> dict[str, Any]:
    try:
        read = json.loads(text, parse_float=Decimal, parse_int=Decimal)
    except (ValueError, RecursionError) as error:
        raise InvalidInput("variables_unreadable") from error
    if not isinstance(read, dict):
        raise InvalidInput("variables_unreadable")
    return {name: values.from_json(value) for name, value in read.items()}


def _told(error: FeelSyntaxError) -> str:
    facts = "".join(f", {name} {value}" for name, value in error.parameters.items())
    return error.code.replace("_", " ") + facts
