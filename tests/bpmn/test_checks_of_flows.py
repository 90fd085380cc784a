"""The check refuses ways that lead nowhere, and more nodes than one run can pass."""

from __future__ import annotations

import pytest

from engine.bpmn.checking import structure
from tests.bpmn.drawing import (
    draw,
    end,
    exclusive,
    flow,
    lane,
    milestone,
    path,
    process,
    start,
    sub_process,
    timer_on,
    user,
)
from tests.bpmn.sketches import Refused, between, found, named, raw, simple

FLOWS: list[Refused] = [
    (
        "default_missing",
        "g",
        draw(
            simple(exclusive("g"), path("g", "check"), flow("g", "end", "a"), flow("check", "g"))
        ),
    ),
    (
        "condition_missing",
        "g_to_o",
        draw(between(exclusive("g", "end"), end("o"), flow("g", "o"), nodes=("g",))),
    ),
    (
        "condition_on_default",
        "g_to_o",
        draw(between(exclusive("g", "o"), end("o"), flow("g", "o", "a"), nodes=("g",))),
    ),
    ("condition_ignored", "check_to_o", draw(simple(end("o"), flow("check", "o", "a")))),
    (
        "expression_invalid",
        "g_to_o",
        draw(between(exclusive("g", "end"), end("o"), flow("g", "o", "a == 1"), nodes=("g",))),
    ),
    (
        "expression_language_refused",
        "g_to_o",
        draw(
            between(exclusive("g", "end"), end("o"), flow("g", "o", "a = 1"), nodes=("g",))
        ).replace(b"<bpmn:conditionExpression>", b'<bpmn:conditionExpression language="python">'),
    ),
    ("several_ways_out", "check", draw(simple(end("o"), flow("check", "o")))),
    ("no_way_out", "lost", draw(simple(milestone("lost")))),
    ("orphan", "lost", draw(simple(milestone("lost"), end("o"), flow("lost", "o")))),
    ("way_out_of_end", "end", draw(simple(flow("end", "check")))),
    ("way_into_start", "start", draw(simple(flow("check", "start")))),
    ("start_missing", "p", draw(process("p", user("check"), end(), path("check", "end")))),
    ("several_starts", "other", draw(simple(start("other"), flow("other", "check")))),
    ("end_missing", "p", draw(process("p", start(), user("check"), path("start", "check")))),
    ("dangling_reference", "check_to_gone", draw(simple(flow("check", "gone")))),
    ("dangling_reference", "desk", draw(simple(lanes=lane("desk", "start", "check", "gone")))),
    (
        "dangling_reference",
        "late",
        draw(simple(timer_on("gone", "late", "P1D", "timeDuration"), end("o"), flow("late", "o"))),
    ),
    (
        "flow_crosses_border",
        "inner_to_end",
        draw(
            between(
                sub_process(
                    "sub", start("s"), milestone("inner"), end("e"), path("s", "inner", "e")
                ),
                flow("inner", "end"),
                nodes=("sub",),
            )
        ),
    ),
    (
        "circle_without_wait",
        "g",
        draw(
            process(
                "p",
                lane("d", "start"),
                start(),
                milestone("before"),
                exclusive("g"),
                exclusive("h", "g"),
                end(),
                path("start", "before", "g", "h", "g"),
                flow("h", "end", "a"),
            )
        ),
    ),
    (
        "condition_ignored",
        "g_to_end",
        draw(between(exclusive("g"), nodes=("g",))).replace(
            b'sourceRef="g" targetRef="end">',
            b'sourceRef="g" targetRef="end">'
            b"<bpmn:conditionExpression>a</bpmn:conditionExpression>",
        ),
    ),
    ("dangling_reference", "g", draw(between(exclusive("g", "gone"), nodes=("g",)))),
    ("process_missing", None, raw("<d:collaboration id='c'/>")),
]


@pytest.mark.parametrize(("code", "element", "diagram"), FLOWS, ids=named(FLOWS))
def test_a_way_that_leads_nowhere_is_refused_on_its_element(
    code: str, element: str | None, diagram: bytes
) -> None:
    assert (code, element) in found(diagram)


def test_a_very_long_way_is_refused() -> None:
    nodes = [f"n{n}" for n in range(900)]
    diagram = draw(between(*map(milestone, nodes), nodes=tuple(nodes)))

    assert found(diagram) == [("too_many_nodes", "p")]


def test_the_longest_way_that_is_not_refused_compiles() -> None:
    nodes = [f"n{n}" for n in range(structure.MOST_NODES - 2)]
    diagram = draw(between(*map(milestone, nodes), nodes=tuple(nodes)))

    assert found(diagram) == []
