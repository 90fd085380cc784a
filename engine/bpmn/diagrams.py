"""Read a parsed diagram into our records; what is wrong with it is for the checks to say."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from lxml import etree

from engine.bpmn import documents, vocabulary
from engine.bpmn.elements import Diagram, Element, Event, Lane, Process, SequenceFlow
from engine.bpmn.vocabulary import bpmn, local, spiff, text_of

_EVENT_SUFFIX = "EventDefinition"
_TIMINGS = ("timeDate", "timeDuration", "timeCycle")


def read(file: str, document: bytes) -> Diagram:
    """Read a file; raises DefinitionRejected where its XML cannot be read at all."""
    return of_root(file, documents.read(file, document))


def of_root(file: str, root: etree._Element) -> Diagram:
    """Read the tree of a file that `documents.read` let pass."""
    references = _references(root)
    processes = tuple(_process(file, node, references) for node in root.iter(bpmn("process")))
    drawn = frozenset(
        node.get("bpmnElement", "")
        for name in ("BPMNShape", "BPMNEdge")
        for node in root.iter(f"{{{vocabulary.BPMNDI}}}{name}")
    )
    return Diagram(file, processes, drawn)


def properties_of(node: etree._Element) -> dict[str, str]:
    """Give the extension properties of an element by name."""
    return {
        each.get("name", ""): each.get("value", "").strip()
        for each in node.iterfind(
            f"{bpmn('extensionElements')}/{spiff('properties')}/{spiff('property')}"
        )
    }


def names_of(node: etree._Element, properties: Mapping[str, str]) -> dict[str, str]:
    """Give the names of an element by language; `name` is the English one."""
    names = {
        key.removeprefix("name:"): value
        for key, value in properties.items()
        if key.startswith("name:") and value
    }
    english = (node.get("name") or "").strip()
    return {"en": english, **names} if english else names


def _references(root: etree._Element) -> dict[str, str]:
    messages = {n.get("id", ""): n.get("name", "") for n in root.iterfind(bpmn("message"))}
    errors = {n.get("id", ""): n.get("errorCode", "") for n in root.iterfind(bpmn("error"))}
    return {**messages, **errors}


def _process(file: str, node: etree._Element, references: Mapping[str, str]) -> Process:
    process_id = node.get("id", "")
    lanes = tuple(_lanes(process_id, node))
    flows = {
        each.get("id", ""): _flow(process_id, each) for each in node.iter(bpmn("sequenceFlow"))
    }
    incoming, outgoing = defaultdict(list), defaultdict(list)
    for flow in flows.values():
        incoming[flow.target].append(flow.id)
        outgoing[flow.source].append(flow.id)
    elements = {}
    for each in _flow_nodes(node):
        element = _element(process_id, each, references)
        elements[element.id] = replace(
            _in_lane(element, lanes),
            incoming=tuple(incoming[element.id]),
            outgoing=tuple(outgoing[element.id]),
        )
    elements = {id_: _beside_host(each, elements) for id_, each in elements.items()}
    executable = node.get("isExecutable", "false") == "true"
    names = names_of(node, properties_of(node))
    by_id = {lane.id: lane for lane in lanes}
    return Process(process_id, file, names, executable, elements, flows, by_id)


def _flow_nodes(process: etree._Element) -> Iterator[etree._Element]:
    known = vocabulary.FLOW_NODES | vocabulary.OTHER_FLOW_NODES
    return (node for node in process.iter(f"{{{vocabulary.BPMN}}}*") if local(node) in known)


def _lanes(process_id: str, process: etree._Element) -> Iterator[Lane]:
    for node in process.iter(bpmn("lane")):
        own = properties_of(node)
        around = [properties_of(a) for a in node.iterancestors(bpmn("lane"))]
        chain = [own, *around]
        yield Lane(
            node.get("id", ""),
            process_id,
            names_of(node, own),
            _first(chain, "role"),
            _first(chain, "jurisdiction"),
            tuple(text_of(each) for each in node.iterfind(bpmn("flowNodeRef"))),
        )


def _first(chain: Iterable[Mapping[str, str]], name: str) -> str:
    return next((each[name] for each in chain if each.get(name)), "")


def _in_lane(element: Element, lanes: Iterable[Lane]) -> Element:
    # an outer lane comes before the lanes inside it, so the last claim is the innermost
    lane = next((each for each in reversed(tuple(lanes)) if element.id in each.members), None)
    own = element.properties
    if lane is None:
        return replace(element, role=own.get("role", ""), jurisdiction=own.get("jurisdiction", ""))
    return replace(
        element,
        lane=lane.id,
        role=own.get("role") or lane.role,
        jurisdiction=own.get("jurisdiction") or lane.jurisdiction,
    )


def _beside_host(element: Element, elements: Mapping[str, Element]) -> Element:
    host = elements.get(element.attached_to)
    if host is None or element.lane:
        return element
    return replace(
        element,
        lane=host.lane,
        role=element.role or host.role,
        jurisdiction=element.jurisdiction or host.jurisdiction,
    )


def _flow(process_id: str, node: etree._Element) -> SequenceFlow:
    condition = node.find(bpmn("conditionExpression"))
    return SequenceFlow(
        node.get("id", ""),
        process_id,
        node.get("sourceRef", ""),
        node.get("targetRef", ""),
        names_of(node, properties_of(node)),
        None if condition is None else text_of(condition),
        "" if condition is None else _language(condition),
    )


def _language(expression: etree._Element) -> str:
    return (expression.get("language") or expression.get("expressionLanguage") or "").strip()


def _element(process_id: str, node: etree._Element, references: Mapping[str, str]) -> Element:
    properties = properties_of(node)
    around = node.getparent()
    inside = around is not None and local(around) == "subProcess"
    extensions = node.find(bpmn("extensionElements"))
    operator = None if extensions is None else extensions.find(spiff("serviceTaskOperator"))
    decision = None if extensions is None else extensions.find(spiff("calledDecisionId"))
    return Element(
        id=node.get("id", ""),
        process_id=process_id,
        kind=local(node),
        names=names_of(node, properties),
        lane="",
        role="",
        jurisdiction="",
        properties=properties,
        incoming=(),
        outgoing=(),
        attached_to=node.get("attachedToRef", ""),
        parent=(around.get("id", "") if inside and around is not None else ""),
        events=tuple(_events(node, references)),
        interrupting=node.get("cancelActivity", "true") != "false",
        default=node.get("default", ""),
        called=(node.get("calledElement") or "").strip(),
        operation="" if operator is None else (operator.get("id") or "").strip(),
        decision=text_of(decision),
        decision_version=properties.get("decisionVersion", ""),
        result_variable=_result_variable(operator, properties),
    )


def _result_variable(operator: etree._Element | None, properties: Mapping[str, str]) -> str:
    given = None if operator is None else operator.get("resultVariable")
    return (given or properties.get("resultVariable", "")).strip()


def _events(node: etree._Element, references: Mapping[str, str]) -> Iterator[Event]:
    for each in node.iterchildren(f"{{{vocabulary.BPMN}}}*"):
        name = local(each)
        if name == "eventDefinitionRef":
            yield Event(name, reference=text_of(each))
        elif name.endswith(_EVENT_SUFFIX):
            yield _event(each, name.removesuffix(_EVENT_SUFFIX), references)


def _event(node: etree._Element, kind: str, references: Mapping[str, str]) -> Event:
    if kind == "timer":
        timings = [each for name in _TIMINGS for each in node.iterfind(bpmn(name))]
        if not timings:
            return Event(kind)
        first = timings[0]
        return Event(kind, local(first), text_of(first), _language(first))
    reference = node.get("messageRef") or node.get("errorRef") or ""
    return Event(kind, reference=reference, name=references.get(reference, ""))
