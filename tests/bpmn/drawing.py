"""Small diagrams in few words: `draw(process("p", start("s"), …, path("s", "a", "e")))`."""

from __future__ import annotations

from itertools import pairwise
from xml.sax.saxutils import escape, quoteattr

BPMN = "http://www.omg.org/spec/BPMN/20100524/MODEL"
SPIFF = "http://spiffworkflow.org/bpmn/schema/1.0/core"


def draw(*processes: str, messages: tuple[str, ...] = (), errors: tuple[str, ...] = ()) -> bytes:
    """Make a file of processes, with messages by name and errors by code."""
    heads = "".join(f'<bpmn:message id="message_{each}" name="{each}"/>' for each in messages)
    heads += "".join(
        f'<bpmn:error id="error_{each}" name="{each}" errorCode="{each}"/>' for each in errors
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?>'
        f'<bpmn:definitions xmlns:bpmn="{BPMN}" xmlns:spiffworkflow="{SPIFF}" '
        f'id="file" targetNamespace="test">{heads}{"".join(processes)}</bpmn:definitions>'
    ).encode()


def process(process_id: str, *parts: str) -> str:
    """Draw a process; lanes may stand anywhere among its parts."""
    lanes = "".join(part for part in parts if part.startswith("<bpmn:lane "))
    rest = "".join(part for part in parts if not part.startswith("<bpmn:lane "))
    lane_set = f'<bpmn:laneSet id="{process_id}_lanes">{lanes}</bpmn:laneSet>' if lanes else ""
    return f'<bpmn:process id="{process_id}" isExecutable="true">{lane_set}{rest}</bpmn:process>'


def lane(lane_id: str, *members: str, role: str = "clerk", jurisdiction: str = "none") -> str:
    """Draw a lane around these nodes."""
    inside = "".join(f"<bpmn:flowNodeRef>{each}</bpmn:flowNodeRef>" for each in members)
    properties = _extensions({"role": role, "jurisdiction": jurisdiction})
    return f'<bpmn:lane id="{lane_id}" name="{lane_id}">{properties}{inside}</bpmn:lane>'


def start(node_id: str = "start", **properties: str) -> str:
    """Draw a start event."""
    return _node("startEvent", node_id, properties)


def end(node_id: str = "end", **properties: str) -> str:
    """Draw a plain end event."""
    return _node("endEvent", node_id, properties)


def terminate(node_id: str) -> str:
    """Draw a terminate end event."""
    return _node("endEvent", node_id, {}, inside="<bpmn:terminateEventDefinition/>")


def error_end(node_id: str, error: str) -> str:
    """Draw an error end event."""
    return _node("endEvent", node_id, {}, inside=_error(error))


def milestone(node_id: str, **properties: str) -> str:
    """Draw an intermediate throw event."""
    return _node("intermediateThrowEvent", node_id, properties)


def throw_message(node_id: str, message: str, **properties: str) -> str:
    """Draw an intermediate event that sends a message."""
    return _node("intermediateThrowEvent", node_id, properties, inside=_message(message))


def end_message(node_id: str, message: str, **properties: str) -> str:
    """Draw an end event that sends a message."""
    return _node("endEvent", node_id, properties, inside=_message(message))


def user(node_id: str, **properties: str) -> str:
    """Draw a user task."""
    return _node("userTask", node_id, properties)


def service(node_id: str, operation: str, result: str = "", **properties: str) -> str:
    """Draw a service task."""
    named = f' resultVariable="{result}"' if result else ""
    operator = f'<spiffworkflow:serviceTaskOperator id="{operation}"{named}/>'
    return _node("serviceTask", node_id, properties, extension=operator)


def rule(node_id: str, decision: str, result: str, **properties: str) -> str:
    """Draw a business rule task."""
    called = f"<spiffworkflow:calledDecisionId>{decision}</spiffworkflow:calledDecisionId>"
    named = {"resultVariable": result, **properties}
    return _node("businessRuleTask", node_id, named, extension=called)


def call(node_id: str, called: str, **properties: str) -> str:
    """Draw a call activity."""
    return _node("callActivity", node_id, properties, f' calledElement="{called}"')


def sub_process(node_id: str, *parts: str) -> str:
    """Draw an embedded sub-process."""
    return _node("subProcess", node_id, {}, inside="".join(parts))


def exclusive(node_id: str, default: str = "") -> str:
    """Draw an exclusive gateway; the default is the node its default flow leads to."""
    return _node("exclusiveGateway", node_id, {}, _default(node_id, default))


def inclusive(node_id: str, default: str = "") -> str:
    """Draw an inclusive gateway."""
    return _node("inclusiveGateway", node_id, {}, _default(node_id, default))


def parallel(node_id: str) -> str:
    """Draw a parallel gateway."""
    return _node("parallelGateway", node_id, {})


def race(node_id: str) -> str:
    """Draw an event-based gateway."""
    return _node("eventBasedGateway", node_id, {})


def catch_timer(node_id: str, text: str, timing: str = "timeDuration", **properties: str) -> str:
    """Draw an intermediate timer event."""
    return _node("intermediateCatchEvent", node_id, properties, inside=_timer(text, timing))


def catch_message(node_id: str, message: str, **properties: str) -> str:
    """Draw an intermediate message event."""
    return _node("intermediateCatchEvent", node_id, properties, inside=_message(message))


def timer_on(
    activity: str,
    node_id: str,
    text: str,
    timing: str = "timeDate",
    *,
    interrupting: bool = False,
    **properties: str,
) -> str:
    """Draw a timer boundary event."""
    return _boundary(activity, node_id, properties, _timer(text, timing), interrupting)


def message_on(
    activity: str, node_id: str, message: str, *, interrupting: bool = True, **properties: str
) -> str:
    """Draw a message boundary event."""
    return _boundary(activity, node_id, properties, _message(message), interrupting)


def error_on(activity: str, node_id: str, error: str = "") -> str:
    """Draw an error boundary event; without an error it catches all."""
    return _boundary(activity, node_id, {}, _error(error), interrupting=True)


def flow(source: str, target: str, condition: str | None = None) -> str:
    """Draw a sequence flow, named `<source>_to_<target>`."""
    inside = (
        ""
        if condition is None
        else f"<bpmn:conditionExpression>{escape(condition)}</bpmn:conditionExpression>"
    )
    return (
        f'<bpmn:sequenceFlow id="{source}_to_{target}" sourceRef="{source}" '
        f'targetRef="{target}">{inside}</bpmn:sequenceFlow>'
    )


def path(*nodes: str) -> str:
    """Draw the flows from each node to the next."""
    return "".join(flow(*pair) for pair in pairwise(nodes))


def _node(
    kind: str,
    node_id: str,
    properties: dict[str, str],
    attributes: str = "",
    *,
    inside: str = "",
    extension: str = "",
) -> str:
    name = properties.pop("name", node_id.replace("_", " "))
    return (
        f'<bpmn:{kind} id="{node_id}" name={quoteattr(name)}{attributes}>'
        f"{_extensions(properties, extension)}{inside}</bpmn:{kind}>"
    )


def _boundary(
    activity: str, node_id: str, properties: dict[str, str], inside: str, interrupting: bool
) -> str:
    attributes = f' attachedToRef="{activity}" cancelActivity="{str(interrupting).lower()}"'
    return _node("boundaryEvent", node_id, properties, attributes, inside=inside)


def _extensions(properties: dict[str, str], extension: str = "") -> str:
    if not properties and not extension:
        return ""
    listed = "".join(
        f"<spiffworkflow:property name={quoteattr(name)} value={quoteattr(value)}/>"
        for name, value in properties.items()
    )
    group = f"<spiffworkflow:properties>{listed}</spiffworkflow:properties>" if listed else ""
    return f"<bpmn:extensionElements>{group}{extension}</bpmn:extensionElements>"


def _default(node_id: str, target: str) -> str:
    return f' default="{node_id}_to_{target}"' if target else ""


def _timer(text: str, timing: str) -> str:
    return (
        f"<bpmn:timerEventDefinition><bpmn:{timing}>{escape(text)}</bpmn:{timing}>"
        "</bpmn:timerEventDefinition>"
    )


def _message(message: str) -> str:
    return f'<bpmn:messageEventDefinition messageRef="message_{message}"/>'


def _error(error: str) -> str:
    reference = f' errorRef="error_{error}"' if error else ""
    return f"<bpmn:errorEventDefinition{reference}/>"
