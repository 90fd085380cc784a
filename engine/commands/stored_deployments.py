"""Store planned deployments with their versions, whole or not at all."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from engine.commands import day_chains, deployment_files, taken_values
from engine.commands.compiled_definitions import Newest
from engine.commands.day_chains import DayDeed
from engine.commands.deployment_plans import Plan
from engine.commands.engine import Engine
from engine.core import instants
from engine.core.people import Actor
from engine.store.queries import definitions
from engine.store.queries import deployments as queries
from engine.store.refusals import TryAgain
from engine.store.transaction import Transaction, reading
from engine.store.writes import counters
from engine.store.writes import definitions as writes
from engine.store.writes.definitions import Withdrawal

_SERIES = "deployment"


@dataclass(frozen=True, slots=True)
class Seen:
    """What was deployed when plans were made: they hold while it is the same."""

    # id of the deployment that was stored last
    latest: str
    # ids of those that wait
    waiting: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Chain:
    """Plans that are carried out together, each built upon the one before it."""

    seen: Seen
    # id of the deployment that the first one is built upon, "" for none
    built_on: str
    plans: tuple[Plan, ...]


@dataclass(frozen=True, slots=True)
class _New:
    """A deployment that is about to be stored."""

    plan: Plan
    id: str
    effective_at: str
    built_on: str


def seen(tx: Transaction, now: str) -> Seen:
    """Tell what is deployed and what waits."""
    return Seen(queries.latest(tx), tuple(row.id for row in queries.waiting(tx, now)))


def store(engine: Engine, tx: Transaction, chain: Chain, actor: Actor) -> None:
    """Store the plans that bring something, and end what they build anew.

    Raises TryAgain where another deployment came between.
    """
    at = engine.clock()
    # whoever draws first goes first
    drawn = counters.draw(tx, _SERIES, "")
    if chain.seen != seen(tx, instants.text(at)):
        raise TryAgain("deployment_overtaken")
    built_on = chain.built_on
    for plan in chain.plans:
        if plan.is_new:
            effective_at = plan.order.effective_at or _at_once(tx, built_on, at)
            new = _New(plan, f"{drawn:08}", effective_at, built_on)
            _add(engine, tx, new, actor, at)
            built_on, drawn = new.id, counters.draw(tx, _SERIES, "")
        old = plan.order.rebuilds
        if old is not None:
            end = Withdrawal(instants.text(at), actor.id, replaced_by=built_on)
            writes.withdraw(tx, old.id, end)


def newest(tx: Transaction) -> Newest:
    """Give what the deployment that was stored last, by whatever process, says to all cases."""
    last = queries.latest(tx)
    return Newest(int(last or 0), deployment_files.once(definitions.resources(tx, last)))


def hold_to_newest(engine: Engine) -> None:
    """Hold all cases to the deployment that was stored last."""
    with reading(engine.store) as tx:
        last = newest(tx)
    engine.definitions.hold_to(last)


def _at_once(tx: Transaction, built_on: str, at: datetime) -> str:
    """Take effect now, and not before what another clock let take effect."""
    before = queries.one(tx, built_on)
    return max(instants.text(at), before.effective_at if before else "")


def _add(engine: Engine, tx: Transaction, new: _New, actor: Actor, at: datetime) -> None:
    waits, rebuilds = new.plan.order.effective_at, new.plan.order.rebuilds
    row = {
        "id": new.id,
        "at": instants.text(at) if waits else new.effective_at,
        "actor": rebuilds.actor if rebuilds else actor.id,
        "effective_at": new.effective_at,
        "built_on": new.built_on,
    }
    files = {name: (_sha256(body), body) for name, body in new.plan.files.items()}
    writes.add_deployment(tx, row, files)
    writes.add_definitions(tx, list(_definitions(new)))
    facts = {
        "deployment": new.id,
        "definitions": [f"{each.process_id}:{each.version}" for each in new.plan.deployed],
        "files": {name: sha for name, (sha, _body) in files.items()},
        **({"effective_at": waits} if waits else {}),
        **({"replaces": rebuilds.id} if rebuilds else {}),
    }
    once = deployment_files.once(new.plan.files)
    taken_values.gather(tx, once - engine.definitions.once)
    day_chains.seal(tx, DayDeed("deployed", actor.id, at, facts=facts))


def _definitions(new: _New) -> Iterator[dict[str, Any]]:
    for each in new.plan.versions:
        if not each.is_new:
            continue
        yield {
            "id": f"{each.process_id}:{each.version}",
            "process_id": each.process_id,
            "version": each.version,
            "deployment_id": new.id,
            "file": each.file,
            "sha256": each.sha256,
            "fingerprint": each.fingerprint,
            "names": json.dumps(dict(each.definition.processes[each.process_id].names)),
            "startable": int(each.process_id in new.plan.startable),
            "start_role": each.definition.start.role,
            "start_element": each.definition.start.id,
        }


def _sha256(body: bytes) -> str:
    return hashlib.sha256(body).hexdigest()
