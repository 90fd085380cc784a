"""People who come back: an account is enabled again, its roles by two people as at first."""

from __future__ import annotations

from engine.commands import administration
from engine.commands.engine import Engine
from engine.core import instants
from engine.core.errors import Conflict, NotFound
from engine.core.people import Actor, Grant
from engine.store.queries import accounts as queries
from engine.store.transaction import Transaction, retried, transaction
from engine.store.writes import accounts as writes


@retried
def enable(engine: Engine, account_id: str, actor: Actor) -> None:
    """Let a disabled account sign in again and ask anew for each of its roles.

    The roles count once another administrator has confirmed them. Raises NotFound, NotPermitted
    and Conflict (`account_not_disabled`).
    """
    with transaction(engine.store) as tx:
        found = queries.account_of(tx, account_id)
        if found is None:
            raise NotFound("account_unknown", account=account_id)
        administration.permit(engine, actor, found.unit)
        if not writes.enable(tx, account_id):
            raise Conflict("account_not_disabled", account=account_id)
        administration.seal(engine, tx, "account_enabled", actor, {"account": account_id})
        for grant in _withdrawn(engine, tx, account_id, actor):
            administration.ask(engine, tx, account_id, grant, actor)


def _withdrawn(
    engine: Engine, tx: Transaction, account_id: str, actor: Actor
) -> tuple[Grant, ...]:
    """Revoke all roles of an account and give them."""
    held = queries.counting_grants(tx, account_id)
    at = instants.text(engine.clock())
    for grant in held:
        administration.permit(engine, actor, grant.unit)
        writes.revoke_grant(tx, grant.id, actor.id, at)
        facts: dict[str, object] = {
            "grant": grant.id,
            "account": account_id,
            "role": grant.role,
            "unit": grant.unit,
        }
        administration.seal(engine, tx, "grant_revoked", actor, facts)
    return tuple(Grant(grant.role, grant.unit) for grant in held)
