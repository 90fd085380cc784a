"""Questions about sessions and failed sign-ins."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import bindparam, select

from engine.core.people import Actor, Grant
from engine.store.database import Store
from engine.store.queries.accounts import COUNTS
from engine.store.statements import Statement
from engine.store.tables import account, grant, session, setting, sign_in_failure
from engine.store.transaction import Transaction, reading

IDLE_MINUTES = "session_idle_minutes"

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


def session_of(store: Store, token_digest: str) -> SessionRow | None:
    """Find a session of an active account, with the grants that count, in one statement."""
    with reading(store) as tx:
        rows = tx.all(SESSION, {"token_digest": token_digest})
    if not rows:
        return None
    account_id, name, unit, id_number, *rest = rows[0][:9]
    grants = tuple(Grant(row[9], row[10]) for row in rows if row[9] is not None)
    return SessionRow(Actor(account_id, name, unit, grants, id_number), *rest)


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
