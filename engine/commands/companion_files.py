"""Forms and decisions that go with diagrams: those that ship with the program, and lost ones."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from engine.bpmn import diagrams
from engine.bpmn.elements import Element
from engine.commands.deployment_files import DECISIONS, DIAGRAM, FORM
from engine.core.errors import DefinitionRejected
from engine.core.findings import Finding

_WITH_FORM = frozenset(["userTask", "startEvent"])


def needed(shipped: Mapping[str, bytes], given: Mapping[str, bytes]) -> dict[str, bytes]:
    """Give the shipped forms and decisions that the given diagrams name.

    A decision ships in a file of its own name.
    """
    drawn = list(_elements(given))
    forms = {f"{each.process_id}/{each.id}{FORM}" for each in drawn}
    decisions = {f"{each.decision}{DECISIONS}" for each in drawn if each.decision}
    return {name: body for name, body in shipped.items() if name in forms | decisions}


def misplaced(given: Mapping[str, bytes], files: Mapping[str, bytes]) -> Iterator[Finding]:
    """Find given forms for an element that no diagram has, or that takes no form."""
    drawn = {f"{each.process_id}/{each.id}{FORM}": each for each in _elements(files)}
    for name in given:
        if name.endswith(FORM) and "/" in name and not _takes_form(drawn.get(name)):
            yield Finding("form_without_element", name, None, {"name": name.removesuffix(FORM)})


def _takes_form(element: Element | None) -> bool:
    if element is None:
        return False
    event = element.event
    return element.kind in _WITH_FORM or (event is not None and event.kind == "message")


def _elements(files: Mapping[str, bytes]) -> Iterator[Element]:
    for name, body in files.items():
        if not name.endswith(DIAGRAM):
            continue
        try:
            diagram = diagrams.read(name, body)
        except DefinitionRejected:
            # told by the checks
            continue
        for process in diagram.processes:
            yield from process.elements.values()
