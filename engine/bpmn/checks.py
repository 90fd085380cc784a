"""Check a deployment: everything that would be ignored or go wrong is refused, by element."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from engine.bpmn import called_decisions, decision_files, definitions, diagrams, documents
from engine.bpmn.checking import (
    allowed,
    calls,
    conditions,
    exchanges,
    paperwork,
    people,
    settings,
    structure,
    timing,
    variables,
)
from engine.bpmn.elements import Diagram, Process
from engine.bpmn.resources import Resources
from engine.core.errors import DefinitionRejected
from engine.core.findings import Finding, Weight


def check(resources: Resources) -> tuple[Finding, ...]:
    """Give all findings of a deployment; it may be deployed if none of them is a refusal."""
    read: list[Diagram] = []
    findings: list[Finding] = []
    for file, body in resources.diagrams.items():
        try:
            root = documents.read(file, body)
        except DefinitionRejected as rejected:
            findings.extend(rejected.findings)
            continue
        findings.extend(allowed.find(file, root))
        read.append(diagrams.of_root(file, root))
    survey = decision_files.survey(resources)
    findings.extend(survey.findings)
    findings.extend(settings.find(resources))
    findings.extend(_processes(read, resources, survey.owners))
    # what follows rests on a sound structure
    if not _refused(findings):
        findings.extend(_errors(read))
        findings.extend(_compiled(resources))
    return _distinct(findings)


def _processes(
    read: Iterable[Diagram], resources: Resources, owners: Mapping[str, str]
) -> Iterator[Finding]:
    everything = [process for diagram in read for process in diagram.processes]
    processes = {process.id: process for process in everything}
    yield from _identities(everything)
    startable = _startable(everything)
    for process in processes.values():
        if not process.executable:
            continue
        yield from structure.find(process)
        yield from people.find(process, resources, startable=process.id in startable)
        yield from conditions.find(process)
        yield from timing.find(process, resources)
        yield from exchanges.find(process, processes)
        yield from calls.find(process, processes, resources)
        yield from called_decisions.find(process, owners, resources)
        yield from paperwork.find(process, resources)
        yield from _separations(process, processes)
    yield from variables.find(processes, resources)
    yield from calls.circles(processes)
    for diagram in read:
        yield from _advice(diagram)


def _errors(read: Iterable[Diagram]) -> Iterator[Finding]:
    processes = {process.id: process for diagram in read for process in diagram.processes}
    yield from calls.uncaught(processes, _startable(processes.values()))


def _startable(processes: Iterable[Process]) -> frozenset[str]:
    listed = list(processes)
    called = {each for process in listed for each in process.called}
    return frozenset(process.id for process in listed if process.executable) - called


def _identities(processes: Iterable[Process]) -> Iterator[Finding]:
    seen: dict[str, str] = {}
    for process in processes:
        for each in (process.id, *process.elements, *process.flows):
            owner = seen.setdefault(each, process.file)
            if owner != process.file and each == process.id:
                yield Finding("duplicate_id", process.file, each, {"id": each})


def _separations(process: Process, processes: Mapping[str, Process]) -> Iterator[Finding]:
    tasks = {
        element.id
        for each in processes.values()
        for element in each.elements.values()
        if element.kind == "userTask"
    }
    for element in process.elements.values():
        for other in element.properties.get("separateFrom", "").split():
            if other not in tasks:
                parameters = {"task": other}
                yield Finding("separation_unknown", process.file, element.id, parameters)


def _advice(diagram: Diagram) -> Iterator[Finding]:
    executable = [process for process in diagram.processes if process.executable]
    if not executable:
        yield Finding("process_missing", diagram.file)
    for process in executable:
        for element in process.elements.values():
            if element.id not in diagram.drawn:
                yield _advised("not_drawn", process.file, element.id)
            if not element.names and element.kind.endswith("Task"):
                yield _advised("name_missing", process.file, element.id)


def _advised(code: str, file: str, element: str) -> Finding:
    return Finding(code, file, element, weight=Weight.ADVICE)


def _compiled(resources: Resources) -> Iterator[Finding]:
    drawn = definitions.read(resources)
    for process_id in definitions.startable(resources):
        try:
            definitions.compile(resources, process_id, drawn)
        except DefinitionRejected as rejected:
            yield from rejected.findings


def _refused(findings: Iterable[Finding]) -> bool:
    return any(finding.weight is Weight.REFUSAL for finding in findings)


def _distinct(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    first: dict[tuple[object, ...], Finding] = {}
    for finding in findings:
        key = (finding.code, finding.file, finding.element, repr(finding.parameters))
        first.setdefault(key, finding)
    return tuple(first.values())
