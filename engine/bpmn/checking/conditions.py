"""Refuse gateways without an answer, and expressions that are not FEEL."""

from __future__ import annotations

from collections.abc import Iterator

from engine.bpmn import expressions
from engine.bpmn.elements import Element, Process, SequenceFlow
from engine.bpmn.vocabulary import FEEL_LANGUAGES
from engine.core.findings import Finding
from engine.core.office_settings import DECLARED
from engine.feel.problems import FeelSyntaxError

_ASKING = ("exclusiveGateway", "inclusiveGateway")


def find(process: Process) -> Iterator[Finding]:
    """Give what is wrong with the conditions of a process."""
    for element in process.elements.values():
        flows = [process.flows[each] for each in element.outgoing]
        if element.kind not in _ASKING:
            for flow in flows:
                if flow.condition is not None:
                    yield Finding("condition_ignored", process.file, flow.id)
            continue
        yield from _answers(process, element, flows)


def _answers(process: Process, gateway: Element, flows: list[SequenceFlow]) -> Iterator[Finding]:
    if len(flows) > 1 and not gateway.default:
        yield Finding("default_missing", process.file, gateway.id)
    for flow in flows:
        is_default = flow.id == gateway.default
        if is_default and flow.condition is not None:
            yield Finding("condition_on_default", process.file, flow.id)
        elif flow.condition:
            yield from expression(process.file, flow.id, flow.condition, flow.language)
        elif len(flows) > 1 and not is_default:
            yield Finding("condition_missing", process.file, flow.id)
    if len(flows) == 1 and flows[0].condition is not None:
        yield Finding("condition_ignored", process.file, flows[0].id)


def expression(file: str, element: str, text: str, language: str) -> Iterator[Finding]:
    """Give what is wrong with one expression, with the line and column in its text."""
    if language not in FEEL_LANGUAGES:
        yield Finding("expression_language_refused", file, element, {"language": language})
        return
    try:
        read = expressions.condition(text)
    except FeelSyntaxError as error:
        place = {"line": error.line, "column": error.column, "problem": error.code}
        parameters = {**error.parameters, **place}
        yield Finding("expression_invalid", file, element, parameters)
        return
    for name in read.unknown_functions:
        yield Finding("function_unknown", file, element, {"function": name})
    for name in read.settings:
        if name not in DECLARED:
            yield Finding("setting_unknown", file, element, {"setting": name})
