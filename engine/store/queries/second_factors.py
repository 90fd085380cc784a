"""Questions about second factors."""

from __future__ import annotations

from dataclasses import dataclass, field

from sqlalchemy import bindparam, func, select

from engine.store.database import Store
from engine.store.statements import Statement
from engine.store.tables import recovery_code, second_factor
from engine.store.transaction import Transaction, reading

FACTOR = Statement(
    "second_factor",
    select(
        second_factor.c.account_id,
        second_factor.c.sealed,
        second_factor.c.enrolled_at,
        second_factor.c.last_step,
        select(func.count())
        .select_from(recovery_code)
        .where(
            recovery_code.c.account_id == second_factor.c.account_id,
            recovery_code.c.used_at.is_(None),
        )
        .scalar_subquery(),
    ).where(second_factor.c.account_id == bindparam("account_id")),
)


@dataclass(frozen=True, slots=True)
class SecondFactor:
    """A second factor as it is stored, its secret encrypted."""

    account_id: str
    sealed: bytes = field(repr=False)
    enrolled_at: str | None
    last_step: int
    # recovery codes that are left
    left: int


def second_factor_of(tx: Transaction, account_id: str) -> SecondFactor | None:
    """Read the second factor of an account inside a transaction, None where it has none."""
    row = tx.one(FACTOR, {"account_id": account_id})
    return None if row is None else SecondFactor(row[0], bytes(row[1]), *row[2:])


def of(store: Store, account_id: str) -> SecondFactor | None:
    """Read the second factor of an account, None where it has none."""
    with reading(store) as tx:
        return second_factor_of(tx, account_id)
