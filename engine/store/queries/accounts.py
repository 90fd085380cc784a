"""Questions about accounts and the grants that they hold."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import bindparam, func, or_, select

from engine.core.people import Actor, Grant
from engine.store import tables
from engine.store.database import Store
from engine.store.statements import Statement
from engine.store.transaction import Transaction, reading

_account = tables.account
_grant = tables.grant

# role of an account that is nothing but a citizen's
CITIZEN = "applicant"
COUNTS = _grant.c.confirmed_at.is_not(None) & _grant.c.revoked_at.is_(None)

ACCOUNT = Statement(
    "account",
    select(
        _account.c.id,
        _account.c.name,
        _account.c.unit,
        _account.c.id_number,
        _account.c.email,
        _account.c.language,
        _account.c.password_hash,
        _account.c.disabled_at,
        _account.c.demo,
        _account.c.password_until,
    ).where(_account.c.id == bindparam("id")),
)
GRANTS_OF = Statement(
    "grants_of_account",
    select(_grant.c.role, _grant.c.unit)
    .where(_grant.c.account_id == bindparam("account_id"), COUNTS)
    .order_by(_grant.c.role, _grant.c.unit),
)
ADMINISTRATORS = Statement(
    "active_administrators",
    select(_account.c.id)
    .where(
        _account.c.disabled_at.is_(None),
        select(_grant.c.id)
        .where(_grant.c.account_id == _account.c.id, _grant.c.role == "administrator", COUNTS)
        .exists(),
    )
    .order_by(_account.c.id),
)
_GRANTS = select(
    _grant.c.id,
    _grant.c.account_id,
    _grant.c.role,
    _grant.c.unit,
    _grant.c.asked_by,
    _grant.c.confirmed_by,
    _grant.c.revoked_by,
)
GRANT = Statement("grant", _GRANTS.where(_grant.c.id == bindparam("id")))
COUNTING = Statement(
    "counting_grants",
    _GRANTS.where(_grant.c.account_id == bindparam("account_id"), COUNTS).order_by(_grant.c.id),
)
WAITING = Statement(
    "waiting_grants",
    _GRANTS.where(_grant.c.confirmed_at.is_(None), _grant.c.revoked_at.is_(None)).order_by(
        _grant.c.asked_at
    ),
)
_COLLEAGUES = (
    select(_account.c.id, _account.c.name, _account.c.unit, _account.c.disabled_at, _grant.c.role)
    .join(_grant, (_grant.c.account_id == _account.c.id) & COUNTS, isouter=True)
    .order_by(_account.c.id, _grant.c.role)
)
_HELD = tables.grant.alias("held")
_HOLDS = select(_HELD.c.id).where(
    _HELD.c.account_id == _account.c.id,
    _HELD.c.confirmed_at.is_not(None),
    _HELD.c.revoked_at.is_(None),
)
# citizens are many, and hold nothing but their own role
_IS_STAFF = _HOLDS.where(_HELD.c.role != CITIZEN).exists() | ~_HOLDS.exists()
STAFF = Statement("staff", _COLLEAGUES.where(_IS_STAFF))
_NAMED = (
    select(_account.c.id)
    .where(
        or_(
            func.lower(_account.c.id).like(bindparam("pattern"), escape="/"),
            func.lower(_account.c.name).like(bindparam("pattern"), escape="/"),
        )
    )
    .order_by(_account.c.id)
    .limit(bindparam("most"))
)
NAMED = Statement("accounts_named", _COLLEAGUES.where(_account.c.id.in_(_NAMED)))
STAFF_OF_UNIT = Statement(
    "staff_of_unit",
    _COLLEAGUES.where(
        _account.c.unit == bindparam("unit"), _account.c.disabled_at.is_(None), _IS_STAFF
    ),
)
ABLE = Statement(
    "accounts_able",
    select(_account.c.id, _account.c.name, _account.c.unit, _account.c.id_number)
    .join(_grant, (_grant.c.account_id == _account.c.id) & COUNTS)
    .where(
        _grant.c.role == bindparam("role"),
        _grant.c.unit == bindparam("unit"),
        _account.c.disabled_at.is_(None),
    )
    .distinct()
    .order_by(_account.c.id),
)
COLLEAGUE = Statement("colleague", _COLLEAGUES.where(_account.c.id == bindparam("id")))
DEMO_ACCOUNTS = Statement(
    "demo_accounts", select(func.count()).select_from(_account).where(_account.c.demo == 1)
)
HOLDER = Statement(
    "account_of_citizen",
    select(_account.c.id).where(
        _account.c.id_number == bindparam("id_number"), _account.c.disabled_at.is_(None)
    ),
)
HOW_MANY = Statement("how_many_accounts", select(func.count()).select_from(_account))


@dataclass(frozen=True, slots=True)
class AccountRow:
    """An account as it is stored."""

    id: str
    name: str
    unit: str
    id_number: str | None
    email: str | None
    language: str
    password_hash: str
    disabled_at: str | None
    demo: int
    # end of a password that must be changed, None for one of the person's own
    password_until: str | None


@dataclass(frozen=True, slots=True)
class GrantRow:
    """A grant as it is stored, asked for and perhaps confirmed or revoked."""

    id: str
    account_id: str
    role: str
    unit: str
    asked_by: str
    confirmed_by: str | None
    revoked_by: str | None


@dataclass(frozen=True, slots=True)
class Colleague:
    """An account in the list of people."""

    id: str
    name: str
    unit: str
    disabled_at: str | None
    roles: tuple[str, ...]


def account_of(tx: Transaction, account_id: str) -> AccountRow | None:
    """Read an account inside a transaction."""
    row = tx.one(ACCOUNT, {"id": account_id})
    return None if row is None else AccountRow(*row)


def grants_of(tx: Transaction, account_id: str) -> tuple[Grant, ...]:
    """Read the grants that count for an account."""
    return tuple(Grant(*row) for row in tx.all(GRANTS_OF, {"account_id": account_id}))


def grant_of(tx: Transaction, grant_id: str) -> GrantRow | None:
    """Read a grant inside a transaction."""
    row = tx.one(GRANT, {"id": grant_id})
    return None if row is None else GrantRow(*row)


def counting_grants(tx: Transaction, account_id: str) -> tuple[GrantRow, ...]:
    """Read the grants that count for an account, with their ids."""
    return tuple(GrantRow(*row) for row in tx.all(COUNTING, {"account_id": account_id}))


def administrators(tx: Transaction) -> tuple[str, ...]:
    """Name the accounts that are active and hold the role administrator."""
    return tuple(row[0] for row in tx.all(ADMINISTRATORS))


def holder(tx: Transaction, id_number: str) -> str | None:
    """Give the active account that stands for a citizen, by ID number."""
    row = tx.one(HOLDER, {"id_number": id_number})
    return row[0] if row else None


def count(tx: Transaction) -> int:
    """Count the accounts, disabled ones too."""
    return int(tx.one(HOW_MANY)[0])


def account(store: Store, account_id: str) -> AccountRow | None:
    """Read an account as it is stored."""
    with reading(store) as tx:
        return account_of(tx, account_id)


def actor(store: Store, account_id: str) -> Actor | None:
    """Read the actor of an account that is not disabled."""
    with reading(store) as tx:
        row = account_of(tx, account_id)
        if row is None or row.disabled_at is not None:
            return None
        return Actor(row.id, row.name, row.unit, grants_of(tx, account_id), row.id_number)


def able(tx: Transaction, role: str, unit: str) -> tuple[Actor, ...]:
    """Read the actors that hold a role at a unit, with that grant alone, inside a transaction."""
    rows = tx.all(ABLE, {"role": role, "unit": unit})
    held = (Grant(role, unit),)
    return tuple(Actor(each, name, home, held, number) for each, name, home, number in rows)


def waiting_grants(store: Store) -> tuple[GrantRow, ...]:
    """List the grants that wait for a second person, the oldest first."""
    with reading(store) as tx:
        return tuple(GrantRow(*row) for row in tx.all(WAITING))


def staff(store: Store) -> tuple[Colleague, ...]:
    """List the accounts that are more than a citizen's."""
    with reading(store) as tx:
        return _colleagues(tx.all(STAFF))


def named(store: Store, word: str, most: int) -> tuple[Colleague, ...]:
    """List so many of the accounts, citizens' too, whose user name or name holds a word."""
    literal = re.sub(r"([/%_])", r"/\1", word.lower())
    with reading(store) as tx:
        return _colleagues(tx.all(NAMED, {"pattern": f"%{literal}%", "most": most}))


def staff_of(store: Store, unit: str) -> tuple[Colleague, ...]:
    """List who works in a unit and is not disabled."""
    with reading(store) as tx:
        return _colleagues(tx.all(STAFF_OF_UNIT, {"unit": unit}))


def colleague(store: Store, account_id: str) -> Colleague | None:
    """Find an account with the roles that count."""
    with reading(store) as tx:
        return next(iter(_colleagues(tx.all(COLLEAGUE, {"id": account_id}))), None)


def _colleagues(rows: Iterable[Sequence[Any]]) -> tuple[Colleague, ...]:
    roles: dict[tuple[str, str, str, str | None], list[str]] = {}
    for *person, role in rows:
        held = roles.setdefault((person[0], person[1], person[2], person[3]), [])
        held.extend([role] if role and role not in held else [])
    return tuple(Colleague(*person, roles=tuple(held)) for person, held in roles.items())


def has_demo_accounts(store: Store) -> bool:
    """Tell whether the database holds an account that everybody knows the password of."""
    with reading(store) as tx:
        return bool(tx.one(DEMO_ACCOUNTS)[0])
