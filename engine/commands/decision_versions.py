"""Tell the versions of decision documents, and which of them a process runs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from engine.bpmn.decision_files import Table
from engine.commands import deployment_files, document_versions, process_definitions
from engine.commands.engine import Engine
from engine.core import instants
from engine.core.errors import NotFound
from engine.dmn import models
from engine.dmn.nodes import Decision
from engine.store.queries import decisions as queries
from engine.store.queries import definitions, deployments
from engine.store.queries.decisions import DecisionCopy
from engine.store.queries.definitions import DefinitionRow
from engine.store.transaction import reading


@dataclass(frozen=True, slots=True)
class DecisionFile:
    """A decision document as it is deployed now."""

    name: str
    version: int
    deployed_at: str
    deployed_by: str
    # of its decisions, as people see them
    decisions: tuple[str, ...]
    # the newest versions of the processes that make one of its decisions
    used_by: tuple[DefinitionRow, ...]


@dataclass(frozen=True, slots=True)
class RunDecision:
    """A decision that a version of a process makes, by the id that its diagram calls."""

    decision: str
    file: str
    version: int
    # the diagram names the version, and no deployment of the document alone changes it
    is_pinned: bool = False


def latest(engine: Engine) -> tuple[DecisionFile, ...]:
    """List the decision documents that are in force, by name."""
    copies = queries.copies(engine.store)
    in_force = _in_force(engine, engine.clock())
    newest = [each for each in copies if each.deployment_id == in_force]
    versions = document_versions.counted(copies)
    users, documents = _users(engine), _documents(engine)
    return tuple(
        DecisionFile(
            name=each.name,
            version=versions[each.deployment_id, each.name][0],
            deployed_at=versions[each.deployment_id, each.name][1].deployed_at,
            deployed_by=versions[each.deployment_id, each.name][1].deployed_by,
            decisions=tuple(one.title or one.id for one in _decisions(each.name, documents)),
            used_by=tuple(row for row, files in users if each.name in files),
        )
        for each in newest
    )


def run_by(engine: Engine, row: DefinitionRow) -> tuple[RunDecision, ...]:
    """List the decisions that a version of a process makes, with the versions of their files."""
    versions = document_versions.counted(queries.copies(engine.store))
    tables = process_definitions.definition(engine, row.id).tables
    return tuple(
        RunDecision(table.decision, file, versions[deployed, file][0], table.version > 0)
        for _key, table in sorted(tables.items())
        for deployed in [_deployment(table, row.deployment_id, versions)]
        for file in sorted(table.files)
    )


def of_documents(engine: Engine, definition_id: str) -> Mapping[str, int]:
    """Give the versions of all decision documents as they stood when a definition was deployed."""
    with reading(engine.store) as tx:
        deployed = definitions.one(tx, definition_id).deployment_id
    versions = document_versions.counted(queries.copies(engine.store))
    return {
        name: number
        for (deployment, name), (number, _first) in versions.items()
        if deployment == deployed
    }


def version_of(engine: Engine, name: str, at: datetime) -> int:
    """Give the version of a decision document that is in force at an instant; raises NotFound."""
    versions = document_versions.counted(queries.copies(engine.store))
    found = versions.get((_in_force(engine, at), name))
    if found is None:
        raise NotFound("no_such_resource", name=name)
    return found[0]


def planned(engine: Engine) -> Mapping[str, tuple[tuple[int, str], ...]]:
    """Give, by document, the versions that wait, each with the instant of its effect."""
    versions = document_versions.counted(queries.copies(engine.store))
    waiting = deployments.planned(engine.store, engine.clock())
    found: dict[str, tuple[tuple[int, str], ...]] = {}
    for row in waiting:
        for name in deployments.changed(engine.store, row):
            if (row.id, name) in versions:
                number, _first = versions[row.id, name]
                found[name] = (*found.get(name, ()), (number, row.effective_at))
    return found


def numbers(engine: Engine) -> Mapping[str, int]:
    """Give the decisions that are in force by id, each with the version of its document."""
    documents, in_force = _documents(engine), _in_force(engine, engine.clock())
    counted = document_versions.counted(queries.copies(engine.store))
    versions = {
        name: number
        for (deployment, name), (number, _first) in counted.items()
        if deployment == in_force
    }
    return {each.id: versions[name] for name in documents for each in _decisions(name, documents)}


def _deployment(
    table: Table, own: str, versions: Mapping[tuple[str, str], tuple[int, DecisionCopy]]
) -> str:
    """Give the deployment whose documents a decision was read from."""
    if not table.version:
        return own
    return next(
        first.deployment_id
        for (_deployment, name), (number, first) in versions.items()
        if (name, number) == (table.file, table.version)
    )


def _in_force(engine: Engine, at: datetime) -> str:
    with reading(engine.store) as tx:
        return deployments.in_force(tx, instants.text(at))


def _documents(engine: Engine) -> dict[str, bytes]:
    with reading(engine.store) as tx:
        now = instants.text(engine.clock())
        files = definitions.resources(tx, deployments.in_force(tx, now))
    return {
        name: body for name, body in files.items() if name.endswith(deployment_files.DECISIONS)
    }


def _decisions(name: str, documents: Mapping[str, bytes]) -> tuple[Decision, ...]:
    others = {other: body for other, body in documents.items() if other != name}
    return models.draft(documents[name], others).decisions


def _users(engine: Engine) -> list[tuple[DefinitionRow, frozenset[str]]]:
    """Give the newest version of every process that people start, with the files it decides by."""
    rows = definitions.startable(engine.store, engine.clock())
    return [(row, _files(engine, row)) for row in rows]


def _files(engine: Engine, row: DefinitionRow) -> frozenset[str]:
    tables = process_definitions.definition(engine, row.id).tables
    return frozenset(file for table in tables.values() for file in table.files)
