"""One graph in two dialects: ours (FEEL, deadlines, forms) and the one stock SpiffWorkflow runs.

Six user tasks in four lanes, three exclusive gateways, two ways to refuse, a mail branch and five
non-interrupting boundary timers: the shape of the re-issue of a card without its exceptions.
"""

from __future__ import annotations

import json

BPMN = "http://www.omg.org/spec/BPMN/20100524/MODEL"
SPIFF = "http://spiffworkflow.org/bpmn/schema/1.0/core"

# user task -> (lane, what completing it enters)
USER_TASKS = {
    "check_application": "clerk",
    "review_application": "reviewer",
    "produce_card": "maker",
    "dispatch_card": "dispatcher",
    "collect_card": "window",
    "sign_receipt": "window",
}
TIMERS = {task: (30 if task == "collect_card" else 3) for task in list(USER_TASKS)[:5]}
FLOWS = (
    ("filed", "check_application", None),
    ("check_application", "accepted", None),
    ("accepted", "review_application", ("check_application_1", "PASS")),
    ("accepted", "refused_at_station", None),
    ("review_application", "signed", None),
    ("signed", "produce_card", ("review_application_1", "SIGN")),
    ("signed", "refused_by_county", None),
    ("produce_card", "by_mail", None),
    ("by_mail", "dispatch_card", ("check_application_2", "MAIL")),
    ("by_mail", "collect_card", None),
    ("dispatch_card", "collect_card", None),
    ("collect_card", "sign_receipt", None),
    ("sign_receipt", "card_in_hand", None),
)
DEFAULTS = {
    "accepted": "refused_at_station",
    "signed": "refused_by_county",
    "by_mail": "collect_card",
}
CHOICES = {
    "check_application_1": "PASS",
    "check_application_2": "MAIL",
    "review_application_1": "SIGN",
}


def answers(task: str) -> dict[str, str]:
    """Ten fields of about 330 bytes, other keys for each task."""
    keys = [f"{task}_{number}" for number in range(1, 11)]
    return {key: CHOICES.get(key, f"{key} {'x' * 8}") for key in keys}


def form(task: str) -> bytes:
    """Draw the form of a task: ten text fields of public class."""
    fields = [
        {"type": "textfield", "key": key, "id": key, "label": key, "properties": {"class": "P1"}}
        for key in answers(task)
    ]
    return json.dumps({"type": "default", "schemaVersion": 19, "components": fields}).encode()


def ours(process_id: str = "card") -> bytes:
    """Draw the graph as we read it."""
    return _draw(process_id, feel=True)


def stock(process_id: str = "card") -> bytes:
    """Draw the graph as stock SpiffWorkflow reads it: Python conditions, quoted durations."""
    return _draw(process_id, feel=False)


def loop(process_id: str = "loop") -> bytes:
    """Draw a user task in a loop, as we read it."""
    lane = _lane("clerk", ["start_loop", "count_round", "another", "loop_ended"])
    return _document(
        process_id,
        f"<laneSet id='lanes'>{lane}</laneSet>"
        "<startEvent id='start_loop' name='Start'/>"
        "<userTask id='count_round' name='Count a round'/>"
        "<exclusiveGateway id='another' name='Another?' default='to_count'/>"
        "<endEvent id='loop_ended' name='Ended'/>"
        "<sequenceFlow id='in' sourceRef='start_loop' targetRef='count_round'/>"
        "<sequenceFlow id='out' sourceRef='count_round' targetRef='another'/>"
        "<sequenceFlow id='to_count' name='yes' sourceRef='another' targetRef='count_round'/>"
        "<sequenceFlow id='to_end' name='no' sourceRef='another' targetRef='loop_ended'>"
        "<conditionExpression>stop = true</conditionExpression></sequenceFlow>",
    )


def _draw(process_id: str, *, feel: bool) -> bytes:
    lanes: dict[str, list[str]] = {}
    for task, role in USER_TASKS.items():
        lanes.setdefault(role, []).extend([task, *([f"{task}_late"] if task in TIMERS else [])])
    others = [
        "filed",
        "accepted",
        "signed",
        "by_mail",
        "refused_at_station",
        "refused_by_county",
        "card_in_hand",
        *(f"{task}_noted" for task in TIMERS),
    ]
    lanes["clerk"] += others
    body = [f"<laneSet id='lanes'>{''.join(_lane(r, ids) for r, ids in lanes.items())}</laneSet>"]
    body += [
        f"<startEvent id='filed' name='Filed'>{_properties(('instants', 'filed_at'))}</startEvent>"
    ]
    body += [f"<userTask id='{task}' name='{task}'/>" for task in USER_TASKS]
    body += [
        f"<exclusiveGateway id='{gate}' name='{gate}?' default='{gate}_{target}'/>"
        for gate, target in DEFAULTS.items()
    ]
    ends = ["refused_at_station", "refused_by_county", "card_in_hand"]
    body += [f"<endEvent id='{end}' name='{end}'/>" for end in ends]
    body += [_timer(task, days, feel=feel) for task, days in TIMERS.items()]
    body += [_flow(*flow, feel=feel) for flow in FLOWS]
    return _document(process_id, "".join(body))


def _lane(role: str, nodes: list[str]) -> str:
    refs = "".join(f"<flowNodeRef>{node}</flowNodeRef>" for node in nodes)
    return (
        f"<lane id='lane_{role}' name='{role}'>"
        f"{_properties(('role', role), ('jurisdiction', 'none'))}{refs}</lane>"
    )


def _properties(*pairs: tuple[str, str]) -> str:
    written = "".join(
        f"<spiffworkflow:property name='{name}' value='{value}'/>" for name, value in pairs
    )
    return (
        f"<extensionElements><spiffworkflow:properties>{written}</spiffworkflow:properties>"
        "</extensionElements>"
    )


def _timer(task: str, days: int, *, feel: bool) -> str:
    properties = _properties(
        ("deadline", f"CLK-{days}"), ("kind", "breach"), ("legalBasis", "Art. 12")
    )
    when = (
        f"<timeDate>working days after(filed_at, {days})</timeDate>"
        if feel
        else f'<timeDuration>"P{days}D"</timeDuration>'
    )
    return (
        f"<boundaryEvent id='{task}_late' name='late' attachedToRef='{task}'"
        " cancelActivity='false'>"
        f"{properties}<timerEventDefinition>{when}</timerEventDefinition></boundaryEvent>"
        f"<endEvent id='{task}_noted' name='noted'/>"
        f"<sequenceFlow id='{task}_to_noted' sourceRef='{task}_late' targetRef='{task}_noted'/>"
    )


def _flow(source: str, target: str, condition: tuple[str, str] | None, *, feel: bool) -> str:
    start = f"<sequenceFlow id='{source}_{target}' sourceRef='{source}' targetRef='{target}'"
    if condition is None:
        return f"{start}/>"
    equals = "=" if feel else "=="
    text = f'{condition[0]} {equals} "{condition[1]}"'
    return f"{start}><conditionExpression>{text}</conditionExpression></sequenceFlow>"


def _document(process_id: str, body: str) -> bytes:
    return (
        f"<definitions xmlns='{BPMN}' xmlns:spiffworkflow='{SPIFF}' id='drawing' "
        "targetNamespace='urn:ventanilla'>"
        f"<process id='{process_id}' isExecutable='true'>{body}</process></definitions>"
    ).encode()
