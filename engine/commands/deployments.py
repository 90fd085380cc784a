"""Plan a deployment against the latest one, and carry it out whole."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from engine.bpmn import definitions as bpmn
from engine.bpmn.definitions import Definition
from engine.commands import companion_files, day_chains, deployment_files
from engine.commands.day_chains import DayDeed
from engine.commands.engine import Engine
from engine.core import instants
from engine.core.errors import DefinitionRejected
from engine.core.findings import Weight
from engine.core.people import Actor
from engine.store.queries import definitions as queries
from engine.store.queries.definitions import DefinitionRow
from engine.store.refusals import TryAgain
from engine.store.transaction import reading, transaction
from engine.store.writes import counters
from engine.store.writes import definitions as writes

_SERIES = "deployment"


@dataclass(frozen=True, slots=True)
class Deployed:
    """The version of a process after a deployment, new or unchanged."""

    process_id: str
    version: int
    # of the bytes of its diagram, hex
    sha256: str


@dataclass(frozen=True, slots=True)
class _Version:
    """The version that a process will have, new or the one it has."""

    definition: Definition
    file: str
    sha256: str
    fingerprint: str
    version: int
    is_new: bool


@dataclass(frozen=True, slots=True)
class Plan:
    """What a deployment will hold, judged against the latest one."""

    # id of the deployment that it was judged against, "" for none
    after: str
    files: Mapping[str, bytes]
    versions: tuple[_Version, ...]
    # ids of the processes that no other one calls
    startable: frozenset[str]
    # whether any file differs from those of the latest deployment
    is_new: bool

    @property
    def deployed(self) -> tuple[Deployed, ...]:
        """Tell the versions after the deployment."""
        return tuple(
            Deployed(each.definition.process_id, each.version, each.sha256)
            for each in self.versions
        )


def plan(engine: Engine, given: Mapping[str, bytes], shipped: Mapping[str, bytes]) -> Plan:
    """Judge files against the latest deployment; raises DefinitionRejected with all findings.

    Forms and decisions that the diagrams name and that neither is given nor was deployed before
    are taken from the shipped ones.
    """
    with reading(engine.store) as tx:
        after = queries.latest_deployment(tx)
        before = queries.resources(tx, after)
    lent = companion_files.needed(shipped, given)
    files = deployment_files.together(given, {**lent, **before})
    _refuse(engine, given, files)
    resources = deployment_files.resources(engine, files)
    known = {row.process_id: row for row in queries.latest(engine.store)}
    versions = (
        _version(bpmn.compile(resources, process_id), files, known.get(process_id))
        for name in _in_order(given, files)
        for process_id in bpmn.process_ids(files[name])
    )
    return Plan(
        after=after,
        files=files,
        versions=tuple(each for each in versions if each.is_new or _is_given(each, given)),
        startable=frozenset(bpmn.startable(resources)),
        is_new=files != before,
    )


def _is_given(version: _Version, given: Mapping[str, bytes]) -> bool:
    """Tell whether the diagram or a form of the process itself is among the given files."""
    folder = f"{version.definition.process_id}/"
    return version.file in given or any(name.startswith(folder) for name in given)


def carry_out(engine: Engine, plan: Plan, actor: Actor) -> None:
    """Store a plan in one transaction; raises TryAgain where another deployment came between."""
    at = engine.clock()
    files = {name: (_sha256(body), body) for name, body in plan.files.items()}
    with transaction(engine.store) as tx:
        deployment_id = f"{counters.draw(tx, _SERIES, ''):08}"
        if queries.latest_deployment(tx) != plan.after:
            raise TryAgain("deployment_overtaken")
        row = {"id": deployment_id, "at": instants.text(at), "actor": actor.id}
        writes.add_deployment(tx, row, files)
        writes.add_definitions(tx, list(_rows(plan, deployment_id)))
        facts = {
            "deployment": deployment_id,
            "definitions": [f"{each.process_id}:{each.version}" for each in plan.deployed],
            "files": {name: sha for name, (sha, _body) in files.items()},
        }
        day_chains.seal(tx, DayDeed("deployed", actor.id, at, facts=facts))


def _refuse(engine: Engine, given: Mapping[str, bytes], files: Mapping[str, bytes]) -> None:
    lost = companion_files.misplaced(given, files)
    found = (*deployment_files.findings(engine, files), *lost)
    refusals = [finding for finding in found if finding.weight is Weight.REFUSAL]
    if refusals:
        raise DefinitionRejected(refusals)


def _in_order(given: Mapping[str, bytes], files: Mapping[str, bytes]) -> Iterator[str]:
    """Give the diagrams: the given ones in their order, then those taken over."""
    names = [*given, *(name for name in files if name not in given)]
    return (name for name in names if name.endswith(deployment_files.DIAGRAM))


def _version(
    definition: Definition, files: Mapping[str, bytes], known: DefinitionRow | None
) -> _Version:
    file = definition.processes[definition.process_id].file
    fingerprint = deployment_files.fingerprint(files, definition)
    is_new = known is None or known.fingerprint != fingerprint
    return _Version(
        definition=definition,
        file=file,
        sha256=_sha256(files[file]),
        fingerprint=fingerprint,
        version=(known.version if known else 0) + int(is_new),
        is_new=is_new,
    )


def _rows(plan: Plan, deployment_id: str) -> Iterator[dict[str, Any]]:
    for each in plan.versions:
        if not each.is_new:
            continue
        process_id = each.definition.process_id
        yield {
            "id": f"{process_id}:{each.version}",
            "process_id": process_id,
            "version": each.version,
            "deployment_id": deployment_id,
            "file": each.file,
            "sha256": each.sha256,
            "fingerprint": each.fingerprint,
            "names": json.dumps(dict(each.definition.processes[process_id].names)),
            "startable": int(process_id in plan.startable),
            "start_role": each.definition.start.role,
            "start_element": each.definition.start.id,
        }


def _sha256(body: bytes) -> str:
    return hashlib.sha256(body).hexdigest()
