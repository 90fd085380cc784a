"""Deploy, check and draft process definitions, and give them compiled."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from types import MappingProxyType
from typing import Any

from engine.bpmn import definitions as bpmn
from engine.bpmn.definitions import Definition
from engine.commands import (
    authors,
    compiled_definitions,
    day_chains,
    deployment_files,
    deployment_plans,
    deployments,
    stored_deployments,
)
from engine.commands.compiled_definitions import CompiledDefinition
from engine.commands.day_chains import DayDeed
from engine.commands.deployment_plans import Deployed, Order
from engine.commands.engine import Engine
from engine.core import instants
from engine.core.errors import Conflict, DefinitionRejected, NotPermitted
from engine.core.findings import Finding
from engine.core.people import SYSTEM, Actor
from engine.store.queries import definitions as queries
from engine.store.queries.definitions import DefinitionRow
from engine.store.transaction import Transaction, reading, retried, transaction
from engine.store.writes import definitions as writes

_CITIZEN = "applicant"


def check(engine: Engine, files: Mapping[str, bytes]) -> tuple[Finding, ...]:
    """Say what a deployment of these files would be refused for or advised on; write nothing."""
    return deployment_plans.check(engine, deployments.base(engine), files)


@retried
def deploy(
    engine: Engine,
    files: Mapping[str, bytes],
    actor: Actor,
    shipped: Mapping[str, bytes] = MappingProxyType({}),
    begins: datetime | None = None,
) -> tuple[Deployed, ...]:
    """Deploy files (.bpmn, .dmn, `<process id>/<element id>.json`) as one deployment.

    It is in force at once, or from the instant `begins` on for what is started then. A process
    none of whose files changed keeps its version; where nothing changes, nothing is stored.
    Resources that are not given are taken over from what is in force then, forms and decisions
    that it does not have from the shipped ones. Gives the processes of the given diagrams, in
    file order, and those that another given file changed. Raises DefinitionRejected, which
    refuses all of it, also where the actor drew a draft and somebody else may deploy it,
    InvalidInput where `begins` has passed, and NotPermitted.
    """
    _permit(actor)
    if own := authors.find(engine, files, deployments.base(engine).files, actor.id):
        raise DefinitionRejected(own)
    order = Order(files, shipped, deployments.beginning(engine, begins))
    chain = deployments.chain(engine, order)
    if chain.plans[0].is_new:
        with transaction(engine.store) as tx:
            stored_deployments.store(engine, tx, chain, actor)
            newest = stored_deployments.newest(tx)
        engine.definitions.hold_to(newest)
    return chain.plans[0].deployed


def compiled(engine: Engine, definition_id: str) -> CompiledDefinition:
    """Give a definition (`<process id>:<version>`) with its forms; raises NotFound."""
    found = engine.definitions.get(definition_id)
    if found is None:
        with reading(engine.store) as tx:
            row = queries.one(tx, definition_id)
            files = queries.resources(tx, row.deployment_id)
        resources = deployment_files.resources(engine, files, row.deployment_id)
        made = bpmn.compile(resources, row.process_id)
        found = CompiledDefinition(
            id=definition_id,
            definition=made,
            forms=deployment_files.forms(files),
            restricted=compiled_definitions.restricted(made),
            beside=compiled_definitions.beside(made),
        )
        engine.definitions.keep(found)
    return found


def definition(engine: Engine, definition_id: str) -> Definition:
    """Give a definition (`<process id>:<version>`) as the interpreter runs it."""
    return compiled(engine, definition_id).definition


def startable(engine: Engine, actor: Actor | None) -> tuple[DefinitionRow, ...]:
    """List what an actor may start; somebody not signed in sees what applicants may."""
    return tuple(
        row
        for row in queries.startable(engine.store, engine.clock())
        if (row.start_role == _CITIZEN if actor is None else actor.holds(row.start_role))
    )


def element_names(
    engine: Engine, definition_ids: Iterable[str]
) -> dict[str, Mapping[str, Mapping[str, str]]]:
    """Give the names of all elements in each language, by definition and element id."""
    return {each: compiled(engine, each).names for each in definition_ids}


@retried
def save_draft(engine: Engine, name: str, body: bytes, revision: int, actor: Actor) -> int:
    """Save a draft over the revision that was seen, 0 for a new one, and give the new revision.

    Where nothing changed, the draft stays that of who saved it last. Raises Conflict
    (`draft_moved_on`) where somebody else has saved in between.
    """
    _permit(actor)
    if queries.draft_of(engine.store, name) == (revision, body):
        return revision
    at = engine.clock()
    row: dict[str, Any] = {"body": body, "saved_by": actor.id, "saved_at": instants.text(at)}
    facts = {"name": name, "revision": revision + 1}
    try:
        with transaction(engine.store) as tx:
            _write_draft(tx, revision, {"name": name, **row})
            day_chains.seal(tx, DayDeed("draft_saved", actor.id, at, facts=facts))
    except Conflict as conflict:
        raise Conflict(conflict.code, name=name) from conflict
    return revision + 1


def _write_draft(tx: Transaction, revision: int, row: dict[str, Any]) -> None:
    if revision == 0:
        # one that is there already conflicts as one that has moved on
        writes.add_draft(tx, {"revision": 1, **row})
        return
    name = row.pop("name")
    if not writes.revise_draft(tx, {"of_name": name, "seen": revision, **row}):
        raise Conflict("draft_moved_on", name=name)


def _permit(actor: Actor) -> None:
    if actor != SYSTEM and not any(actor.holds(role) for role in authors.MAY_DEPLOY):
        raise NotPermitted("not_an_analyst")
