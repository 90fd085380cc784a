"""Questions about deployed process definitions, their resources and drafts."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, func, select

from engine.core import instants
from engine.core.errors import NotFound
from engine.store.database import Store
from engine.store.queries import deployments
from engine.store.statements import Statement
from engine.store.tables import content, deployment, draft, process_definition, resource
from engine.store.transaction import Transaction, reading


@dataclass(frozen=True, slots=True)
class DefinitionRow:
    """One version of a process definition."""

    # <process id>:<version>
    id: str
    process_id: str
    version: int
    deployment_id: str
    file: str
    sha256: str
    # hash of all files that it runs with
    fingerprint: str
    # {"en": …, "zh-Hans": …, "es": …}
    names: Mapping[str, str]
    startable: bool
    # role of the lane of its start event, "" where it has none
    start_role: str
    start_element: str
    deployed_at: str
    deployed_by: str
    # in force from here on, where it was not taken back or replaced before
    effective_at: str
    withdrawn_at: str | None
    withdrawn_by: str | None
    withdrawal_reason: str | None
    # id of the deployment that stands for its own, None where that was taken back
    replaced_by: str | None

    @property
    def order(self) -> tuple[str, str]:
        """Tell its place: of two that take effect at one instant the later deployed counts."""
        return self.effective_at, self.deployment_id


@dataclass(frozen=True, slots=True)
class DraftRow:
    """A draft without its body."""

    name: str
    revision: int
    saved_by: str
    saved_at: str


_COLUMNS = (
    process_definition.c.id,
    process_definition.c.process_id,
    process_definition.c.version,
    process_definition.c.deployment_id,
    process_definition.c.file,
    process_definition.c.sha256,
    process_definition.c.fingerprint,
    process_definition.c.names,
    process_definition.c.startable,
    process_definition.c.start_role,
    process_definition.c.start_element,
    deployment.c.at,
    deployment.c.actor,
    deployment.c.effective_at,
    deployment.c.withdrawn_at,
    deployment.c.withdrawn_by,
    deployment.c.withdrawal_reason,
    deployment.c.replaced_by,
)
_LAST_FIRST = (deployment.c.effective_at.desc(), process_definition.c.version.desc())
_DEFINITIONS = select(*_COLUMNS).join_from(
    process_definition, deployment, process_definition.c.deployment_id == deployment.c.id
)
_RANKED = (
    select(
        process_definition.c.id,
        func.row_number()
        .over(partition_by=process_definition.c.process_id, order_by=_LAST_FIRST)
        .label("place"),
    )
    .join_from(
        process_definition, deployment, process_definition.c.deployment_id == deployment.c.id
    )
    .where(deployments.IN_FORCE)
    .subquery()
)
_LATEST = Statement(
    "latest_definitions",
    _DEFINITIONS.join(
        _RANKED, (_RANKED.c.id == process_definition.c.id) & (_RANKED.c.place == 1)
    ).order_by(process_definition.c.process_id),
)
_EVERY = Statement(
    "every_definition",
    _DEFINITIONS.order_by(process_definition.c.process_id, process_definition.c.version),
)
_PLANNED = Statement(
    "planned_definitions",
    _DEFINITIONS.where(deployments.WAITS).order_by(
        deployment.c.effective_at, deployment.c.id, process_definition.c.process_id
    ),
)
_VERSIONS = Statement(
    "versions_of_definition",
    _DEFINITIONS.where(process_definition.c.process_id == bindparam("process_id")).order_by(
        process_definition.c.version.desc()
    ),
)
_LATEST_OF = Statement(
    "latest_definition_of_process",
    _DEFINITIONS.where(
        process_definition.c.process_id == bindparam("process_id"), deployments.IN_FORCE
    )
    .order_by(*_LAST_FIRST)
    .limit(1),
)
_ONE = Statement(
    "definition", _DEFINITIONS.where(process_definition.c.id == bindparam("definition_id"))
)
_RESOURCES = Statement(
    "resources_of_deployment",
    select(resource.c.name, content.c.body)
    .join_from(resource, content, resource.c.sha256 == content.c.sha256)
    .where(resource.c.deployment_id == bindparam("deployment_id"))
    .order_by(resource.c.name),
)
_NAMES = Statement(
    "names_of_resources",
    select(resource.c.name)
    .where(resource.c.deployment_id == bindparam("deployment_id"))
    .order_by(resource.c.name),
)
_DRAFT = Statement(
    "draft", select(draft.c.revision, draft.c.body).where(draft.c.name == bindparam("name"))
)
_DRAFTS = Statement(
    "drafts",
    select(draft.c.name, draft.c.revision, draft.c.saved_by, draft.c.saved_at).order_by(
        draft.c.name
    ),
)


def latest(store: Store, now: datetime) -> tuple[DefinitionRow, ...]:
    """List the version of every process that is in force, by process id."""
    with reading(store) as tx:
        return tuple(_row(row) for row in tx.all(_LATEST, {"now": instants.text(now)}))


def startable(store: Store, now: datetime) -> tuple[DefinitionRow, ...]:
    """List the version in force of every process that people start, by process id."""
    return tuple(row for row in latest(store, now) if row.startable)


def planned(store: Store, now: datetime) -> tuple[DefinitionRow, ...]:
    """List the versions that wait for their instant, in the order of their effect."""
    with reading(store) as tx:
        return tuple(_row(row) for row in tx.all(_PLANNED, {"now": instants.text(now)}))


def every(tx: Transaction) -> tuple[DefinitionRow, ...]:
    """List all versions of all processes, by process id and version."""
    return tuple(_row(row) for row in tx.all(_EVERY))


def versions(store: Store, process_id: str) -> tuple[DefinitionRow, ...]:
    """List the versions of a process, the newest first."""
    with reading(store) as tx:
        return tuple(_row(row) for row in tx.all(_VERSIONS, {"process_id": process_id}))


def latest_of(tx: Transaction, process_id: str, now: datetime) -> DefinitionRow:
    """Find the version of a process that is in force; raises NotFound."""
    row = tx.one(_LATEST_OF, {"process_id": process_id, "now": instants.text(now)})
    if row is None:
        raise NotFound("no_such_process", process=process_id)
    return _row(row)


def one(tx: Transaction, definition_id: str) -> DefinitionRow:
    """Find a version by `<process id>:<version>`; raises NotFound."""
    row = tx.one(_ONE, {"definition_id": definition_id})
    if row is None:
        raise NotFound("no_such_definition", definition=definition_id)
    return _row(row)


def resources(tx: Transaction, deployment_id: str) -> dict[str, bytes]:
    """Give all resources of a deployment by name, given with it or taken over."""
    return {row[0]: bytes(row[1]) for row in tx.all(_RESOURCES, {"deployment_id": deployment_id})}


def names(store: Store, now: datetime) -> tuple[str, ...]:
    """List the names of all resources that are in force."""
    with reading(store) as tx:
        rows = tx.all(_NAMES, {"deployment_id": deployments.in_force(tx, instants.text(now))})
    return tuple(row[0] for row in rows)


def latest_resource(store: Store, name: str, now: datetime) -> bytes:
    """Give a resource that is in force, else the first that waits; raises NotFound."""
    at = instants.text(now)
    with reading(store) as tx:
        ids = (deployments.in_force(tx, at), *(row.id for row in deployments.waiting(tx, at)))
        found = (resources(tx, each).get(name) for each in ids)
        body = next((each for each in found if each is not None), None)
    if body is None:
        raise NotFound("no_such_resource", name=name)
    return body


def resource_of(store: Store, definition_id: str, name: str) -> bytes:
    """Give a resource of a definition, by default its own diagram for ""; raises NotFound."""
    with reading(store) as tx:
        definition = one(tx, definition_id)
        found = resources(tx, definition.deployment_id).get(name or definition.file)
    if found is None:
        raise NotFound("no_such_resource", name=name)
    return found


def draft_of(store: Store, name: str) -> tuple[int, bytes] | None:
    """Give revision and body of a draft, None where there is none."""
    with reading(store) as tx:
        row = tx.one(_DRAFT, {"name": name})
    return (row[0], bytes(row[1])) if row else None


def drafts(store: Store) -> tuple[DraftRow, ...]:
    """List the drafts by name."""
    with reading(store) as tx:
        return tuple(DraftRow(*row) for row in tx.all(_DRAFTS))


def _row(row: tuple[object, ...]) -> DefinitionRow:
    known = dict(zip(DefinitionRow.__slots__, row, strict=True))
    known["names"] = json.loads(str(known["names"]))
    known["startable"] = bool(known["startable"])
    return DefinitionRow(**known)  # type: ignore[arg-type] # as the columns are typed
