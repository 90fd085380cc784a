"""Refuse diagrams whose arrows lead nowhere, everywhere, or in circles without end."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from engine.bpmn.elements import Element, Process, SequenceFlow
from engine.bpmn.vocabulary import ACTIVITIES, GATEWAYS
from engine.core.findings import Finding

# SpiffWorkflow's parser goes two calls down for each node of a way
MOST_NODES = 300
# a token may rest here; a called process is taken to have a wait of its own
_RESTING = frozenset(
    ["userTask", "serviceTask", "callActivity", "subProcess", "intermediateCatchEvent"]
)


def find(process: Process) -> Iterator[Finding]:
    """Give what is wrong with the structure of a process."""
    if len(process.elements) > MOST_NODES:
        parameters = {"count": len(process.elements), "limit": MOST_NODES}
        yield _finding("too_many_nodes", process, process.id, **parameters)
    yield from _starts(process)
    dangling = list(_references(process))
    yield from dangling
    for element in process.elements.values():
        yield from _ways(process, element)
    if not dangling:
        yield from _orphans(process)
        yield from _circles(process)


def _starts(process: Process) -> Iterator[Finding]:
    levels = ["", *(e.id for e in process.elements.values() if e.kind == "subProcess")]
    for level in levels:
        inside = [e for e in process.elements.values() if e.parent == level]
        where = level or process.id
        starts = [e for e in inside if e.kind == "startEvent"]
        if not starts:
            yield _finding("start_missing", process, where)
        if len(starts) > 1:
            yield _finding("several_starts", process, starts[1].id)
        if not any(e.kind == "endEvent" for e in inside):
            yield _finding("end_missing", process, where)


def _references(process: Process) -> Iterator[Finding]:
    for flow in process.flows.values():
        yield from _ends(process, flow)
    for element in process.elements.values():
        if element.default and element.default not in element.outgoing:
            yield _finding("dangling_reference", process, element.id, id=element.default)
        if element.kind == "boundaryEvent":
            yield from _host(process, element)
    for lane in process.lanes.values():
        for member in lane.members:
            if member not in process.elements:
                yield _finding("dangling_reference", process, lane.id, id=member)


def _ends(process: Process, flow: SequenceFlow) -> Iterator[Finding]:
    elements = process.elements
    for end in (flow.source, flow.target):
        if end not in elements:
            yield _finding("dangling_reference", process, flow.id, id=end)
    levels = {elements[end].parent for end in (flow.source, flow.target) if end in elements}
    if len(levels) > 1:
        yield _finding("flow_crosses_border", process, flow.id)


def _host(process: Process, event: Element) -> Iterator[Finding]:
    host = process.elements.get(event.attached_to)
    if host is None or host.parent != event.parent:
        yield _finding("dangling_reference", process, event.id, id=event.attached_to)
    elif host.kind not in ACTIVITIES or host.kind == "businessRuleTask":
        yield _finding("boundary_refused", process, event.id, type=host.kind)
    elif event.event is not None and event.event.kind == "error":
        yield from _error_event(process, event, host)


def _error_event(process: Process, event: Element, host: Element) -> Iterator[Finding]:
    if not event.interrupting:
        yield _finding("error_must_interrupt", process, event.id)
    if host.kind == "userTask":
        yield _finding("error_never_comes", process, event.id)


def _ways(process: Process, element: Element) -> Iterator[Finding]:
    ways_out, ways_in = len(element.outgoing), len(element.incoming)
    if element.kind == "endEvent":
        if ways_out:
            yield _finding("way_out_of_end", process, element.id)
        return
    if not ways_out:
        yield _finding("no_way_out", process, element.id)
    if ways_out > 1 and element.kind not in GATEWAYS:
        yield _finding("several_ways_out", process, element.id)
    if ways_in and element.kind in ("startEvent", "boundaryEvent"):
        yield _finding("way_into_start", process, element.id)
    if element.kind == "eventBasedGateway":
        yield from _race(process, element)


def _race(process: Process, gateway: Element) -> Iterator[Finding]:
    for flow in gateway.outgoing:
        target = process.elements.get(process.flows[flow].target)
        if target and (target.kind != "intermediateCatchEvent" or len(target.incoming) > 1):
            yield _finding("race_refused", process, target.id)


def _orphans(process: Process) -> Iterator[Finding]:
    seen: set[str] = set()
    wanted = [e.id for e in process.elements.values() if e.kind == "startEvent"]
    while wanted:
        node = wanted.pop()
        if node not in seen:
            seen.add(node)
            wanted.extend(_next(process, node))
    for element in process.elements.values():
        if element.id not in seen:
            yield _finding("orphan", process, element.id)


def _next(process: Process, node: str) -> Iterator[str]:
    yield from _after(process, node)
    yield from (e.id for e in process.elements.values() if e.attached_to == node)


def _after(process: Process, node: str) -> list[str]:
    return [process.flows[each].target for each in process.elements[node].outgoing]


def _circles(process: Process) -> Iterator[Finding]:
    restless = [e.id for e in process.elements.values() if e.kind not in _RESTING]
    onward = {node: [n for n in _after(process, node) if n in restless] for node in restless}
    backward: dict[str, list[str]] = {node: [] for node in restless}
    for node, targets in onward.items():
        for target in targets:
            backward[target].append(node)
    # what leads out of every circle, then what leads into them, is taken away
    left = _with_ways(_with_ways(set(restless), onward), backward)
    if left:
        yield _finding("circle_without_wait", process, min(left, key=restless.index))


def _with_ways(nodes: set[str], ways: Mapping[str, list[str]]) -> set[str]:
    while True:
        kept = {node for node in nodes if not nodes.isdisjoint(ways[node])}
        if kept == nodes:
            return kept
        nodes = kept


def _finding(code: str, process: Process, element: str, **parameters: object) -> Finding:
    return Finding(code, process.file, element, parameters)
