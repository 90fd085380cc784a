"""Open sessions: everybody sees and ends their own, an administrator those of others."""

from __future__ import annotations

from engine.commands import administration, sessions
from engine.commands.attempts import digest
from engine.commands.engine import Engine
from engine.core.errors import NotFound
from engine.core.people import Actor
from engine.store.queries import accounts
from engine.store.queries import sessions as queries
from engine.store.queries.sessions import OpenSession
from engine.store.transaction import Transaction, retried, transaction
from engine.store.writes import sessions as writes


def listed(engine: Engine, account_id: str, actor: Actor) -> tuple[OpenSession, ...]:
    """List the sessions of an account that still permit something, to itself or an administrator.

    Raises NotFound (`account_unknown`), NotPermitted.
    """
    if account_id != actor.id:
        known = accounts.account(engine.store, account_id)
        if known is None:
            raise NotFound("account_unknown", account=account_id)
        administration.permit(engine, actor, known.unit)
    now = engine.clock()
    found = queries.open_sessions(engine.store, account_id)
    return tuple(each for each in found if not sessions.is_over(each, now))


@retried
def end(engine: Engine, account_id: str, session_id: str, actor: Actor) -> None:
    """End one session of an account; one that has ended meanwhile is NotFound."""
    with transaction(engine.store) as tx:
        _permit(engine, tx, account_id, actor)
        if not writes.end_of_account(tx, account_id, session_id):
            raise NotFound("session_unknown")
        administration.seal(engine, tx, "session_ended", actor, {"account": account_id})


@retried
def end_others(engine: Engine, account_id: str, actor: Actor, token: str = "") -> None:
    """End all sessions of an account, but the one of the token."""
    with transaction(engine.store) as tx:
        _permit(engine, tx, account_id, actor)
        ended = writes.end_others(tx, account_id, digest(token))
        facts: dict[str, object] = {"account": account_id, "sessions": ended}
        administration.seal(engine, tx, "session_ended", actor, facts)


def is_of(session: OpenSession, token: str) -> bool:
    """Tell whether this is the session of the token."""
    return session.id == digest(token)


def _permit(engine: Engine, tx: Transaction, account_id: str, actor: Actor) -> None:
    if account_id == actor.id:
        return
    found = accounts.account_of(tx, account_id)
    if found is None:
        raise NotFound("account_unknown", account=account_id)
    administration.permit(engine, actor, found.unit)
