"""People who move to another unit: their work stays behind, their roles are asked for anew."""

from __future__ import annotations

from engine.commands import administration, user_tasks
from engine.commands.engine import Engine
from engine.core import instants
from engine.core.errors import Conflict, NotFound
from engine.core.people import Actor, Grant
from engine.store import locked
from engine.store.queries import accounts as queries
from engine.store.queries import held_tasks
from engine.store.transaction import Transaction, retried, transaction
from engine.store.writes import accounts as writes
from engine.store.writes import sessions as session_writes


@retried
def move(engine: Engine, account_id: str, unit: str, actor: Actor) -> None:
    """Move a person to another unit.

    Tasks that the person holds are free again, roles held at the old unit end; in a unit of the
    same kind they are asked for anew and count once a second person has confirmed them. Raises
    NotFound, NotPermitted and Conflict (`unit_closed`, `already_in_unit`, `last_administrator`).
    """
    there = engine.organisation.active_unit(unit)
    with transaction(engine.store) as tx:
        found = queries.account_of(tx, account_id)
        if found is None:
            raise NotFound("account_unknown", account=account_id)
        administration.permit(engine, actor, found.unit)
        administration.permit(engine, actor, unit)
        if found.unit == unit:
            raise Conflict("already_in_unit", account=account_id, unit=unit)
        released = _release(engine, tx, account_id, actor)
        writes.move(tx, account_id, unit)
        facts = {"account": account_id, "from": found.unit, "to": unit, "released": released}
        administration.seal(engine, tx, "account_moved", actor, facts)
        same = engine.organisation.unit(found.unit).kind is there.kind
        for role in _leave(engine, tx, account_id, found.unit, actor):
            if same:
                administration.ask(engine, tx, account_id, Grant(role, unit), actor)
        if not queries.administrators(tx):
            raise Conflict("last_administrator", account=account_id)
        session_writes.end_all(tx, account_id)


def _release(engine: Engine, tx: Transaction, account_id: str, actor: Actor) -> int:
    """Free what the account holds, each in the history of its case; drafts stay."""
    held = held_tasks.of(tx, account_id)
    for task_id in held:
        user_tasks.let_go(engine, tx, locked.user_task(tx, task_id), actor)
    return len(held)


def _leave(
    engine: Engine, tx: Transaction, account_id: str, unit: str, actor: Actor
) -> tuple[str, ...]:
    """Revoke the roles held at a unit and give them."""
    held = [one for one in queries.counting_grants(tx, account_id) if one.unit == unit]
    at = instants.text(engine.clock())
    for one in held:
        writes.revoke_grant(tx, one.id, actor.id, at)
        facts: dict[str, object] = {
            "grant": one.id,
            "account": account_id,
            "role": one.role,
            "unit": unit,
        }
        administration.seal(engine, tx, "grant_revoked", actor, facts)
    return tuple(one.role for one in held)
