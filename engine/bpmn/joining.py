"""Join the specs that the parser made with what the diagram says about them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from engine.bpmn import expressions, timers
from engine.bpmn.elements import Element, SequenceFlow
from engine.bpmn.gateways import InclusiveGateway, ParallelGateway
from engine.bpmn.nodes import Flow, Node
from engine.bpmn.parsing import ProcessSpec
from engine.bpmn.timers import Timer

_GATEWAYS_WITH_CONDITIONS = ("exclusiveGateway", "inclusiveGateway")


def join(
    specs: Mapping[str, ProcessSpec],
    elements: Mapping[str, Element],
    flows: Mapping[str, SequenceFlow],
) -> tuple[Node, ...]:
    """Give all nodes in a fixed order, each knowing its element, flows and boundary events."""
    indexes = {flow_id: index for index, flow_id in enumerate(flows)}
    nodes: list[Node] = []
    for name, spec in specs.items():
        drawn = {n.name: n for n in spec.task_specs.values() if n.name in elements}
        spec.beginning.element = _beginning(name, spec)
        spec.beginning.flows = (_into_start(drawn, elements),)
        for node in [spec.beginning, *drawn.values()]:
            node.index = len(nodes)
            nodes.append(node)
        for node in drawn.values():
            _connect(node, drawn, elements, flows, indexes)
    for node in nodes:
        if isinstance(node, InclusiveGateway):
            node.reach = {each.index: _reached(each, node) for each in nodes}
    return tuple(nodes)


def waiting_gateways(nodes: Iterable[Node]) -> frozenset[Any]:
    """Give the inclusive gateways at which tokens wait for each other."""
    return frozenset(
        node for node in nodes if isinstance(node, InclusiveGateway) and len(node.incoming) > 1
    )


def _beginning(name: str, spec: ProcessSpec) -> Element:
    return Element(spec.beginning.name, name, "", {}, "", "", "", {}, (), ())


def _into_start(drawn: Mapping[str, Any], elements: Mapping[str, Element]) -> Flow:
    start = next(node for name, node in drawn.items() if elements[name].kind == "startEvent")
    return Flow(-1, "", start, None)


def _connect(
    node: Any,
    drawn: Mapping[str, Any],
    elements: Mapping[str, Element],
    flows: Mapping[str, SequenceFlow],
    indexes: Mapping[str, int],
) -> None:
    element = elements[node.name]
    node.element = element
    node.flows = tuple(
        _flow(element, flows[each], drawn, indexes[each]) for each in element.outgoing
    )
    node.boundary = tuple(
        other for name, other in drawn.items() if elements[name].attached_to == node.name
    )
    if isinstance(node, ParallelGateway | InclusiveGateway):
        node.incoming = frozenset(indexes[each] for each in element.incoming)
    _tell_event(node, element)


def _tell_event(node: Any, element: Element) -> None:
    event = element.event
    if event is None or event.kind not in ("timer", "message"):
        return
    # a message is sent by the outbox, as a service task is called
    node.waits_for = "service" if element.sends_message else event.kind
    if event.kind == "timer":
        node.timer = timer(event.timing, event.text)
    when = element.properties.get("when")
    if when and element.awaits_message:
        node.when = expressions.condition(when)


def timer(timing: str, text: str) -> Timer:
    """Read when a timer is due; raises FeelSyntaxError."""
    plain = expressions.text_of(text)
    literal = timers.is_literal(plain)
    return Timer(timing, plain, None if literal else expressions.condition(plain))


def _flow(element: Element, flow: SequenceFlow, drawn: Mapping[str, Any], index: int) -> Flow:
    is_default = element.default == flow.id
    asks = element.kind in _GATEWAYS_WITH_CONDITIONS and flow.condition and not is_default
    condition = expressions.condition(flow.condition or "") if asks else None
    made = Flow(index, flow.id, drawn[flow.target], condition)
    made.is_default = is_default
    return made


def _reached(start: Node, gateway: Node) -> frozenset[int]:
    reached: set[int] = set()
    seen, wanted = {start}, [start]
    while wanted:
        node = wanted.pop()
        for flow in node.flows:
            if flow.target is gateway:
                reached.add(flow.index)
            elif flow.target not in seen:
                seen.add(flow.target)
                wanted.append(flow.target)
    return frozenset(reached)
