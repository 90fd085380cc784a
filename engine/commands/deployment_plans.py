"""Judge files against what is deployed at an instant, stored already or about to be."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from engine.bpmn import definitions as bpmn
from engine.bpmn.definitions import Definition
from engine.bpmn.resources import Resources
from engine.commands import companion_files, deployment_files
from engine.commands.engine import Engine
from engine.core.errors import DefinitionRejected
from engine.core.findings import Finding, Weight
from engine.store.queries.definitions import DefinitionRow
from engine.store.queries.deployments import DeploymentRow

Rows = Iterable[DefinitionRow]


@dataclass(frozen=True, slots=True)
class Known:
    """The version of a process that is deployed at an instant."""

    version: int
    fingerprint: str
    is_startable: bool


@dataclass(frozen=True, slots=True)
class Base:
    """What is deployed at an instant, stored or about to be."""

    # of the newest deployment that is stored, "" for none
    deployment_id: str
    files: Mapping[str, bytes]
    # by process id
    known: Mapping[str, Known]
    # the highest number that a version of a process ever had
    highest: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Order:
    """What is to be deployed."""

    given: Mapping[str, bytes]
    # forms and decisions to take where they are named and neither given nor deployed
    shipped: Mapping[str, bytes]
    # text of the instant from which it is to be in force, "" for at once
    effective_at: str
    # the waiting deployment that this one builds anew
    rebuilds: DeploymentRow | None = None


@dataclass(frozen=True, slots=True)
class Deployed:
    """The version of a process after a deployment, new or unchanged."""

    process_id: str
    version: int
    # of the bytes of its diagram, hex
    sha256: str


@dataclass(frozen=True, slots=True)
class Version:
    """The version that a process will have, new or the one it has."""

    definition: Definition
    file: str
    sha256: str
    fingerprint: str
    version: int
    is_new: bool

    @property
    def process_id(self) -> str:
        """Tell which process it is of."""
        return self.definition.process_id


@dataclass(frozen=True, slots=True)
class Plan:
    """What a deployment will hold."""

    order: Order
    files: Mapping[str, bytes]
    versions: tuple[Version, ...]
    # ids of the processes that no other one calls
    startable: frozenset[str]
    # whether any file differs from those of the deployment before it
    is_new: bool

    @property
    def deployed(self) -> tuple[Deployed, ...]:
        """Tell the versions after the deployment."""
        return tuple(
            Deployed(each.process_id, each.version, each.sha256) for each in self.versions
        )


def base(before: DeploymentRow | None, files: Mapping[str, bytes], rows: Rows) -> Base:
    """Tell what is deployed when a deployment has taken effect and none after it."""
    known: dict[str, Known] = {}
    highest: dict[str, int] = {}
    until = before.order if before else ("", "")
    for row in sorted(rows, key=lambda each: each.order):
        highest[row.process_id] = max(row.version, highest.get(row.process_id, 0))
        if row.withdrawn_at is None and row.order <= until:
            known[row.process_id] = Known(row.version, row.fingerprint, row.startable)
    return Base(before.id if before else "", files, known, highest)


def after(upon: Base, made: Plan) -> Base:
    """Tell what is deployed when a plan has taken effect too."""
    new = [each for each in made.versions if each.is_new]
    known = {
        each.process_id: Known(each.version, each.fingerprint, each.process_id in made.startable)
        for each in new
    }
    highest = {each.process_id: each.version for each in new}
    return Base(
        deployment_id=upon.deployment_id,
        files=made.files,
        known={**upon.known, **known},
        highest={**upon.highest, **highest},
    )


def plan(engine: Engine, upon: Base, order: Order) -> Plan:
    """Judge what is to be deployed; raises DefinitionRejected with all findings."""
    lent = companion_files.needed(order.shipped, order.given)
    files = deployment_files.together(order.given, {**lent, **upon.files})
    origin = order.rebuilds.id if order.rebuilds else upon.deployment_id
    found = (
        *deployment_files.findings(engine, files, origin),
        *companion_files.misplaced(order.given, files),
        *_lost_processes(upon, files),
    )
    refusals = [finding for finding in found if finding.weight is Weight.REFUSAL]
    if refusals:
        raise DefinitionRejected(refusals)
    resources = deployment_files.resources(engine, files, origin)
    versions = _versions(resources, upon, order, files)
    return Plan(
        order=order,
        files=files,
        versions=tuple(each for each in versions if each.is_new or _is_given(each, order.given)),
        startable=frozenset(bpmn.startable(resources)),
        is_new=files != upon.files,
    )


def check(engine: Engine, upon: Base, given: Mapping[str, bytes]) -> tuple[Finding, ...]:
    """Say what a deployment of these files would be refused for or advised on."""
    files = deployment_files.together(given, upon.files)
    found = deployment_files.findings(engine, files, upon.deployment_id)
    return (*found, *_lost_processes(upon, files))


def _lost_processes(upon: Base, files: Mapping[str, bytes]) -> Iterator[Finding]:
    """Find what people start and what no diagram would draw any more."""
    before = deployment_files.process_files(upon.files)
    left = deployment_files.process_files(files)
    for process_id, file in before.items():
        known = upon.known.get(process_id)
        if process_id not in left and known is not None and known.is_startable:
            yield Finding("process_lost", file, None, {"process": process_id, "file": file})


def _is_given(version: Version, given: Mapping[str, bytes]) -> bool:
    """Tell whether the diagram or a form of the process itself is among the given files."""
    folder = f"{version.process_id}/"
    return version.file in given or any(name.startswith(folder) for name in given)


def _versions(
    resources: Resources, upon: Base, order: Order, files: Mapping[str, bytes]
) -> Iterator[Version]:
    """Give the versions: those of the given diagrams in their order, then those taken over."""
    names = [*order.given, *(name for name in files if name not in order.given)]
    drawn = bpmn.read(resources)
    for name in names:
        if name.endswith(deployment_files.DIAGRAM):
            for process_id in bpmn.process_ids(files[name]):
                yield _version(bpmn.compile(resources, process_id, drawn), upon, files)


def _version(definition: Definition, upon: Base, files: Mapping[str, bytes]) -> Version:
    process_id = definition.process_id
    file = definition.processes[process_id].file
    fingerprint = deployment_files.fingerprint(files, definition)
    known = upon.known.get(process_id)
    is_new = known is None or known.fingerprint != fingerprint
    return Version(
        definition=definition,
        file=file,
        sha256=hashlib.sha256(files[file]).hexdigest(),
        fingerprint=fingerprint,
        version=upon.highest.get(process_id, 0) + 1 if is_new or not known else known.version,
        is_new=is_new,
    )
