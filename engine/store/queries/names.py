"""The names of accounts, for telling who did something."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

from sqlalchemy import Text, bindparam, select

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
    """Give the names of a few accounts, by id; of those alone that there are."""
    wanted = {f"id_{number}": each for number, each in enumerate(account_ids)}
    if not wanted:
        return {}
    with reading(store) as tx:
        return {str(row[0]): str(row[1]) for row in tx.all(_names(len(wanted)), wanted)}


@cache
def _names(number: int) -> Statement:
    ids = [bindparam(f"id_{each}", type_=Text) for each in range(number)]
    return Statement(
        "names_of_accounts", select(account.c.id, account.c.name).where(account.c.id.in_(ids))
    )
