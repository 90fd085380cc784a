"""The check refuses what we do not run."""

from __future__ import annotations

import pytest

from tests.bpmn.drawing import draw
from tests.bpmn.sketches import Refused, between, found, holding, named, raw, simple

ELEMENTS: list[Refused] = [
    ("element_not_supported", "t", draw(between('<bpmn:task id="t"/>', nodes=("t",)))),
    ("element_not_supported", "t", draw(between('<bpmn:manualTask id="t"/>', nodes=("t",)))),
    ("element_not_supported", "t", draw(between('<bpmn:transaction id="t"/>', nodes=("t",)))),
    ("element_not_supported", "p", draw(simple('<bpmn:dataObject id="d"/>'))),
    ("element_not_supported", "check", holding("userTask", "check", "<bpmn:ioSpecification/>")),
    ("script_refused", "t", draw(between('<bpmn:scriptTask id="t"/>', nodes=("t",)))),
    (
        "loop_not_supported",
        "t",
        draw(
            between(
                '<bpmn:userTask id="t"><bpmn:multiInstanceLoopCharacteristics/></bpmn:userTask>',
                nodes=("t",),
            )
        ),
    ),
    (
        "attribute_not_supported",
        "x",
        draw(between('<bpmn:subProcess id="x" triggeredByEvent="true"/>', nodes=("x",))),
    ),
    (
        "extension_not_supported",
        "check",
        holding(
            "userTask",
            "check",
            "<bpmn:extensionElements>"
            "<spiffworkflow:preScript>x</spiffworkflow:preScript></bpmn:extensionElements>",
        ),
    ),
    (
        "extension_not_supported",
        "check",
        draw(simple()).replace(
            b'id="check"', b'id="check" xmlns:camunda="http://camunda.org" camunda:assignee="me"'
        ),
    ),
    (
        "extension_not_supported",
        "check",
        draw(simple()).replace(b'name="check">', b'name="check"><userTask xmlns=""/>'),
    ),
    ("element_not_supported", None, raw("<d:globalTask/>")),
]


@pytest.mark.parametrize(("code", "element", "diagram"), ELEMENTS, ids=named(ELEMENTS))
def test_what_is_not_supported_is_refused_on_its_element(
    code: str, element: str | None, diagram: bytes
) -> None:
    assert (code, element) in found(diagram)
