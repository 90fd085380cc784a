"""Questions from the command line to FEEL and DMN, answered without an office."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from engine.bpmn import product_functions
from engine.core.clocks import Clocks
from engine.core.errors import DefinitionRejected, InvalidInput
from engine.core.findings import Finding
from engine.dmn import decisions, models
from engine.dmn.findings import DecisionRejected
from engine.feel import expressions, values
from engine.feel.problems import FeelSyntaxError

_DEEPEST = 100
# words only: a name with a sign in it could be a sum of others
_SPACED = re.compile(r"[^\W\d]\w*(?: \w+)+")


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
        expression = expressions.parse(text, frozenset(known).union(_entry_names(known)))
    except FeelSyntaxError as error:
        place = {"line": error.line, "column": error.column}
        raise InvalidInput("feel_syntax", **place, problem=_told(error)) from error
    outcome = expression.explain(known)
    told = tuple((warning.code, warning.parameters) for warning in outcome.warnings)
    return Reply(values.to_json_text(outcome.value), told)


def decide(
    document: bytes, decision: str, setting: Setting, beside: Mapping[str, bytes] | None = None
) -> Reply:
    """Make a decision of a DMN document, named by id, else by name.

    `beside` holds the documents that it may import, by any name.

    Raises InvalidInput (`variables_unreadable`) and DefinitionRejected for the document.
    """
    given = _variables(setting.variables)
    try:
        model = models.read(document, beside, _functions(setting))
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
    return dict(product_functions.known(setting.clocks, setting.at))


def _variables(text: str) -> dict[str, Any]:
    try:
        read = json.loads(
            text, parse_float=Decimal, parse_int=Decimal, parse_constant=_refuse_constant
        )
    except (ValueError, RecursionError) as error:
        raise InvalidInput("variables_unreadable") from error
    if not isinstance(read, dict) or _is_too_deep(read):
        raise InvalidInput("variables_unreadable")
    return {name: values.from_json(value) for name, value in read.items()}


def _is_too_deep(value: Any) -> bool:
    """Tell whether lists and objects stand in one another deeper than any form goes."""
    level = [value]
    for _ in range(_DEEPEST):
        inside: list[Any] = []
        for each in level:
            inside.extend(each.values() if isinstance(each, dict) else each)
        level = [each for each in inside if isinstance(each, dict | list)]
    return bool(level)


def _entry_names(value: object) -> Iterator[str]:
    """Give the names of entries that hold spaces, at any depth: a filter may begin with one."""
    waiting = [value]
    while waiting:
        each = waiting.pop()
        if isinstance(each, dict):
            yield from filter(_SPACED.fullmatch, each)
            waiting.extend(each.values())
        elif isinstance(each, list):
            waiting.extend(each)


def _refuse_constant(name: str) -> None:
    raise ValueError(name)


def _told(error: FeelSyntaxError) -> str:
    facts = "".join(f", {name} {value}" for name, value in error.parameters.items())
    return error.code.replace("_", " ") + facts
