"""Sign in at an outside identity provider, to the account that an administrator has linked."""

from __future__ import annotations

import logging
import secrets
from dataclasses import dataclass, field
from datetime import timedelta
from hmac import compare_digest

from engine.commands import attempts, sessions
from engine.commands.attempts import digest
from engine.commands.engine import Engine
from engine.commands.sessions import Attempt
from engine.core import instants
from engine.core.errors import NotFound, NotPermitted
from engine.core.ports import IdentityProvider, OutsideFlow, OutsideSubject
from engine.store.queries import accounts
from engine.store.queries import identities as queries
from engine.store.queries.identities import FlowRow
from engine.store.transaction import Transaction, retried, transaction
from engine.store.writes import identities as writes
from engine.store.writes.identities import IdentityRow

LOG = logging.getLogger(__name__)
# how long somebody may stay at the provider
PATIENCE = timedelta(minutes=10)
# RFC 7636: 43 to 128 characters
VERIFIER_BYTES, STATE_BYTES = 48, 32


@dataclass(frozen=True, slots=True)
class Return:
    """What a browser brings back from the provider."""

    state: str = field(repr=False)
    code: str = field(repr=False)
    # issuer that the answer names (RFC 9207), "" for none
    issuer: str
    # the provider's own word for a refusal, "" for none
    error: str


@dataclass(frozen=True, slots=True)
class Guest:
    """A browser that nobody is signed in on: its token, our callback, where it wants to go."""

    token: str = field(repr=False)
    callback: str
    next: str = "/"


def provider(engine: Engine) -> IdentityProvider | None:
    """Give the provider of this office, None where people sign in here only."""
    found: IdentityProvider | None = engine.ports.get("identity_provider")
    return found


def begin(engine: Engine, guest: Guest) -> str:
    """Begin a sign-in for a browser and give the address at the provider to send it to.

    Raises NotFound (`identity_provider_missing`), and what the provider's port raises.
    """
    flow = OutsideFlow(
        state=secrets.token_urlsafe(STATE_BYTES),
        nonce=secrets.token_urlsafe(STATE_BYTES),
        verifier=secrets.token_urlsafe(VERIFIER_BYTES),
        callback=guest.callback,
    )
    address = _provider(engine).address(flow)
    now = engine.clock()
    row = writes.FlowRow(
        state_digest=digest(flow.state),
        browser_digest=digest(guest.token),
        nonce=flow.nonce,
        verifier=flow.verifier,
        next=guest.next,
        begun_at=instants.text(now),
    )
    _store(engine, row, instants.text(now - PATIENCE))
    return address


def finish(engine: Engine, came: Return, guest: Guest, attempt: Attempt) -> tuple[str, str]:
    """Check what a browser brings back and open a session; give its token and where to go on.

    Raises NotPermitted: `outside_flow_unknown` for one that this browser did not begin, that has
    come back before, or too late; `outside_refused`; `identity_not_linked` for a subject without
    an account, which administrators then see; `sign_in_refused` where its account is disabled.
    """
    port = _provider(engine)
    begun = _taken(engine, came.state, guest.token)
    if came.error or (came.issuer and came.issuer != port.issuer):
        LOG.warning("outside sign-in refused", extra={"reason": came.error[:80] or "issuer"})
        raise NotPermitted("outside_refused", reason="refused_there")
    flow = OutsideFlow(came.state, begun.nonce, begun.verifier, guest.callback)
    try:
        subject = port.subject(flow, came.code, engine.clock())
    except NotPermitted as refused:
        LOG.warning("outside sign-in refused", extra=dict(refused.parameters))
        raise
    return _entered(engine, subject, attempt), begun.next


def _provider(engine: Engine) -> IdentityProvider:
    found = provider(engine)
    if found is None:
        raise NotFound("identity_provider_missing")
    return found


@retried
def _store(engine: Engine, row: writes.FlowRow, old: str) -> None:
    with transaction(engine.store) as tx:
        writes.begin_flow(tx, row, old)


@retried
def _taken(engine: Engine, state: str, browser: str) -> FlowRow:
    """Take the flow of a state, which works once and for the browser that began it only."""
    since = instants.text(engine.clock() - PATIENCE)
    with transaction(engine.store) as tx:
        found = queries.flow_of(tx, digest(state))
        ours = found is not None and compare_digest(found.browser_digest, digest(browser))
        if found is None or not ours or not writes.take_flow(tx, digest(state)):
            raise NotPermitted("outside_flow_unknown")
    if found.begun_at < since:
        raise NotPermitted("outside_flow_unknown")
    return found


def _entered(engine: Engine, subject: OutsideSubject, attempt: Attempt) -> str:
    account_id = _recognised(engine, subject)
    known = accounts.account(engine.store, account_id) if account_id else None
    if known is None or known.disabled_at is not None:
        subjects = digest(f"identity {subject.issuer} {subject.subject}"), digest("nowhere")
        attempts.count_failure(engine, subjects, account_id or "")
        raise NotPermitted("sign_in_refused" if known else "identity_not_linked")
    return _open(engine, known, attempt)


@retried
def _recognised(engine: Engine, subject: OutsideSubject) -> str | None:
    """Give the account that a subject is linked to; a new one is kept for administrators."""
    with transaction(engine.store) as tx:
        found = queries.by_subject(tx, subject.issuer, subject.subject)
        if found is None:
            writes.add(tx, _first_seen(engine, subject))
            return None
        if found.shown != subject.shown:
            writes.rename(tx, found.id, subject.shown)
        return found.account_id


def _first_seen(engine: Engine, subject: OutsideSubject) -> IdentityRow:
    return IdentityRow(
        id=secrets.token_hex(8),
        issuer=subject.issuer,
        subject=subject.subject,
        shown=subject.shown,
        first_at=instants.text(engine.clock()),
    )


@retried
def _open(engine: Engine, known: accounts.AccountRow, attempt: Attempt) -> str:
    now = engine.clock()
    token, row = sessions.fresh(known.id, attempt, now, "outside")
    with transaction(engine.store) as tx:
        _refuse_changed(tx, known)
        sessions.begin(tx, row, now)
    return token


def _refuse_changed(tx: Transaction, known: accounts.AccountRow) -> None:
    # disabled since the check began
    if accounts.account_of(tx, known.id) != known:
        raise NotPermitted("sign_in_refused")
