"""Grants of roles: one administrator asks, another confirms, either revokes."""

from __future__ import annotations

from engine.commands import administration
from engine.commands.engine import Engine
from engine.core import instants
from engine.core.errors import Conflict, NotFound, NotPermitted
from engine.core.people import Actor, Grant
from engine.store.queries import accounts as queries
from engine.store.queries.accounts import GrantRow
from engine.store.transaction import Transaction, retried, transaction
from engine.store.writes import accounts as writes
from engine.store.writes import sessions as session_writes


@retried
def ask(engine: Engine, account_id: str, wish: Grant, actor: Actor) -> str:
    """Ask for a role at a unit for an account; it counts once a second person confirms it."""
    administration.permit(engine, actor, wish.unit)
    with transaction(engine.store) as tx:
        if queries.account_of(tx, account_id) is None:
            raise NotFound("account_unknown", account=account_id)
        return administration.ask(engine, tx, account_id, wish, actor)


@retried
def confirm(engine: Engine, grant_id: str, actor: Actor) -> None:
    """Confirm a grant that somebody else asked for, for somebody else."""
    with transaction(engine.store) as tx:
        found = _permitted(engine, tx, grant_id, actor)
        if actor.id in {found.asked_by, found.account_id}:
            raise NotPermitted("second_person_needed", grant=grant_id)
        if not writes.confirm_grant(tx, grant_id, actor.id, instants.text(engine.clock())):
            raise Conflict("grant_settled", grant=grant_id)
        administration.seal(engine, tx, "grant_confirmed", actor, _facts(found))


@retried
def revoke(engine: Engine, grant_id: str, actor: Actor) -> None:
    """Revoke a grant, or turn down one that waits; its holder signs in anew.

    The last administrator cannot be made powerless: Conflict (`last_administrator`).
    """
    with transaction(engine.store) as tx:
        found = _permitted(engine, tx, grant_id, actor)
        if not writes.revoke_grant(tx, grant_id, actor.id, instants.text(engine.clock())):
            raise Conflict("grant_settled", grant=grant_id)
        if found.role == administration.ADMINISTRATOR and not queries.administrators(tx):
            raise Conflict("last_administrator", account=found.account_id)
        session_writes.end_all(tx, found.account_id)
        administration.seal(engine, tx, "grant_revoked", actor, _facts(found))


def _permitted(engine: Engine, tx: Transaction, grant_id: str, actor: Actor) -> GrantRow:
    found = queries.grant_of(tx, grant_id)
    if found is None:
        raise NotFound("grant_unknown", grant=grant_id)
    administration.permit(engine, actor, found.unit)
    return found


def _facts(found: GrantRow) -> dict[str, object]:
    return {
        "grant": found.id,
        "account": found.account_id,
        "role": found.role,
        "unit": found.unit,
    }
