"""The shipped diagrams, read as XML: what the tests look at."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from lxml import etree

ROOT = Path(__file__).parents[2]
FILES = sorted((ROOT / "processes").glob("*.bpmn"))
FORMS = ROOT / "forms"
SPACES = {
    "bpmn": "http://www.omg.org/spec/BPMN/20100524/MODEL",
    "bpmndi": "http://www.omg.org/spec/BPMN/20100524/DI",
    "dc": "http://www.omg.org/spec/DD/20100524/DC",
    "di": "http://www.omg.org/spec/DD/20100524/DI",
    "spiffworkflow": "http://spiffworkflow.org/bpmn/schema/1.0/core",
}
FLOW_NODES = (
    "startEvent",
    "endEvent",
    "intermediateThrowEvent",
    "intermediateCatchEvent",
    "boundaryEvent",
    "userTask",
    "serviceTask",
    "businessRuleTask",
    "callActivity",
    "exclusiveGateway",
    "parallelGateway",
    "eventBasedGateway",
)
Node = etree._Element


@dataclass(frozen=True, slots=True)
class Box:
    """The bounds of a shape."""

    x: float
    y: float
    width: float
    height: float

    def overlaps(self, other: Box) -> bool:
        return (
            self.x < other.x + other.width
            and other.x < self.x + self.width
            and self.y < other.y + other.height
            and other.y < self.y + self.height
        )

    def inside(self, other: Box) -> bool:
        return (
            other.x <= self.x
            and other.y <= self.y
            and self.x + self.width <= other.x + other.width
            and self.y + self.height <= other.y + other.height
        )


TREES = [etree.fromstring(file.read_bytes()) for file in FILES]
# so far apart stand the drawings of two files when all are looked at as one
APART = 1_000_000


def found(path: str, *starts: Node) -> list[Node]:
    """Find nodes below a start, or in all files."""
    return [node for start in starts or TREES for node in start.iterfind(path, SPACES)]


def nodes(*kinds: str) -> dict[str, Node]:
    return {
        str(node.get("id")): node
        for kind in kinds or FLOW_NODES
        for node in found(f"bpmn:process/bpmn:{kind}")
    }


def flows() -> dict[str, Node]:
    return {str(node.get("id")): node for node in found("bpmn:process/bpmn:sequenceFlow")}


def lanes() -> dict[str, Node]:
    return {str(node.get("id")): node for node in found("bpmn:process/bpmn:laneSet/bpmn:lane")}


def members() -> dict[str, str]:
    """Give the lane of every flow node."""
    return {
        str(reference.text): lane
        for lane, node in lanes().items()
        for reference in found("bpmn:flowNodeRef", node)
    }


def properties(node: Node) -> dict[str, str]:
    path = "bpmn:extensionElements/spiffworkflow:properties/spiffworkflow:property"
    return {str(each.get("name")): str(each.get("value")) for each in found(path, node)}


def process_of(node: Node) -> str:
    parent = node.getparent()
    assert parent is not None
    return str(parent.get("id"))


def box(shape: Node) -> Box:
    (bounds,) = found("dc:Bounds", shape)
    x, y, width, height = (float(bounds.get(name, "0")) for name in ("x", "y", "width", "height"))
    return Box(x + _aside(shape), y, width, height)


def shapes() -> dict[str, Node]:
    path = "bpmndi:BPMNDiagram/bpmndi:BPMNPlane/bpmndi:BPMNShape"
    return {str(shape.get("bpmnElement")): shape for shape in found(path)}


def edges() -> dict[str, Node]:
    path = "bpmndi:BPMNDiagram/bpmndi:BPMNPlane/bpmndi:BPMNEdge"
    return {str(edge.get("bpmnElement")): edge for edge in found(path)}


def waypoints(edge: Node) -> list[tuple[float, float]]:
    aside = _aside(edge)
    points = found("di:waypoint", edge)
    return [(float(w.get("x", "")) + aside, float(w.get("y", ""))) for w in points]


def _aside(node: Node) -> float:
    return float(TREES.index(node.getroottree().getroot()) * APART)
