"""Check the documents that the steps of a process give."""

from __future__ import annotations

from collections.abc import Iterator

from engine.bpmn.elements import Process
from engine.bpmn.resources import Resources
from engine.core.findings import Finding


def find(process: Process, resources: Resources) -> Iterator[Finding]:
    """Give the kinds of documents that no template is for, where there are any templates."""
    if not resources.documents:
        return
    known = ", ".join(sorted(resources.documents))
    for element in process.elements.values():
        for kind in element.documents:
            if kind not in resources.documents:
                parameters = {"kind": kind, "known": known}
                yield Finding("document_unknown", process.file, element.id, parameters)
