"""Who may administer a unit's people, and how a grant of a role comes about."""

from __future__ import annotations

import secrets

from engine.commands import day_chains
from engine.commands.day_chains import DayDeed
from engine.commands.engine import Engine
from engine.core import duties, instants
from engine.core.errors import Conflict, InvalidInput, NotPermitted
from engine.core.people import ROLES, Actor, Grant
from engine.store.queries import accounts as queries
from engine.store.transaction import Transaction
from engine.store.writes import accounts as writes
from engine.store.writes.accounts import GrantRow

ADMINISTRATOR = "administrator"
PLATFORM = "platform"
# D9 of the duties: who audits or administers holds no role in a case
APART = frozenset([ADMINISTRATOR, "auditor"])
OUTSIDE_CASES = APART | {"analyst", "approver", "operator"}
# grants by a single administrator count at once until there are two
ENOUGH = 2


def permit(engine: Engine, actor: Actor, unit: str) -> None:
    """Refuse whoever is not an administrator of the unit or of one above it."""
    if not may(engine, actor, unit):
        raise NotPermitted("not_an_administrator", unit=unit)


def may(engine: Engine, actor: Actor, unit: str) -> bool:
    """Tell whether the actor administers the unit or one above it."""
    lineage = (unit, *engine.organisation.parents(unit))
    return any(actor.holds_at(ADMINISTRATOR, code) for code in lineage)


def ask(engine: Engine, tx: Transaction, account_id: str, wish: Grant, actor: Actor) -> str:
    """Write a grant that waits for a second person, or counts where there is no second yet."""
    _check(engine, tx, account_id, wish)
    at = instants.text(engine.clock())
    alone = len(queries.administrators(tx)) < ENOUGH
    grant_id = secrets.token_hex(8)
    row = GrantRow(
        id=grant_id,
        account_id=account_id,
        role=wish.role,
        unit=wish.unit,
        asked_by=actor.id,
        asked_at=at,
        confirmed_by=actor.id if alone else None,
        confirmed_at=at if alone else None,
    )
    writes.insert_grants(tx, row)
    facts: dict[str, object] = {
        "grant": grant_id,
        "account": account_id,
        "role": wish.role,
        "unit": wish.unit,
    }
    seal(engine, tx, "grant_asked", actor, facts)
    if alone:
        seal(engine, tx, "grant_confirmed", actor, {**facts, "alone": True})
    return grant_id


def seal(
    engine: Engine, tx: Transaction, kind: str, actor: Actor, facts: dict[str, object]
) -> None:
    """Seal a deed about people into the chain of the day."""
    day_chains.seal(tx, DayDeed(kind, actor.id, engine.clock(), facts=facts))


def _check(engine: Engine, tx: Transaction, account_id: str, wish: Grant) -> None:
    if wish.role not in ROLES - {PLATFORM}:
        raise InvalidInput("role_unknown", role=wish.role)
    engine.organisation.active_unit(wish.unit)
    held = queries.grants_of(tx, account_id)
    if wish in held:
        raise Conflict("grant_exists", account=account_id, role=wish.role, unit=wish.unit)
    roles = {grant.role for grant in held} | {wish.role}
    if duties.AUXILIARY in roles and roles & duties.DECIDING:
        raise Conflict("auxiliary_decides_nothing", account=account_id, role=wish.role)
    if roles & APART and roles - OUTSIDE_CASES:
        raise Conflict("roles_exclude_each_other", account=account_id, role=wish.role)
