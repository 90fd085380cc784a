"""Second factors: enrol an authenticator, show its code at sign-in, lose it and begin again."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field

from engine.commands import administration, attempts, day_chains, key_files, one_time_codes
from engine.commands.attempts import digest
from engine.commands.day_chains import DayDeed
from engine.commands.engine import Engine
from engine.commands.sessions import TOKEN_BYTES
from engine.core import instants
from engine.core.errors import Conflict, InvalidInput, NotPermitted
from engine.core.people import NEEDS_SECOND_FACTOR, Actor
from engine.store.queries import second_factors as queries
from engine.store.queries import settings
from engine.store.queries.second_factors import SecondFactor
from engine.store.transaction import Transaction, retried, transaction
from engine.store.writes import second_factors as writes
from engine.store.writes import sessions as session_writes


@dataclass(frozen=True, slots=True)
class Offer:
    """A secret to put into an authenticator, as text and as the address for a picture."""

    secret: str = field(repr=False)
    address: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Shown:
    """A code that somebody shows on a session: by its token, from a network address."""

    token: str = field(repr=False)
    code: str = field(repr=False)
    address: str = ""


@retried
def begin(engine: Engine, actor: Actor) -> Offer:
    """Draw a secret for an authenticator; it counts once a first code was right.

    Raises Conflict (`second_factor_enrolled`).
    """
    shared = one_time_codes.secret()
    sealed = key_files.sealed(engine.key_file, shared.encode(), _about(actor.id))
    with transaction(engine.store) as tx:
        known = queries.second_factor_of(tx, actor.id)
        if known is not None and known.enrolled_at is not None:
            raise Conflict("second_factor_enrolled", account=actor.id)
        writes.remove(tx, actor.id)
        writes.begin(tx, actor.id, sealed, instants.text(engine.clock()))
    return Offer(shared, one_time_codes.address(shared, actor.id))


def begun(engine: Engine, actor: Actor) -> Offer | None:
    """Give the secret that was drawn and does not count yet, None where there is none."""
    known = queries.of(engine.store, actor.id)
    if known is None or known.enrolled_at is not None:
        return None
    shared = _secret(engine, known)
    return Offer(shared, one_time_codes.address(shared, actor.id))


def enrol(engine: Engine, actor: Actor, shown: Shown) -> tuple[str, tuple[str, ...]]:
    """Let a begun authenticator count by a first code of it.

    Gives the new token of the session, and recovery codes that nobody can see again; all other
    sessions of the account end. Raises InvalidInput (`code_wrong`), Conflict
    (`second_factor_not_begun`), NotPermitted (`too_many_attempts`).
    """
    attempts.refuse_flood(engine, _subjects(actor, shown))
    known = queries.of(engine.store, actor.id)
    if known is None or known.enrolled_at is not None:
        raise Conflict("second_factor_not_begun", account=actor.id)
    step = one_time_codes.step_of(_secret(engine, known), shown.code, engine.clock())
    if step is None:
        attempts.count_failure(engine, _subjects(actor, shown), actor.id)
        raise InvalidInput("code_wrong")
    codes = one_time_codes.recovery_codes()
    return _enrolled(engine, actor, (shown.token, step), codes), codes


def verify(engine: Engine, actor: Actor, shown: Shown) -> str:
    """Show a one-time code, or a recovery code, on a session that lacks it; give its new token.

    Raises InvalidInput (`code_wrong`), NotPermitted (`too_many_attempts`).
    """
    subjects = _subjects(actor, shown)
    attempts.refuse_flood(engine, subjects)
    token = _verified(engine, actor, shown)
    if token is None:
        attempts.count_failure(engine, subjects, actor.id)
        raise InvalidInput("code_wrong")
    return token


def remove(engine: Engine, actor: Actor, shown: Shown) -> str:
    """Go without a second factor again, by a code of it; give the new token of the session.

    Raises NotPermitted (`second_factor_needed`) where a role demands one, InvalidInput
    (`code_wrong`).
    """
    if is_needed(engine, actor):
        raise NotPermitted("second_factor_needed")
    token = verify(engine, actor, shown)
    _removed(engine, actor)
    return token


def is_needed(engine: Engine, actor: Actor) -> bool:
    """Tell whether a role of the actor demands a second factor in this office."""
    guarded = any(grant.role in NEEDS_SECOND_FACTOR for grant in actor.grants)
    return guarded and not settings.is_demo(engine.store)


@retried
def _removed(engine: Engine, actor: Actor) -> None:
    with transaction(engine.store) as tx:
        writes.remove(tx, actor.id)
        administration.seal(engine, tx, "second_factor_removed", actor, {"account": actor.id})


@retried
def _enrolled(engine: Engine, actor: Actor, proof: tuple[str, int], codes: tuple[str, ...]) -> str:
    token, step = proof
    with transaction(engine.store) as tx:
        if not writes.enrol(tx, actor.id, step, instants.text(engine.clock())):
            raise Conflict("second_factor_not_begun", account=actor.id)
        digests = (one_time_codes.recovery_digest(actor.id, each) for each in codes)
        writes.replace_recovery_codes(tx, actor.id, digests)
        session_writes.end_others(tx, actor.id, digest(token))
        administration.seal(engine, tx, "second_factor_enrolled", actor, {"account": actor.id})
        return _renewed(tx, token)


@retried
def _verified(engine: Engine, actor: Actor, shown: Shown) -> str | None:
    now = engine.clock()
    with transaction(engine.store) as tx:
        known = queries.second_factor_of(tx, actor.id)
        if known is None or known.enrolled_at is None:
            raise Conflict("second_factor_not_begun", account=actor.id)
        step = one_time_codes.step_of(_secret(engine, known), shown.code, now)
        by_recovery = step is None
        if step is not None:
            right = writes.use_step(tx, actor.id, step)
        else:
            code = one_time_codes.recovery_digest(actor.id, shown.code)
            right = writes.use_recovery_code(tx, actor.id, code, instants.text(now))
        if not right:
            return None
        session_writes.forget_failures(tx, _subjects(actor, shown)[0])
        facts = {"recovery": by_recovery}
        day_chains.seal(tx, DayDeed("second_factor_shown", actor.id, now, facts=facts))
        return _renewed(tx, shown.token)


def _renewed(tx: Transaction, token: str) -> str:
    fresh = secrets.token_urlsafe(TOKEN_BYTES)
    if not session_writes.verify(tx, digest(token), digest(fresh)):
        raise NotPermitted("sign_in_needed")
    return fresh


def _secret(engine: Engine, known: SecondFactor) -> str:
    return key_files.opened(engine.key_file, known.sealed, _about(known.account_id)).decode()


def _about(account_id: str) -> str:
    return f"second_factor {account_id}"


def _subjects(actor: Actor, shown: Shown) -> tuple[str, str]:
    return digest(f"code {actor.id}"), digest(f"address {shown.address}")
