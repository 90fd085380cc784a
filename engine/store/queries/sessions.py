"""Questions about sessions and failed sign-ins."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import bindparam, select

from engine.core.people import Actor, Grant
from engine.store.database import Store
from engine.store.queries.accounts import COUNTS
from engine.store.statements import Statement
from engine.store.tables import (
    account,
    grant,
    second_factor,
    session,
    setting,
    sign_in_failure,
)
from engine.store.transaction import Transaction, reading

IDLE_MINUTES = "session_idle_minutes"
OFFICE = "office"

# one row per grant, and one without where the account holds none
SESSION = Statement(
    "session",
    select(
        account.c.id,
        account.c.name,
        account.c.unit,
        account.c.id_number,
        account.c.language,
        session.c.form_token,
        session.c.opened_at,
        session.c.seen_at,
        select(setting.c.value).where(setting.c.name == IDLE_MINUTES).scalar_subquery(),
        session.c.kind,
        session.c.verified,
        account.c.password_until,
        select(second_factor.c.enrolled_at)
        .where(second_factor.c.account_id == account.c.id)
        .scalar_subquery(),
        select(setting.c.value).where(setting.c.name == OFFICE).scalar_subquery(),
        grant.c.role,
        grant.c.unit,
    )
    .join(account, account.c.id == session.c.account_id)
    .join(grant, (grant.c.account_id == account.c.id) & COUNTS, isouter=True)
    .where(
        session.c.token_digest == bindparam("token_digest"),
        account.c.disabled_at.is_(None),
    ),
)
OPEN = Statement(
    "open_sessions",
    select(
        session.c.token_digest,
        session.c.device,
        session.c.address,
        session.c.kind,
        session.c.opened_at,
        session.c.seen_at,
        select(setting.c.value).where(setting.c.name == IDLE_MINUTES).scalar_subquery(),
    )
    .where(session.c.account_id == bindparam("account_id"))
    .order_by(session.c.seen_at.desc(), session.c.token_digest),
)
FAILURE = Statement(
    "sign_in_failure",
    select(sign_in_failure.c.failures, sign_in_failure.c.next_at).where(
        sign_in_failure.c.subject == bindparam("subject")
    ),
)
NEXT_TRY = Statement(
    "next_sign_in",
    select(sign_in_failure.c.next_at)
    .where(
        sign_in_failure.c.subject.in_([bindparam("by_account"), bindparam("by_address")]),
        sign_in_failure.c.next_at > bindparam("now"),
    )
    .order_by(sign_in_failure.c.next_at.desc())
    .limit(1),
)


@dataclass(frozen=True, slots=True)
class SessionRow:
    """A session with its actor; instants as text."""

    actor: Actor
    language: str
    form_token: str
    opened_at: str
    seen_at: str
    # minutes as text, None where the office keeps the default
    idle_minutes: str | None
    # password | outside
    kind: str
    # 1 once the second factor was shown
    verified: int
    # of the account: end of a password that must be changed
    password_until: str | None
    # of its second factor, None where none counts
    enrolled_at: str | None
    # real | demo
    office: str | None


@dataclass(frozen=True, slots=True)
class OpenSession:
    """A session in the list of its person; instants as text."""

    # digest of its token
    id: str
    device: str
    address: str
    # password | outside
    kind: str
    opened_at: str
    seen_at: str
    # minutes as text, None where the office keeps the default
    idle_minutes: str | None


def session_of(store: Store, token_digest: str) -> SessionRow | None:
    """Find a session of an active account, with the grants that count, in one statement."""
    with reading(store) as tx:
        rows = tx.all(SESSION, {"token_digest": token_digest})
    if not rows:
        return None
    account_id, name, unit, id_number, *rest = rows[0][:-2]
    grants = tuple(Grant(*row[-2:]) for row in rows if row[-1] is not None)
    return SessionRow(Actor(account_id, name, unit, grants, id_number), *rest)


def open_sessions(store: Store, account_id: str) -> tuple[OpenSession, ...]:
    """List the sessions of an account that were not ended, the last used first."""
    with reading(store) as tx:
        return tuple(OpenSession(*row) for row in tx.all(OPEN, {"account_id": account_id}))


def next_try(store: Store, by_account: str, by_address: str, now: str) -> str | None:
    """Find the instant before which neither account nor address may try again."""
    asked = {"by_account": by_account, "by_address": by_address, "now": now}
    with reading(store) as tx:
        row = tx.one(NEXT_TRY, asked)
    return None if row is None else str(row[0])


def failures(tx: Transaction, subject: str) -> tuple[int, str]:
    """Count the failures of a subject and give the instant of its next try, (0, "") for none."""
    row = tx.one(FAILURE, {"subject": subject})
    return (0, "") if row is None else (int(row[0]), str(row[1]))
