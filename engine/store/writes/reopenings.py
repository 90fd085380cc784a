"""Write which closed instance was taken up again, by whose order."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import insert

from engine.store.statements import Statement
from engine.store.tables import reopening
from engine.store.transaction import Transaction

_INSERT = Statement("insert_reopening", insert(reopening))


def add(tx: Transaction, row: Mapping[str, Any]) -> None:
    """Insert a reopening; the keys are its columns."""
    tx.execute(_INSERT, row)
