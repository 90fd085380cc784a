"""The decision documents of a deployment, read into the tables that business rule tasks make."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from engine.bpmn.resources import PinnedDocument, Resources
from engine.core.errors import DefinitionRejected
from engine.core.findings import Finding, Weight
from engine.dmn import findings, models
from engine.dmn.findings import DecisionRejected, Severity
from engine.dmn.models import Model


@dataclass(frozen=True, slots=True)
class Table:
    """A decision that a business rule task can make, with the names of its inputs."""

    model: Model
    decision: str
    inputs: tuple[str, ...]
    # the document that it stands in
    file: str
    # that document and all that it imports
    files: frozenset[str]
    # the version of the document that a diagram pins, 0 for the latest at deployment
    version: int = 0


@dataclass(frozen=True, slots=True)
class Survey:
    """What the decision documents of a deployment hold, sound or not."""

    # the document of each decision, by the id of the decision
    owners: Mapping[str, str]
    findings: tuple[Finding, ...]


def survey(resources: Resources) -> Survey:
    """Look at every decision document; advice among the findings stops nothing."""
    owners: dict[str, str] = {}
    found: list[Finding] = []
    for file, body in resources.decisions.items():
        try:
            model = models.draft(body, _others(file, resources), resources.functions)
        except DecisionRejected as rejected:
            found.extend(_told(file, rejected.findings))
            continue
        found.extend(_told(file, model.findings))
        found.extend(
            Finding("duplicate_id", file, decision.id, {"id": decision.id})
            for decision in model.decisions
            if owners.setdefault(decision.id, file) != file
        )
    return Survey(owners, tuple(found))


def decisions_of(resources: Resources) -> Mapping[str, Table]:
    """Read every decision of the deployment by id; raises DefinitionRejected."""
    read = {file: _read(file, body, resources) for file, body in resources.decisions.items()}
    found: dict[str, Table] = {}
    for file, model in read.items():
        imported = {name for name, each in read.items() if each.namespace in model.namespaces}
        for decision in model.decisions:
            files = frozenset({file, *imported})
            inputs = model.input_names(decision.id)
            found[decision.id] = Table(model, decision.id, inputs, file, files)
    return found


def pinned(resources: Resources, document: PinnedDocument) -> Mapping[str, Table]:
    """Read the decisions of a pinned document by id; raises DefinitionRejected."""
    then = replace(resources, decisions=document.documents)
    return {
        name: replace(table, version=document.version)
        for name, table in decisions_of(then).items()
        if table.file == document.file
    }


def _read(file: str, body: bytes, resources: Resources) -> Model:
    try:
        return models.read(body, _others(file, resources), resources.functions)
    except DecisionRejected as rejected:
        raise DefinitionRejected(_told(file, rejected.findings)) from rejected


def _others(file: str, resources: Resources) -> dict[str, bytes]:
    return {name: body for name, body in resources.decisions.items() if name != file}


def _told(file: str, found: Iterable[findings.Finding]) -> Iterator[Finding]:
    for each in found:
        weight = Weight.REFUSAL if each.severity is Severity.ERROR else Weight.ADVICE
        yield Finding(each.code, file, each.element or None, dict(each.parameters), weight)
