"""Questions about outside identities and the sign-ins that are under way to their provider."""

from __future__ import annotations

from dataclasses import dataclass, field

from sqlalchemy import bindparam, select

from engine.store.database import Store
from engine.store.statements import Statement
from engine.store.tables import identity, outside_flow
from engine.store.transaction import Transaction, reading

_IDENTITIES = select(
    identity.c.id,
    identity.c.issuer,
    identity.c.subject,
    identity.c.shown,
    identity.c.first_at,
    identity.c.account_id,
)
BY_KEY = Statement(
    "identity_by_subject",
    _IDENTITIES.where(
        identity.c.issuer == bindparam("issuer"), identity.c.subject == bindparam("subject")
    ),
)
BY_ID = Statement("identity", _IDENTITIES.where(identity.c.id == bindparam("id")))
STRANGERS = Statement(
    "identities_without_account",
    _IDENTITIES.where(identity.c.account_id.is_(None)).order_by(identity.c.first_at).limit(100),
)
OF_ACCOUNT = Statement(
    "identities_of_account",
    _IDENTITIES.where(identity.c.account_id == bindparam("account_id")).order_by(identity.c.id),
)
FLOW = Statement(
    "outside_flow",
    select(
        outside_flow.c.browser_digest,
        outside_flow.c.nonce,
        outside_flow.c.verifier,
        outside_flow.c.next,
        outside_flow.c.begun_at,
    ).where(outside_flow.c.state_digest == bindparam("state_digest")),
)


@dataclass(frozen=True, slots=True)
class IdentityRow:
    """An outside identity as it is stored."""

    id: str
    issuer: str
    subject: str
    shown: str
    first_at: str
    account_id: str | None


@dataclass(frozen=True, slots=True)
class FlowRow:
    """A sign-in that was sent to the provider."""

    browser_digest: str
    nonce: str = field(repr=False)
    verifier: str = field(repr=False)
    next: str
    begun_at: str


def by_subject(tx: Transaction, issuer: str, subject: str) -> IdentityRow | None:
    """Find the identity of a subject at an issuer."""
    row = tx.one(BY_KEY, {"issuer": issuer, "subject": subject})
    return None if row is None else IdentityRow(*row)


def identity_of(tx: Transaction, identity_id: str) -> IdentityRow | None:
    """Read an identity inside a transaction."""
    row = tx.one(BY_ID, {"id": identity_id})
    return None if row is None else IdentityRow(*row)


def flow_of(tx: Transaction, state_digest: str) -> FlowRow | None:
    """Read a sign-in that is under way."""
    row = tx.one(FLOW, {"state_digest": state_digest})
    return None if row is None else FlowRow(*row)


def strangers(store: Store) -> tuple[IdentityRow, ...]:
    """List the identities that no account is linked to, the oldest first, at most 100."""
    with reading(store) as tx:
        return tuple(IdentityRow(*row) for row in tx.all(STRANGERS))


def of_account(store: Store, account_id: str) -> tuple[IdentityRow, ...]:
    """List the identities that sign in to an account."""
    with reading(store) as tx:
        rows = tx.all(OF_ACCOUNT, {"account_id": account_id})
    return tuple(IdentityRow(*row) for row in rows)
