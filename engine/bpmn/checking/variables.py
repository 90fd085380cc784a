"""Advise of names in expressions that nothing sets: no form, no handler, no instant, no result."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import chain

from engine.bpmn import expressions, timers
from engine.bpmn.elements import Element, Process
from engine.bpmn.product_functions import NAMES
from engine.bpmn.resources import Resources
from engine.core import deadlines
from engine.core.findings import Finding, Weight
from engine.feel.problems import FeelSyntaxError

# set by the interpreter on the branch of a deadline
_BRANCH = deadlines.KINDS


def find(processes: Mapping[str, Process], resources: Resources) -> Iterator[Finding]:
    """Give the unknown names, where the deployment says which answers there are."""
    if not resources.fields:
        return
    known = resources.fields | _BRANCH | NAMES
    for process in processes.values():
        for element in process.elements.values():
            known |= _set_by(element)
    for process in processes.values():
        for where, text in _texts(process):
            for name in sorted(_names(text) - known):
                parameters = {"variable": name}
                yield Finding("variable_unknown", process.file, where, parameters, Weight.ADVICE)


def decided_by(process: Process) -> frozenset[str]:
    """Give the names that the conditions and timers of a process read."""
    return frozenset().union(*(_names(text) for _where, text in _expressions(process)))


def _set_by(element: Element) -> frozenset[str]:
    properties = element.properties
    lists = (properties.get(name, "").split() for name in ("instants", "assigns", "counts"))
    return frozenset([*chain(*lists), element.result_variable])


def _texts(process: Process) -> Iterator[tuple[str, str]]:
    yield from _expressions(process)
    for element in process.elements.values():
        properties = element.properties
        names = [properties.get("correlation", ""), *properties.get("payload", "").split()]
        yield from ((element.id, name) for name in names if name)


def _expressions(process: Process) -> Iterator[tuple[str, str]]:
    for flow in process.flows.values():
        if flow.condition:
            yield flow.id, flow.condition
    for element in process.elements.values():
        event = element.event
        if event is not None and event.text and not timers.is_literal(event.text):
            yield element.id, event.text
        if element.properties.get("when"):
            yield element.id, element.properties["when"]


def _names(text: str) -> frozenset[str]:
    try:
        return expressions.condition(text).names
    except FeelSyntaxError:
        # that is told where the expression is checked
        return frozenset()
