"""What gives somebody a way in to an account: one administrator asks, another confirms."""

from __future__ import annotations

import secrets

from engine.commands import administration
from engine.commands.engine import Engine
from engine.core import instants
from engine.core.errors import Conflict, NotFound, NotPermitted
from engine.core.people import Actor
from engine.store.queries import account_requests as queries
from engine.store.queries import accounts, identities
from engine.store.transaction import Transaction, retried, transaction
from engine.store.writes import account_requests as writes
from engine.store.writes import identities as identity_writes
from engine.store.writes import second_factors as factor_writes
from engine.store.writes import sessions as session_writes
from engine.store.writes.account_requests import RequestRow, Settlement

RESET, LINK = "reset_second_factor", "link_identity"
# deeds in the chain of the day, by kind of request
DONE = {RESET: "second_factor_reset", LINK: "identity_linked"}


@retried
def ask_reset(engine: Engine, account_id: str, actor: Actor) -> None:
    """Ask that an account's second factor be forgotten, for one who has lost it."""
    with transaction(engine.store) as tx:
        _ask(engine, tx, _request(engine, (RESET, account_id, ""), actor), actor)


@retried
def ask_link(engine: Engine, identity_id: str, account_id: str, actor: Actor) -> None:
    """Ask that an outside identity may sign in to an account."""
    with transaction(engine.store) as tx:
        found = identities.identity_of(tx, identity_id)
        if found is None:
            raise NotFound("identity_unknown")
        if found.account_id is not None:
            raise Conflict("identity_linked", account=found.account_id)
        _ask(engine, tx, _request(engine, (LINK, account_id, identity_id), actor), actor)


@retried
def confirm(engine: Engine, request_id: str, actor: Actor) -> None:
    """Confirm what another administrator asked for, about the account of a third person."""
    with transaction(engine.store) as tx:
        found = _waiting(engine, tx, request_id, actor)
        if actor.id in {found.asked_by, found.account_id}:
            raise NotPermitted("second_person_needed", grant=request_id)
        _settle(engine, tx, request_id, actor, "confirmed")
        _do(engine, tx, found, actor)


@retried
def turn_down(engine: Engine, request_id: str, actor: Actor) -> None:
    """Turn down what an administrator asked for."""
    with transaction(engine.store) as tx:
        found = _waiting(engine, tx, request_id, actor)
        _settle(engine, tx, request_id, actor, "turned_down")
        administration.seal(engine, tx, "account_request_turned_down", actor, _facts(found))


@retried
def unlink(engine: Engine, identity_id: str, actor: Actor) -> None:
    """Take an outside identity from its account, and end the sessions of that account."""
    with transaction(engine.store) as tx:
        found = identities.identity_of(tx, identity_id)
        if found is None or found.account_id is None:
            raise NotFound("identity_unknown")
        administration.permit(engine, actor, _account(tx, found.account_id).unit)
        identity_writes.unlink(tx, identity_id)
        session_writes.end_all(tx, found.account_id)
        facts: dict[str, object] = {"account": found.account_id, "identity": identity_id}
        administration.seal(engine, tx, "identity_unlinked", actor, facts)


def _request(engine: Engine, about: tuple[str, str, str], actor: Actor) -> RequestRow:
    kind, account_id, identity_id = about
    at = instants.text(engine.clock())
    return RequestRow(secrets.token_hex(8), kind, account_id, identity_id, actor.id, at)


def _ask(engine: Engine, tx: Transaction, wish: RequestRow, actor: Actor) -> None:
    administration.permit(engine, actor, _account(tx, wish.account_id).unit)
    if any(
        (one.kind, one.account_id, one.identity_id)
        == (wish.kind, wish.account_id, wish.identity_id)
        for one in queries.waiting_for(tx)
    ):
        raise Conflict("account_request_waits", account=wish.account_id)
    writes.ask(tx, wish)
    administration.seal(engine, tx, f"{wish.kind}_asked", actor, _facts(wish))
    # the one whom it is about cannot be the second person, nor go without one who is there
    others = set(accounts.administrators(tx)) - {wish.account_id}
    if len(others) < (1 if actor.id == wish.account_id else administration.ENOUGH):
        _settle(engine, tx, wish.id, actor, "confirmed")
        _do(engine, tx, wish, actor, alone=True)


def _do(
    engine: Engine,
    tx: Transaction,
    asked: RequestRow | queries.RequestRow,
    actor: Actor,
    *,
    alone: bool = False,
) -> None:
    if asked.kind == RESET:
        factor_writes.remove(tx, asked.account_id)
        session_writes.end_all(tx, asked.account_id)
    elif not identity_writes.link(tx, asked.identity_id, asked.account_id):
        raise Conflict("identity_linked", account=asked.account_id)
    facts = {**_facts(asked), **({"alone": True} if alone else {})}
    administration.seal(engine, tx, DONE[asked.kind], actor, facts)


def _settle(engine: Engine, tx: Transaction, request_id: str, actor: Actor, how: str) -> None:
    end = Settlement(actor.id, instants.text(engine.clock()), how)
    if not writes.settle(tx, request_id, end):
        raise Conflict("account_request_settled")


def _waiting(engine: Engine, tx: Transaction, request_id: str, actor: Actor) -> queries.RequestRow:
    found = queries.request_of(tx, request_id)
    if found is None:
        raise NotFound("account_request_unknown")
    administration.permit(engine, actor, _account(tx, found.account_id).unit)
    return found


def _account(tx: Transaction, account_id: str) -> accounts.AccountRow:
    found = accounts.account_of(tx, account_id)
    if found is None:
        raise NotFound("account_unknown", account=account_id)
    return found


def _facts(asked: RequestRow | queries.RequestRow) -> dict[str, object]:
    return {
        "request": asked.id,
        "account": asked.account_id,
        **({"identity": asked.identity_id} if asked.identity_id else {}),
    }
