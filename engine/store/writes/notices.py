"""Put notices into the accounts of those who are to be told."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import insert

from engine.store.statements import Statement
from engine.store.tables import notice
from engine.store.transaction import Transaction

_INSERT = Statement("insert_notices", insert(notice))


def add(tx: Transaction, rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert notices; the keys are the columns."""
    tx.execute_many(_INSERT, [{"read_at": None, **row} for row in rows])
