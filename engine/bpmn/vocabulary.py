"""The words of BPMN 2.0 and of the extension namespace, as lxml spells them."""

from __future__ import annotations

from lxml import etree

BPMN = "http://www.omg.org/spec/BPMN/20100524/MODEL"
BPMNDI = "http://www.omg.org/spec/BPMN/20100524/DI"
SPIFF = "http://spiffworkflow.org/bpmn/schema/1.0/core"
FEEL_LANGUAGES = frozenset(
    [
        "",
        "FEEL",
        "feel",
        *(f"https://www.omg.org/spec/DMN/{day}/FEEL/" for day in ("20191111", "20230324")),
        "http://www.omg.org/spec/FEEL/20140401",
        "http://www.omg.org/spec/DMN/20180521/FEEL/",
    ]
)

ACTIVITIES = frozenset(
    ["userTask", "serviceTask", "businessRuleTask", "callActivity", "subProcess"]
)
GATEWAYS = frozenset(
    ["exclusiveGateway", "parallelGateway", "inclusiveGateway", "eventBasedGateway"]
)
EVENTS = frozenset(
    [
        "startEvent",
        "endEvent",
        "intermediateCatchEvent",
        "intermediateThrowEvent",
        "boundaryEvent",
    ]
)
FLOW_NODES = ACTIVITIES | GATEWAYS | EVENTS

# Flow nodes of BPMN that are not run here, so that they are named when refused.
OTHER_FLOW_NODES = frozenset(
    [
        "task",
        "manualTask",
        "scriptTask",
        "sendTask",
        "receiveTask",
        "transaction",
        "adHocSubProcess",
        "complexGateway",
        "implicitThrowEvent",
    ]
)


def bpmn(name: str) -> str:
    """Spell a name of the BPMN model namespace."""
    return f"{{{BPMN}}}{name}"


def spiff(name: str) -> str:
    """Spell a name of the extension namespace."""
    return f"{{{SPIFF}}}{name}"


def local(node: etree._Element) -> str:
    """Give the name of an element without its namespace."""
    return etree.QName(node).localname


def is_bpmn(node: etree._Element) -> bool:
    """Tell whether an element belongs to the BPMN model namespace."""
    return etree.QName(node).namespace == BPMN


def text_of(node: etree._Element | None) -> str:
    """Give the text of an element without the white space around it."""
    return "" if node is None else "".join(map(str, node.itertext())).strip()
