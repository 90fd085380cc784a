"""One statement for the rows of a table that begin and those that end in the same step.

A step that disarms timers and arms others would need two statements for each table; the budget of
a completed user task has room for one.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Integer, Table
from sqlalchemy.dialects.postgresql import insert as upsert

from engine.store.statements import Statement
from engine.store.transaction import Transaction


def statement(table: Table, *changed: str) -> Statement:
    """Make the statement for a table whose rows end by `changed` columns, once each."""
    inserted = upsert(table)
    return Statement(
        f"begin_or_end_{table.name}s",
        inserted.on_conflict_do_update(
            index_elements=[table.c.id],
            set_={name: inserted.excluded[name] for name in changed},
            where=table.c.ended_at.is_(None),
        ),
    )


def fillers(table: Table) -> Mapping[str, Any]:
    """Give values for the columns of a row that only ends; they are not stored."""
    return {
        column.name: None if column.nullable else 0 if isinstance(column.type, Integer) else ""
        for column in table.c
    }


def write(
    tx: Transaction,
    exchange: Statement,
    begun: Sequence[Mapping[str, Any]],
    ended: Sequence[Mapping[str, Any]],
) -> bool:
    """Insert rows that begin and end others; tell whether all that end had not ended before."""
    rows = [*begun, *ended]
    return tx.execute_many(exchange, rows) == len(rows)
