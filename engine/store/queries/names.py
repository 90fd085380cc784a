"""The names of accounts, for telling who did something."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import bindparam, select

from engine.store.database import Store
from engine.store.statements import Statement
from engine.store.tables import account
from engine.store.transaction import Transaction, reading

_NAME = Statement("name_of_account", select(account.c.name).where(account.c.id == bindparam("id")))


def of(tx: Transaction, account_id: str) -> str:
    """Give the name of an account, or its id where there is no such account."""
    row = tx.one(_NAME, {"id": account_id})
    return str(row[0]) if row else account_id


def of_each(store: Store, account_ids: Iterable[str]) -> dict[str, str]:
    """Give the names of a few accounts, by id."""
    with reading(store) as tx:
        return {each: of(tx, each) for each in account_ids}
