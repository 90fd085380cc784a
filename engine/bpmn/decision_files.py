"""The decision documents of a deployment, found by the decision a business rule task names."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from engine.bpmn.elements import Element
from engine.bpmn.resources import Resources
from engine.core.errors import DefinitionRejected
from engine.core.findings import Finding
from engine.dmn import findings, models
from engine.dmn.models import Model


@dataclass(frozen=True, slots=True)
class Table:
    """A decision that a business rule task can make, with the names of its inputs."""

    model: Model
    decision: str
    inputs: tuple[str, ...]


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
    found: dict[str, Table] = {}
    for file, body in resources.decisions.items():
        others = {name: each for name, each in resources.decisions.items() if name != file}
        model = _read(file, body, others, resources)
        for decision in model.decisions:
            name = decision.key.id
            found[name] = Table(model, name, model.input_names(name))
    return found


def _read(file: str, body: bytes, others: Mapping[str, bytes], resources: Resources) -> Model:
    try:
        return models.read(body, others, resources.functions)
    except findings.DecisionRejected as rejected:
        raise DefinitionRejected(
            Finding(each.code, file, each.element or None, dict(each.parameters))
            for each in rejected.findings
        ) from rejected
