"""Put notices into the accounts of those who are to be told."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import bindparam, insert, update

from engine.store.statements import Statement
from engine.store.tables import notice
from engine.store.transaction import Transaction

_INSERT = Statement("insert_notices", insert(notice))
_READ = Statement(
    "read_notices",
    update(notice)
    .where(notice.c.account_id == bindparam("of_account"), notice.c.read_at.is_(None))
    .values(read_at=bindparam("at")),
)


def mark_read(tx: Transaction, account_id: str, at: str) -> None:
    """Note that all notices of an account are read."""
    tx.execute(_READ, {"of_account": account_id, "at": at})


def add(tx: Transaction, rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert notices; the keys are the columns."""
    tx.execute_many(_INSERT, [{"read_at": None, **row} for row in rows])
