"""The decision documents of a deployment, found by the decision a business rule task names."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from engine.bpmn.elements import Element
from engine.bpmn.resources import Resources
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
    # the document that it stands in, and all that this one imports
    files: frozenset[str]


@dataclass(frozen=True, slots=True)
class Survey:
    """What the decision documents of a deployment hold, sound or not."""

    decisions: frozenset[str]
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
    return Survey(frozenset(owners), tuple(found))


def needed_by(elements: Iterable[Element], resources: Resources) -> Mapping[str, Table]:
    """Read the decisions that these elements name; raises DefinitionRejected."""
    wanted = {element.decision for element in elements if element.decision}
    if not wanted:
        return {}
    known = decisions_of(resources)
    missing = sorted(wanted - known.keys())
    if missing:
        finding = Finding("unknown_decision", "-", None, {"decision": missing[0]})
        raise DefinitionRejected([finding])
    return {name: known[name] for name in wanted}


def decisions_of(resources: Resources) -> Mapping[str, Table]:
    """Read every decision of the deployment by id; raises DefinitionRejected."""
    read = {file: _read(file, body, resources) for file, body in resources.decisions.items()}
    found: dict[str, Table] = {}
    for file, model in read.items():
        imported = {name for name, each in read.items() if each.namespace in model.namespaces}
        for decision in model.decisions:
            inputs = model.input_names(decision.id)
            found[decision.id] = Table(model, decision.id, inputs, frozenset({file, *imported}))
    return found


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
