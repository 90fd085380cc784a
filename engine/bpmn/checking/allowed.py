"""Refuse, by name, every kind of element, event, extension and attribute that is not run here."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator, Mapping

from lxml import etree

from engine.bpmn import vocabulary
from engine.bpmn.vocabulary import bpmn, local
from engine.core.findings import Finding

_ID = re.compile(r"[A-Za-z_][A-Za-z0-9_.-]{0,99}")
_AT_THE_TOP = frozenset(
    [
        "process",
        "collaboration",
        "message",
        "error",
        "category",
        "documentation",
        "extensionElements",
    ]
)
# inside a process or collaboration
_INSIDE = vocabulary.FLOW_NODES | frozenset(
    [
        "sequenceFlow",
        "laneSet",
        "childLaneSet",
        "lane",
        "flowNodeRef",
        "incoming",
        "outgoing",
        "participant",
        "messageFlow",
        "documentation",
        "extensionElements",
        "text",
        "textAnnotation",
        "association",
        "group",
        "categoryValue",
        "conditionExpression",
        "timerEventDefinition",
        "timeDate",
        "timeDuration",
        "timeCycle",
        "messageEventDefinition",
        "errorEventDefinition",
        "terminateEventDefinition",
    ]
)
_LOOPS = frozenset(["standardLoopCharacteristics", "multiInstanceLoopCharacteristics"])
_SCRIPTS = frozenset(["scriptTask", "script"])
# name -> where it stands
_EXTENSIONS = {
    "properties": "extensionElements",
    "property": "properties",
    "serviceTaskOperator": "extensionElements",
    "calledDecisionId": "extensionElements",
}
_PROPERTIES = frozenset(
    [
        "role",
        "jurisdiction",
        "separateFrom",
        "menuPath",
        "explanation",
        "instants",
        "deadline",
        "kind",
        "legalBasis",
        "status",
        "assigns",
        "counts",
        "unique",
        "restricted",
        "documents",
        "bulk",
        "bulkBy",
        "resultVariable",
        "decisionVersion",
        "when",
        "correlation",
        "payload",
        "recounts",
        "frees",
    ]
)
_TRANSLATED = ("name:", "menuPath:", "explanation:")
# where a property means something, for those that do not mean it everywhere
_PLACES: Mapping[str, Collection[str]] = {
    "unique": ["startEvent"],
    "separateFrom": ["userTask"],
    "menuPath": ["userTask"],
    "explanation": ["endEvent"],
    "bulk": ["userTask"],
    "bulkBy": ["userTask"],
    "resultVariable": ["businessRuleTask", "serviceTask"],
    "decisionVersion": ["businessRuleTask"],
    "kind": ["boundaryEvent"],
    "legalBasis": ["boundaryEvent"],
    "when": ["boundaryEvent", "intermediateCatchEvent"],
    "correlation": ["endEvent", "intermediateThrowEvent"],
    "payload": ["endEvent", "intermediateThrowEvent"],
    "documents": vocabulary.FLOW_NODES,
    "counts": vocabulary.FLOW_NODES,
    "recounts": vocabulary.FLOW_NODES,
    "frees": vocabulary.FLOW_NODES,
}
# attribute -> the only value that is run here
_ATTRIBUTES = {
    "isForCompensation": "false",
    "startQuantity": "1",
    "completionQuantity": "1",
    "triggeredByEvent": "false",
    "parallelMultiple": "false",
    "instantiate": "false",
    "isInterrupting": "true",
    "isCollection": "false",
}
_ATTRIBUTE_SPACES = (None, "http://www.w3.org/2001/XMLSchema-instance")
_ALLOWED_EVENTS = {
    "startEvent": frozenset[str](),
    "endEvent": frozenset(["terminate", "error", "message"]),
    "intermediateThrowEvent": frozenset(["message"]),
    "intermediateCatchEvent": frozenset(["timer", "message"]),
    "boundaryEvent": frozenset(["timer", "message", "error"]),
}
_WITH_EVENT = ("intermediateCatchEvent", "boundaryEvent")
_SUFFIX = "EventDefinition"


def find(file: str, root: etree._Element) -> Iterator[Finding]:
    """Give what is not allowed in a file."""
    yield from _language(file, root)
    yield from _ids(file, root)
    for node in root.iterchildren(f"{{{vocabulary.BPMN}}}*"):
        if local(node) not in _AT_THE_TOP:
            yield Finding("element_not_supported", file, node.get("id"), {"type": local(node)})
            continue
        for each in node.iter(f"{{{vocabulary.BPMN}}}*"):
            if each is not node:
                yield from _element(file, each)
        yield from _extensions(file, node)
        yield from _foreign(file, node)


def _language(file: str, root: etree._Element) -> Iterator[Finding]:
    """Refuse a file that says of all its expressions that they are not FEEL."""
    language = root.get("expressionLanguage", "").strip()
    if language not in vocabulary.FEEL_LANGUAGES:
        yield Finding("expression_language_refused", file, None, {"language": language})


def _ids(file: str, root: etree._Element) -> Iterator[Finding]:
    ids = [node.get("id", "") for node in root.iter(f"{{{vocabulary.BPMN}}}*") if node.get("id")]
    foreign = [
        node.get("id", "")
        for extensions in root.iter(bpmn("extensionElements"))
        for node in extensions.iterdescendants()
        if node.get("id")
    ]
    for each, count in Counter(ids).items():
        if count > 1 or each in foreign:
            yield Finding("duplicate_id", file, each, {"id": each})
        if not _ID.fullmatch(each):
            yield Finding("id_not_usable", file, each, {"id": each})


def _element(file: str, node: etree._Element) -> Iterator[Finding]:
    kind, element = local(node), _owner(node)
    if kind in vocabulary.FLOW_NODES or kind in ("sequenceFlow", "lane", "process"):
        yield from _flow_element(file, node)
    if kind in _SCRIPTS:
        yield Finding("script_refused", file, element)
    elif kind in _LOOPS:
        yield Finding("loop_not_supported", file, element, {"type": kind})
    elif kind.endswith(_SUFFIX) and local(_parent(node)) in vocabulary.EVENTS:
        pass
    elif kind not in _INSIDE:
        yield Finding("element_not_supported", file, element, {"type": kind})


def _flow_element(file: str, node: etree._Element) -> Iterator[Finding]:
    kind, element = local(node), node.get("id")
    if not element:
        yield Finding("id_missing", file, _owner(node), {"type": kind})
    for name, only in _ATTRIBUTES.items():
        if node.get(name, only) != only:
            yield Finding("attribute_not_supported", file, element, {"attribute": name})
    if kind in vocabulary.EVENTS:
        yield from _event(file, node)


def _event(file: str, node: etree._Element) -> Iterator[Finding]:
    kind, element = local(node), node.get("id")
    events = [
        local(each).removesuffix(_SUFFIX)
        for each in node.iterchildren(f"{{{vocabulary.BPMN}}}*")
        if local(each).endswith(_SUFFIX) or local(each) == "eventDefinitionRef"
    ]
    for event in events:
        if event not in _ALLOWED_EVENTS[kind]:
            yield Finding("event_not_supported", file, element, {"type": kind, "event": event})
    if len(events) > 1:
        yield Finding("several_events", file, element)
    if not events and kind in _WITH_EVENT:
        yield Finding("event_missing", file, element, {"type": kind})


def _extensions(file: str, top: etree._Element) -> Iterator[Finding]:
    for extensions in top.iter(bpmn("extensionElements")):
        for node in extensions.iterdescendants(f"{{{vocabulary.SPIFF}}}*"):
            if local(node) not in _EXTENSIONS or local(_parent(node)) != _EXTENSIONS[local(node)]:
                yield Finding("extension_not_supported", file, _owner(node), {"name": local(node)})
            elif local(node) == "property":
                yield from _property(file, node)


def _foreign(file: str, top: etree._Element) -> Iterator[Finding]:
    for node in top.iter("*"):
        strange = [str(name) for name in node.attrib if _space(name) not in _ATTRIBUTE_SPACES]
        if _space(node.tag) not in (vocabulary.BPMN, vocabulary.SPIFF):
            strange.append(str(node.tag))
        for name in strange:
            parameters = {"name": etree.QName(name).localname}
            yield Finding("extension_not_supported", file, _owner(node), parameters)


def _space(name: object) -> str | None:
    return etree.QName(str(name)).namespace


def _property(file: str, node: etree._Element) -> Iterator[Finding]:
    name, owner = node.get("name", ""), _parent(_parent(_parent(node)))
    if name not in _PROPERTIES and not name.startswith(_TRANSLATED):
        yield Finding("property_unknown", file, _owner(node), {"property": name})
    elif local(owner) not in _PLACES.get(name, [local(owner)]):
        yield Finding("property_misplaced", file, _owner(node), {"property": name})


def _owner(node: etree._Element) -> str | None:
    for each in (node, *node.iterancestors()):
        if vocabulary.is_bpmn(each) and each.get("id") and local(each) in _OWNERS:
            return each.get("id")
    return None


def _parent(node: etree._Element) -> etree._Element:
    parent = node.getparent()
    return node if parent is None else parent


_OWNERS = (
    vocabulary.FLOW_NODES
    | vocabulary.OTHER_FLOW_NODES
    | {
        "process",
        "lane",
        "sequenceFlow",
        "participant",
        "collaboration",
    }
)
