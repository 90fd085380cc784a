"""Refuse timers that cannot be counted, and deadlines that are not spelled the one way."""

from __future__ import annotations

from collections.abc import Container, Iterator

from engine.bpmn import expressions, timers
from engine.bpmn.checking.conditions import expression
from engine.bpmn.elements import Element, Event, Process
from engine.bpmn.product_functions import COUNTS, ENDING
from engine.bpmn.resources import Resources
from engine.core.deadlines import KINDS, Kind
from engine.core.findings import Finding
from engine.feel.grammar import tree
from engine.feel.problems import FeelSyntaxError

_OWN_CASE = "own_case"
# of all counts; the calendar may be left out
_PARAMETERS = ("from", "days", "calendar")


def find(process: Process, resources: Resources) -> Iterator[Finding]:
    """Give what is wrong with the timers of a process."""
    for element in process.elements.values():
        event = element.event
        if event is not None and event.kind == "timer":
            yield from _timer(process, element, event)
            yield from _calendars(process, element, event, resources)
        elif "deadline" in element.properties:
            yield Finding("deadline_misplaced", process.file, element.id)


def _timer(process: Process, element: Element, event: Event) -> Iterator[Finding]:
    text = expressions.text_of(event.text)
    if not text:
        yield Finding("timer_empty", process.file, element.id)
        return
    if event.timing == "timeCycle":
        yield Finding("timer_cycle_refused", process.file, element.id)
        return
    if timers.is_literal(text):
        if not timers.fits(event.timing, text):
            yield Finding("timer_literal_wrong", process.file, element.id, {"text": text})
    else:
        yield from expression(process.file, element.id, event.text, event.language)
    yield from _deadline(process, element, event)


def _deadline(process: Process, element: Element, event: Event) -> Iterator[Finding]:
    properties = element.properties
    if "deadline" not in properties:
        return
    if element.kind != "boundaryEvent":
        yield Finding("deadline_misplaced", process.file, element.id)
    kind = properties.get("kind", "")
    if kind not in KINDS:
        yield Finding("deadline_kind_unknown", process.file, element.id, {"kind": kind})
    if kind == Kind.UNCLAIMED and not _may_be_claimed(process, element):
        yield Finding("unclaimed_misplaced", process.file, element.id)
    if not properties.get("legalBasis"):
        yield Finding("legal_basis_missing", process.file, element.id)
    if event.timing != "timeDate" or _count(event.text) is None:
        yield Finding("deadline_not_counted", process.file, element.id)
    elif kind == Kind.BREACH and _counts(event.text, ENDING) is None:
        yield Finding("deadline_at_opening", process.file, element.id)


def _may_be_claimed(process: Process, event: Element) -> bool:
    host = process.elements.get(event.attached_to)
    is_task = host is not None and host.kind == "userTask" and host.jurisdiction != _OWN_CASE
    return is_task and not event.interrupting


def _calendars(
    process: Process, element: Element, event: Event, resources: Resources
) -> Iterator[Finding]:
    arguments = _count(event.text) or ()
    if not resources.calendars or len(arguments) < len(_PARAMETERS):
        return
    code = arguments[-1]
    if isinstance(code, tree.Literal) and code.value not in resources.calendars:
        parameters = {"calendar": str(code.value)}
        yield Finding("calendar_unknown", process.file, element.id, parameters)


def _count(text: str) -> tuple[tree.Node, ...] | None:
    """Give the arguments where the text is exactly a call of a count, None otherwise."""
    return _counts(text, COUNTS)


def _counts(text: str, functions: Container[str]) -> tuple[tree.Node, ...] | None:
    try:
        node = expressions.condition(text).expression.tree
    except FeelSyntaxError:
        return None
    if not isinstance(node, tree.Call | tree.NamedCall) or not isinstance(
        node.function, tree.Name
    ):
        return None
    if node.function.name not in functions:
        return None
    arguments = _in_order(node) if isinstance(node, tree.NamedCall) else node.arguments
    return arguments if len(_PARAMETERS) - 1 <= len(arguments) <= len(_PARAMETERS) else None


def _in_order(call: tree.NamedCall) -> tuple[tree.Node, ...]:
    given = dict(call.arguments)
    return tuple(given[name] for name in _PARAMETERS if name in given)
