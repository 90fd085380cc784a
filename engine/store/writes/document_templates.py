"""Keep templates of documents beside those that they replace."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import insert

from engine.store.statements import Statement
from engine.store.tables import document_template
from engine.store.transaction import Transaction
from engine.store.writes import definitions

_INSERT = Statement("insert_document_templates", insert(document_template))


def add(tx: Transaction, files: Mapping[str, tuple[str, bytes]], at: str) -> None:
    """Let templates hold from an instant on: kind → (sha256, body), the body stored once."""
    definitions.add_contents(tx, files.values())
    rows = [{"kind": kind, "from_at": at, "sha256": sha} for kind, (sha, _) in files.items()]
    tx.execute_many(_INSERT, rows)
