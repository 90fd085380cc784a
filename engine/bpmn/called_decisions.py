"""The decisions that business rule tasks call: the latest at deployment, or a pinned version."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from engine.bpmn import decision_files, diagrams
from engine.bpmn.decision_files import Table
from engine.bpmn.elements import Element, Process
from engine.bpmn.resources import Resources
from engine.core.errors import DefinitionRejected
from engine.core.findings import Finding

_LATEST, _NO_VERSION = 0, -1
_MOST_DIGITS = 6


def version(element: Element) -> int:
    """Give the version that a business rule task pins: 0 for the latest, -1 for no number."""
    text = element.decision_version
    if not text:
        return _LATEST
    counts = text.isascii() and text.isdecimal() and len(text) <= _MOST_DIGITS
    return (int(text) or _NO_VERSION) if counts else _NO_VERSION


def key(decision: str, version: int) -> str:
    """Name a decision of a definition, with its version where that is pinned."""
    return f"{decision}:{version}" if version else decision


def pins(drawn: Mapping[str, bytes]) -> frozenset[int]:
    """List the versions that diagrams pin, by file name; what cannot be read pins none."""
    found: set[int] = set()
    for file, body in drawn.items():
        if b"decisionVersion" not in body:
            continue
        try:
            processes = diagrams.read(file, body).processes
        except DefinitionRejected:
            # told by the checks
            continue
        found |= {version(each) for process in processes for each in process.elements.values()}
    return frozenset(found - {_LATEST, _NO_VERSION})


def needed_by(elements: Iterable[Element], resources: Resources) -> Mapping[str, Table]:
    """Read the decisions that these elements call, by their key; raises DefinitionRejected."""
    calling = [element for element in elements if element.decision]
    if not calling:
        return {}
    latest = decision_files.decisions_of(resources)
    return {key(each.decision, version(each)): _table(each, latest, resources) for each in calling}


def find(process: Process, owners: Mapping[str, str], resources: Resources) -> Iterator[Finding]:
    """Give what is wrong with the calls of a process; `owners` are the documents by decision."""
    for element in process.elements.values():
        if element.decision:
            yield from _faults(element, owners.get(element.decision, ""), process, resources)


def _faults(
    element: Element, owner: str, process: Process, resources: Resources
) -> Iterator[Finding]:
    wanted = version(element)
    known = {"decision": element.decision, "version": element.decision_version}
    if wanted == _NO_VERSION:
        yield Finding("decision_version_malformed", process.file, element.id, known)
    elif wanted != _LATEST and _pinned(element.decision, wanted, owner, resources):
        return
    elif not owner:
        parameters = {"decision": element.decision}
        yield Finding("decision_unknown", process.file, element.id, parameters)
    elif wanted == _LATEST:
        return
    elif owner in {each.file for each in resources.pinned if each.version == wanted}:
        parameters = {**known, "file": owner}
        yield Finding("decision_not_in_version", process.file, element.id, parameters)
    else:
        yield Finding("decision_version_unknown", process.file, element.id, known)


def _table(element: Element, latest: Mapping[str, Table], resources: Resources) -> Table:
    wanted, found = version(element), latest.get(element.decision)
    if wanted != _LATEST:
        owner = found.file if found else ""
        found = _pinned(element.decision, wanted, owner, resources)
    if found is None:
        finding = Finding("unknown_decision", "-", None, {"decision": element.decision})
        raise DefinitionRejected([finding])
    return found


def _pinned(decision: str, wanted: int, owner: str, resources: Resources) -> Table | None:
    """Find a decision in the documents of that version, first in the one where it stands now."""
    documents = [each for each in resources.pinned if each.version == wanted]
    documents.sort(key=lambda each: (each.file != owner, each.file))
    read = (decision_files.pinned(resources, each) for each in documents)
    return next((tables[decision] for tables in read if decision in tables), None)
