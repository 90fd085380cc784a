"""Small diagrams that are nearly right, and what the check refuses in one."""

from __future__ import annotations

from engine.bpmn import checks
from engine.bpmn.resources import Resources
from engine.core.findings import Weight
from tests.bpmn.drawing import BPMN, draw, end, flow, lane, path, process, start, timer_on, user

TIMER = "<bpmn:timerEventDefinition/>"
DEADLINE = {"deadline": "CLK-PRE", "kind": "breach", "legalBasis": "Art. 1"}


def simple(*more: str, lanes: str = lane("desk", "start", "check"), **user_properties: str) -> str:
    return process(
        "p",
        lanes,
        start(),
        user("check", **user_properties),
        end(),
        path("start", "check", "end"),
        *more,
    )


def holding(tag: str, node: str, inside: str) -> bytes:
    """Draw the simple process with something more in one of its nodes."""
    opening = f'<bpmn:{tag} id="{node}" name="{node}">'
    return draw(simple()).replace(opening.encode(), f"{opening}{inside}".encode())


def between(*parts: str, nodes: tuple[str, ...]) -> str:
    """Draw a startable process with these nodes in a line between start and end."""
    return process(
        "p", lane("desk", "start"), start(), *parts, end(), path("start", *nodes, "end")
    )


def timer(text: str, timing: str = "timeDate", **properties: str) -> str:
    return simple(
        timer_on("check", "late", text, timing, **properties), end("o"), flow("late", "o")
    )


def found(diagram: bytes, **more: object) -> list[tuple[str, str | None]]:
    resources = Resources(
        {"file.bpmn": diagram},
        forms=frozenset(["p/check", "p/other"]),
        operations=frozenset(["register.look"]),
        calendars=frozenset(["CN", "520000"]),
        documents=frozenset(["receipt", "notice"]),
        **more,  # type: ignore[arg-type] # a test's own words
    )
    return [
        (each.code, each.element)
        for each in checks.check(resources)
        if each.weight is Weight.REFUSAL
    ]


def event(kind: str, inside: str) -> str:
    return f'<bpmn:{kind} id="x">{inside}</bpmn:{kind}>'


def raw(inside: str) -> bytes:
    return f'<d:definitions xmlns:d="{BPMN}">{inside}</d:definitions>'.encode()


Refused = tuple[str, str | None, bytes]


def named(refused: list[Refused]) -> list[str]:
    """Give each refusal an id that can be read."""
    return [f"{code}-{element}-{n}" for n, (code, element, _) in enumerate(refused)]
