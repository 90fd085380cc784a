"""The check refuses names that mean nothing: of forms, operations, decisions, processes."""

from __future__ import annotations

import pytest

from engine.bpmn import checks
from engine.bpmn.resources import Resources
from tests.bpmn.drawing import (
    call,
    draw,
    end,
    milestone,
    path,
    process,
    rule,
    service,
    start,
    user,
)
from tests.bpmn.sketches import Refused, between, found, named, simple, timer

NAMES: list[Refused] = [
    ("form_missing", "ask", draw(between(user("ask"), nodes=("ask",)))),
    ("operation_unknown", "s", draw(between(service("s", "register.lok"), nodes=("s",)))),
    ("document_unknown", "check", draw(simple(documents="receipt recipe"))),
    ("operation_missing", "s", draw(between(service("s", ""), nodes=("s",)))),
    ("decision_missing", "r", draw(between(rule("r", "", "x"), nodes=("r",)))),
    ("decision_unknown", "r", draw(between(rule("r", "eligible", "x"), nodes=("r",)))),
    ("result_variable_missing", "r", draw(between(rule("r", "eligible", ""), nodes=("r",)))),
    ("called_missing", "c", draw(between(call("c", ""), nodes=("c",)))),
    ("called_unknown", "c", draw(between(call("c", "q"), nodes=("c",)))),
    (
        "called_not_executable",
        "c",
        draw(between(call("c", "q"), nodes=("c",)), '<bpmn:process id="q"/>'),
    ),
    ("calls_itself", "c", draw(between(call("c", "p"), nodes=("c",)))),
    ("property_misplaced", "m", draw(between(milestone("m", correlation="x"), nodes=("m",)))),
    ("property_misplaced", "late", draw(timer("P3D", "timeDuration", when="true"))),
    ("clock_unknown", "m", draw(between(milestone("m", recounts="CLK-NO"), nodes=("m",)))),
    ("subject_unknown", "m", draw(between(milestone("m", frees="id_number"), nodes=("m",)))),
    ("duplicate_id", "check", draw(simple(milestone("check")))),
    ("id_not_usable", "a b", draw(between(milestone("a b"), nodes=("a b",)))),
    ("property_unknown", "check", draw(simple(separatefrom="check"))),
    ("id_missing", "p", draw(simple("<bpmn:intermediateThrowEvent/>"))),
    (
        "property_misplaced",
        "end",
        draw(process("p", start(), end(unique="name"), path("start", "end"))),
    ),
]


@pytest.mark.parametrize(("code", "element", "diagram"), NAMES, ids=named(NAMES))
def test_a_name_that_means_nothing_is_refused_on_its_element(
    code: str, element: str | None, diagram: bytes
) -> None:
    assert (code, element) in found(diagram)


def test_documents_that_have_a_template_are_not_refused() -> None:
    assert found(draw(simple(documents="notice receipt"))) == []


def test_an_unknown_kind_of_document_is_told_with_the_known_ones() -> None:
    resources = Resources(
        {"f": draw(simple(documents="recipe"))},
        forms=frozenset(["p/check"]),
        documents=frozenset(["receipt", "notice"]),
    )

    told = [each.parameters for each in checks.check(resources)]

    assert {"kind": "recipe", "known": "notice, receipt"} in told
