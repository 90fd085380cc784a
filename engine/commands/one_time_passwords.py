"""One-time passwords: what newcomers, and those who forgot theirs, are handed by somebody else."""

from __future__ import annotations

from dataclasses import replace

from engine.commands import accounts, administration, passwords
from engine.commands.accounts import NewAccount
from engine.commands.engine import Engine
from engine.core import duties
from engine.core.errors import NotFound, NotPermitted
from engine.core.people import NEEDS_SECOND_FACTOR, Actor
from engine.store.queries import accounts as queries
from engine.store.transaction import Transaction, retried, transaction
from engine.store.writes import accounts as writes
from engine.store.writes import sessions as session_writes


def add(engine: Engine, new: NewAccount, actor: Actor) -> str:
    """Add an account by an administrator and give its one-time password.

    `new.password` is not used. Raises what `accounts.add` raises.
    """
    password = passwords.one_time()
    accounts.add(engine, replace(new, password=password, one_time=True), actor)
    return password


def reset(engine: Engine, account_id: str, actor: Actor) -> str:
    """Replace a forgotten password by a one-time password, give that, and end all sessions.

    An administrator may do so, and the head of the unit for those who hold no role that demands
    a second factor. Raises NotFound (`account_unknown`), NotPermitted (`not_theirs_to_reset`).
    """
    password = passwords.one_time()
    password_hash = passwords.hashed(password)

    @retried
    def store() -> None:
        with transaction(engine.store) as tx:
            _permit(engine, tx, account_id, actor)
            until = passwords.end_of_one_time(engine.clock())
            writes.set_password(tx, account_id, password_hash, until)
            session_writes.end_all(tx, account_id)
            facts: dict[str, object] = {"account": account_id, "reset": True, "one_time": True}
            administration.seal(engine, tx, "password_changed", actor, facts)

    store()
    return password


def leads(actor: Actor, unit: str) -> bool:
    """Tell whether the actor is the head of the unit, and sits in it."""
    return actor.unit == unit and any(grant.role in duties.HEADS for grant in actor.grants)


def _permit(engine: Engine, tx: Transaction, account_id: str, actor: Actor) -> None:
    found = queries.account_of(tx, account_id)
    if found is None:
        raise NotFound("account_unknown", account=account_id)
    if administration.may(engine, actor, found.unit):
        return
    roles = {grant.role for grant in queries.grants_of(tx, account_id)}
    if not leads(actor, found.unit) or roles & NEEDS_SECOND_FACTOR or actor.id == account_id:
        raise NotPermitted("not_theirs_to_reset", account=account_id)
