"""Keep uploaded photographs beside the answers that name them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import insert

from engine.store.statements import Statement
from engine.store.tables import attachment
from engine.store.transaction import Transaction

_INSERT = Statement("insert_attachments", insert(attachment))


def add(tx: Transaction, rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert attachments; the keys are the columns."""
    tx.execute_many(_INSERT, rows)
