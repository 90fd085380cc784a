"""Sessions: sign in and out, and who a token stands for."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from engine.commands import attempts, day_chains, passwords
from engine.commands.attempts import digest
from engine.commands.day_chains import DayDeed
from engine.commands.engine import Engine
from engine.core import instants
from engine.core.errors import NotPermitted
from engine.core.people import NEEDS_SECOND_FACTOR, Actor
from engine.store.queries import accounts
from engine.store.queries import sessions as queries
from engine.store.transaction import Transaction, retried, transaction
from engine.store.writes import accounts as account_writes
from engine.store.writes import sessions as writes
from engine.store.writes.sessions import SessionRow

ABSOLUTE = timedelta(hours=10)
# minutes, where the office has not set `session_idle_minutes`
IDLE = 15
# a session's last use is stored at most this often
SEEN_EVERY = timedelta(minutes=1)
TOKEN_BYTES = 32


@dataclass(frozen=True, slots=True)
class Attempt:
    """Somebody who says who they are."""

    username: str
    password: str = field(repr=False)
    # network address that the attempt comes from
    address: str = ""
    # browser and system, as its person would name them
    device: str = ""


@dataclass(frozen=True, slots=True)
class Session:
    """Who is signed in, what their forms must carry, and the language that they read."""

    actor: Actor
    form_token: str
    language: str


class Stage(StrEnum):
    """What is still missing before a session permits anything."""

    # show the second factor
    CODE = "code"
    # choose a password in place of one that somebody else made up
    RENEWAL = "renewal"
    # enrol the second factor that a role demands
    ENROLMENT = "enrolment"


@dataclass(frozen=True, slots=True)
class Pending:
    """A session that permits nothing yet but the step that is missing."""

    session: Session
    stage: Stage


def sign_in(engine: Engine, attempt: Attempt) -> str:
    """Check a password and open a session; the token is returned here and never stored.

    Raises NotPermitted: `sign_in_refused`, whatever was wrong, or `too_many_attempts` with the
    instant `until`, before any password is looked at; `one_time_password_expired` where it was
    right and came too late.
    """
    attempts.refuse_flood(engine, _subjects(attempt))
    known = _active(engine, attempt)
    right = passwords.matches(attempt.password, known.password_hash if known else None)
    if known is None or not right:
        attempts.count_failure(engine, _subjects(attempt), known.id if known else "")
        raise NotPermitted("sign_in_refused")
    if known.password_until and known.password_until <= instants.text(engine.clock()):
        raise NotPermitted("one_time_password_expired")
    outdated = passwords.is_outdated(known.password_hash)
    fresh = passwords.hashed(attempt.password) if outdated else ""
    return _open(engine, attempt, known, fresh)


@retried
def sign_out(engine: Engine, token: str) -> None:
    """End a session; a token that stands for nobody is no mistake."""
    found = queries.session_of(engine.store, digest(token))
    with transaction(engine.store) as tx:
        if writes.end(tx, digest(token)) and found is not None:
            day_chains.seal(tx, DayDeed("signed_out", found.actor.id, engine.clock()))


def current(engine: Engine, token: str) -> Session | None:
    """Find the session of a token that is neither idle, nor old, nor ended, nor lacks a step.

    One statement, and a second one at most once a minute.
    """
    found = _living(engine, token)
    return None if found is None or _stage(found) else _session(found)


def pending(engine: Engine, token: str) -> Pending | None:
    """Find the session of a token that lacks a step."""
    found = _living(engine, token)
    stage = found and _stage(found)
    return Pending(_session(found), stage) if found and stage else None


def ended(engine: Engine, token: str) -> Session | None:
    """Find the session of a token that has become idle or old; it permits nothing any more."""
    row = queries.session_of(engine.store, digest(token))
    if row is None or _stage(row) or not is_over(row, engine.clock()):
        return None
    return _session(row)


def actor_of(engine: Engine, token: str) -> Actor | None:
    """Find who a token stands for."""
    session = current(engine, token)
    return None if session is None else session.actor


def is_over(row: queries.SessionRow | queries.OpenSession, now: datetime) -> bool:
    """Tell whether a session has become idle or old."""
    idle = timedelta(minutes=int(row.idle_minutes or IDLE))
    seen, opened = instants.parse(row.seen_at), instants.parse(row.opened_at)
    return now - seen >= idle or now - opened >= ABSOLUTE


def fresh(account_id: str, attempt: Attempt, now: datetime, kind: str) -> tuple[str, SessionRow]:
    """Draw the token of a new session and make the row that stands for it."""
    token, at = secrets.token_urlsafe(TOKEN_BYTES), instants.text(now)
    row = SessionRow(
        token_digest=digest(token),
        account_id=account_id,
        form_token=secrets.token_urlsafe(TOKEN_BYTES),
        opened_at=at,
        seen_at=at,
        address=attempt.address[:64],
        device=attempt.device[:64],
        kind=kind,
    )
    return token, row


def begin(tx: Transaction, row: SessionRow, now: datetime) -> None:
    """Store a session that somebody has opened, and seal that into the chain of the day."""
    writes.open_session(tx, row, instants.text(now - ABSOLUTE))
    day_chains.seal(tx, DayDeed("signed_in", row.account_id, now, facts={"by": row.kind}))


def _living(engine: Engine, token: str) -> queries.SessionRow | None:
    now = engine.clock()
    row = queries.session_of(engine.store, digest(token))
    if row is None or is_over(row, now):
        return None
    if now - instants.parse(row.seen_at) >= SEEN_EVERY:
        _see(engine, digest(token), now)
    return row


def _session(row: queries.SessionRow) -> Session:
    return Session(row.actor, row.form_token, row.language)


def _stage(row: queries.SessionRow) -> Stage | None:
    if row.enrolled_at is not None and not row.verified:
        return Stage.CODE
    if row.password_until is not None and row.kind == "password":
        return Stage.RENEWAL
    roles = {grant.role for grant in row.actor.grants}
    if row.enrolled_at is None and roles & NEEDS_SECOND_FACTOR and row.office != "demo":
        return Stage.ENROLMENT
    return None


@retried
def _see(engine: Engine, token_digest: str, now: datetime) -> None:
    with transaction(engine.store) as tx:
        writes.see(tx, token_digest, instants.text(now))


def _active(engine: Engine, attempt: Attempt) -> accounts.AccountRow | None:
    found = accounts.account(engine.store, attempt.username)
    return found if found is not None and found.disabled_at is None else None


@retried
def _open(engine: Engine, attempt: Attempt, known: accounts.AccountRow, fresh_hash: str) -> str:
    now = engine.clock()
    token, row = fresh(known.id, attempt, now, "password")
    with transaction(engine.store) as tx:
        # disabled, or given another password, since the check began
        if accounts.account_of(tx, known.id) != known:
            raise NotPermitted("sign_in_refused")
        if fresh_hash:
            account_writes.renew_hash(tx, known.id, fresh_hash)
        writes.forget_failures(tx, _subjects(attempt)[0])
        begin(tx, row, now)
    return token


def _subjects(attempt: Attempt) -> tuple[str, str]:
    return digest(f"account {attempt.username}"), digest(f"address {attempt.address}")
