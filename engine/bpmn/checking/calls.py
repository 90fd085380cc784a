"""Refuse calls of what is not there, calls without end, and errors that nobody catches."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from engine.bpmn.elements import Element, Event, Process
from engine.bpmn.resources import Resources
from engine.core.findings import Finding


def find(
    process: Process, processes: Mapping[str, Process], resources: Resources
) -> Iterator[Finding]:
    """Give what is wrong with what the activities of a process call."""
    for element in process.elements.values():
        if element.kind == "callActivity":
            yield from _call(process, element, processes)
        elif element.kind == "serviceTask":
            yield from _service(process, element, resources)
        elif element.kind == "businessRuleTask":
            yield from _rule(process, element)
        for event in element.events:
            if event.kind in ("message", "error"):
                yield from _reference(process, element, event)


def circles(processes: Mapping[str, Process]) -> Iterator[Finding]:
    """Give the call activities through which a process calls itself."""
    for process in processes.values():
        for element in process.elements.values():
            if element.called and process.id in reached(element.called, processes):
                parameters = {"process": process.id}
                yield Finding("calls_itself", process.file, element.id, parameters)


def reached(process_id: str, processes: Mapping[str, Process]) -> set[str]:
    """Give the ids of a process and of all that it calls, directly or not."""
    seen: set[str] = set()
    wanted = [process_id]
    while wanted:
        each = wanted.pop()
        if each not in seen and each in processes:
            seen.add(each)
            wanted.extend(processes[each].called)
    return seen


def uncaught(processes: Mapping[str, Process], startable: frozenset[str]) -> Iterator[Finding]:
    """Give the error end events that no boundary event around them catches."""
    for process in processes.values():
        if process.id not in startable:
            continue
        for file, element, code in sorted(_escaping(process.id, "", processes, ())):
            yield Finding("error_not_caught", file, element, {"error": code})


def _call(
    process: Process, element: Element, processes: Mapping[str, Process]
) -> Iterator[Finding]:
    called = processes.get(element.called)
    if not element.called:
        yield Finding("called_missing", process.file, element.id)
    elif called is None:
        parameters = {"process": element.called}
        yield Finding("called_unknown", process.file, element.id, parameters)
    elif not called.executable:
        parameters = {"process": element.called}
        yield Finding("called_not_executable", process.file, element.id, parameters)


def _service(process: Process, element: Element, resources: Resources) -> Iterator[Finding]:
    if not element.operation:
        yield Finding("operation_missing", process.file, element.id)
    elif element.operation not in resources.operations:
        parameters = {"operation": element.operation}
        yield Finding("operation_unknown", process.file, element.id, parameters)


def _rule(process: Process, element: Element) -> Iterator[Finding]:
    if not element.decision:
        yield Finding("decision_missing", process.file, element.id)
    if not element.result_variable:
        yield Finding("result_variable_missing", process.file, element.id)


def _reference(process: Process, element: Element, event: Event) -> Iterator[Finding]:
    kind = event.kind
    catches_all = kind == "error" and element.kind == "boundaryEvent" and not event.reference
    if not event.name and not catches_all:
        yield Finding(f"{kind}_missing", process.file, element.id)


def _escaping(
    process_id: str, level: str, processes: Mapping[str, Process], above: tuple[str, ...]
) -> set[tuple[str, str, str]]:
    process = processes.get(process_id)
    if process is None or process_id in above:
        return set()
    escaping: set[tuple[str, str, str]] = set()
    for element in process.elements.values():
        if element.parent != level:
            continue
        event = element.event
        if element.kind == "endEvent" and event is not None and event.kind == "error":
            escaping.add((process.file, element.id, event.name))
        inside: set[tuple[str, str, str]] = set()
        if element.kind == "callActivity":
            inside = _escaping(element.called, "", processes, (*above, process_id))
        elif element.kind == "subProcess":
            inside = _escaping(process_id, element.id, processes, above)
        escaping |= {each for each in inside if not _catches(process, element, each[2])}
    return escaping


def _catches(process: Process, activity: Element, code: str) -> bool:
    return any(
        each.event is not None and each.event.kind == "error" and each.event.name in ("", code)
        for each in process.elements.values()
        if each.attached_to == activity.id
    )
