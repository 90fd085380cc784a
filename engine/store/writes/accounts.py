"""Write accounts and their grants."""

from __future__ import annotations

from dataclasses import asdict, dataclass

from sqlalchemy import bindparam, insert, null, update

from engine.store.statements import Statement
from engine.store.tables import account, grant
from engine.store.transaction import Transaction

INSERT = Statement("insert_account", insert(account))
DISABLE = Statement(
    "disable_account",
    update(account)
    .where(account.c.id == bindparam("account_id"), account.c.disabled_at.is_(None))
    .values(disabled_at=bindparam("at")),
)
ENABLE = Statement(
    "enable_account",
    update(account)
    .where(account.c.id == bindparam("account_id"), account.c.disabled_at.is_not(None))
    .values(disabled_at=null()),
)
SET_PASSWORD = Statement(
    "set_password",
    update(account)
    .where(account.c.id == bindparam("account_id"))
    .values(password_hash=bindparam("new_hash"), password_until=bindparam("until")),
)
RENEW_HASH = Statement(
    "renew_password_hash",
    update(account)
    .where(account.c.id == bindparam("account_id"))
    .values(password_hash=bindparam("new_hash")),
)
SET_LANGUAGE = Statement(
    "set_language",
    update(account)
    .where(account.c.id == bindparam("account_id"))
    .values(language=bindparam("new_language")),
)
MOVE = Statement(
    "move_account",
    update(account)
    .where(account.c.id == bindparam("account_id"))
    .values(unit=bindparam("new_unit")),
)
INSERT_GRANT = Statement("insert_grant", insert(grant))
CONFIRM_GRANT = Statement(
    "confirm_grant",
    update(grant)
    .where(
        grant.c.id == bindparam("grant_id"),
        grant.c.confirmed_at.is_(None),
        grant.c.revoked_at.is_(None),
    )
    .values(confirmed_by=bindparam("by"), confirmed_at=bindparam("at")),
)
REVOKE_GRANT = Statement(
    "revoke_grant",
    update(grant)
    .where(grant.c.id == bindparam("grant_id"), grant.c.revoked_at.is_(None))
    .values(revoked_by=bindparam("by"), revoked_at=bindparam("at")),
)


@dataclass(frozen=True)
class AccountRow:
    """A new row of `account`."""

    id: str
    name: str
    password_hash: str
    unit: str
    created_at: str
    id_number: str | None = None
    email: str | None = None
    language: str = "en"
    disabled_at: str | None = None
    demo: int = 0
    password_until: str | None = None


@dataclass(frozen=True)
class GrantRow:
    """A new row of `grant`."""

    id: str
    account_id: str
    role: str
    unit: str
    asked_by: str
    asked_at: str
    confirmed_by: str | None = None
    confirmed_at: str | None = None
    revoked_by: str | None = None
    revoked_at: str | None = None


def insert_accounts(tx: Transaction, *rows: AccountRow) -> None:
    """Store new accounts; one that exists already is a Conflict."""
    tx.execute_many(INSERT, [asdict(row) for row in rows])


def insert_grants(tx: Transaction, *rows: GrantRow) -> None:
    """Store new grants."""
    tx.execute_many(INSERT_GRANT, [asdict(row) for row in rows])


def disable(tx: Transaction, account_id: str, at: str) -> bool:
    """Disable an account; false where it was disabled before."""
    return tx.changes(DISABLE, {"account_id": account_id, "at": at})


def enable(tx: Transaction, account_id: str) -> bool:
    """Enable a disabled account; false where it is not disabled."""
    return tx.changes(ENABLE, {"account_id": account_id})


def set_password(
    tx: Transaction, account_id: str, password_hash: str, until: str | None = None
) -> None:
    """Replace the hash of a password; `until` is the end of one that must be changed."""
    row = {"account_id": account_id, "new_hash": password_hash, "until": until}
    tx.execute(SET_PASSWORD, row)


def renew_hash(tx: Transaction, account_id: str, password_hash: str) -> None:
    """Replace the hash of the same password by a stronger one."""
    tx.execute(RENEW_HASH, {"account_id": account_id, "new_hash": password_hash})


def set_language(tx: Transaction, account_id: str, language: str) -> None:
    """Replace the language that an account reads."""
    tx.execute(SET_LANGUAGE, {"account_id": account_id, "new_language": language})


def confirm_grant(tx: Transaction, grant_id: str, by: str, at: str) -> bool:
    """Confirm a waiting grant; false where it waits no longer."""
    return tx.changes(CONFIRM_GRANT, {"grant_id": grant_id, "by": by, "at": at})


def revoke_grant(tx: Transaction, grant_id: str, by: str, at: str) -> bool:
    """Revoke a grant; false where it was revoked before."""
    return tx.changes(REVOKE_GRANT, {"grant_id": grant_id, "by": by, "at": at})


def move(tx: Transaction, account_id: str, unit: str) -> None:
    """Let an account belong to another unit."""
    tx.execute(MOVE, {"account_id": account_id, "new_unit": unit})
