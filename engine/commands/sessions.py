"""Sessions: sign in and out, and who a token stands for."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from hashlib import sha256

from engine.commands import day_chains, passwords
from engine.commands.day_chains import DayDeed
from engine.commands.engine import Engine
from engine.core import instants
from engine.core.errors import NotPermitted
from engine.core.people import Actor
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
# failures that cost nothing; each further one doubles the wait, up to the longest
FREE_FAILURES = 5
FIRST_WAIT = timedelta(seconds=2)
LONGEST_WAIT = timedelta(minutes=15)
# after so long without a failure the count starts anew
FORGET_AFTER = timedelta(hours=1)
TOKEN_BYTES = 32


@dataclass(frozen=True, slots=True)
class Attempt:
    """Somebody who says who they are."""

    username: str
    password: str = field(repr=False)
    # network address that the attempt comes from
    address: str = ""


@dataclass(frozen=True, slots=True)
class Session:
    """Who is signed in, what their forms must carry, and the language that they read."""

    actor: Actor
    form_token: str
    language: str


def sign_in(engine: Engine, attempt: Attempt) -> str:
    """Check a password and open a session; the token is returned here and never stored.

    Raises NotPermitted: `sign_in_refused`, whatever was wrong, or `too_many_attempts` with the
    instant `until`, before any password is looked at.
    """
    _refuse_flood(engine, attempt)
    known = _active(engine, attempt)
    right = passwords.matches(attempt.password, known.password_hash if known else None)
    if known is None or not right:
        _count_failure(engine, attempt, known)
        raise NotPermitted("sign_in_refused")
    outdated = passwords.is_outdated(known.password_hash)
    fresh = passwords.hashed(attempt.password) if outdated else ""
    return _open(engine, attempt, known, fresh)


@retried
def sign_out(engine: Engine, token: str) -> None:
    """End a session; a token that stands for nobody is no mistake."""
    digest = _digest(token)
    found = queries.session_of(engine.store, digest)
    with transaction(engine.store) as tx:
        if writes.end(tx, digest) and found is not None:
            day_chains.seal(tx, DayDeed("signed_out", found.actor.id, engine.clock()))


def current(engine: Engine, token: str) -> Session | None:
    """Find the session of a token that is neither idle, nor old, nor ended.

    One statement, and a second one at most once a minute.
    """
    digest, now = _digest(token), engine.clock()
    row = queries.session_of(engine.store, digest)
    if row is None or _is_over(row, now):
        return None
    if now - instants.parse(row.seen_at) >= SEEN_EVERY:
        _see(engine, digest, now)
    return Session(row.actor, row.form_token, row.language)


def ended(engine: Engine, token: str) -> Session | None:
    """Find the session of a token that has become idle or old; it permits nothing any more."""
    row = queries.session_of(engine.store, _digest(token))
    if row is None or not _is_over(row, engine.clock()):
        return None
    return Session(row.actor, row.form_token, row.language)


def actor_of(engine: Engine, token: str) -> Actor | None:
    """Find who a token stands for."""
    session = current(engine, token)
    return None if session is None else session.actor


def _is_over(row: queries.SessionRow, now: datetime) -> bool:
    idle = timedelta(minutes=int(row.idle_minutes or IDLE))
    seen, opened = instants.parse(row.seen_at), instants.parse(row.opened_at)
    return now - seen >= idle or now - opened >= ABSOLUTE


@retried
def _see(engine: Engine, digest: str, now: datetime) -> None:
    with transaction(engine.store) as tx:
        writes.see(tx, digest, instants.text(now))


def _refuse_flood(engine: Engine, attempt: Attempt) -> None:
    now = instants.text(engine.clock())
    until = queries.next_try(engine.store, *_subjects(attempt), now)
    if until is not None:
        raise NotPermitted("too_many_attempts", until=until)


def _active(engine: Engine, attempt: Attempt) -> accounts.AccountRow | None:
    found = accounts.account(engine.store, attempt.username)
    return found if found is not None and found.disabled_at is None else None


@retried
def _open(engine: Engine, attempt: Attempt, known: accounts.AccountRow, fresh_hash: str) -> str:
    token, now = secrets.token_urlsafe(TOKEN_BYTES), engine.clock()
    at = instants.text(now)
    row = SessionRow(_digest(token), known.id, secrets.token_urlsafe(TOKEN_BYTES), at, at)
    with transaction(engine.store) as tx:
        # disabled, or given another password, since the check began
        if accounts.account_of(tx, known.id) != known:
            raise NotPermitted("sign_in_refused")
        if fresh_hash:
            account_writes.set_password(tx, known.id, fresh_hash)
        writes.open_session(tx, row, instants.text(now - ABSOLUTE))
        writes.forget_failures(tx, _subjects(attempt)[0])
        day_chains.seal(tx, DayDeed("signed_in", known.id, now))
    return token


@retried
def _count_failure(engine: Engine, attempt: Attempt, known: accounts.AccountRow | None) -> None:
    now = engine.clock()
    actor = "" if known is None else known.id
    with transaction(engine.store) as tx:
        # first, because it locks the day: two failures at once are counted one after the other
        day_chains.seal(tx, DayDeed("sign_in_failed", actor, now))
        for subject in _subjects(attempt):
            _count(tx, subject, now)


def _count(tx: Transaction, subject: str, now: datetime) -> None:
    failures, next_at = queries.failures(tx, subject)
    if next_at and now - instants.parse(next_at) >= FORGET_AFTER:
        failures = 0
    extra = min(max(failures + 1 - FREE_FAILURES, 0), 30)
    wait = min(FIRST_WAIT * 2**extra, LONGEST_WAIT) if extra else timedelta()
    writes.count_failure(tx, subject, failures + 1, instants.text(now + wait))


def _subjects(attempt: Attempt) -> tuple[str, str]:
    # digests: a password typed as a user name must not be stored, nor who came from where
    return _digest(f"account {attempt.username}"), _digest(f"address {attempt.address}")


def _digest(text: str) -> str:
    return sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
