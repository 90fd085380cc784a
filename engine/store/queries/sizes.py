"""How large the database is."""

from __future__ import annotations

from sqlalchemy import func, literal_column, select, text

from engine.store.database import Store
from engine.store.statements import Statement
from engine.store.transaction import reading

_SQLITE = Statement(
    "size_of_file",
    select(literal_column("page_count * page_size")).select_from(
        text("pragma_page_count(), pragma_page_size()")
    ),
)
_POSTGRESQL = Statement("size_of_database", select(func.pg_database_size(func.current_database())))


def of(store: Store) -> int:
    """Give the bytes that the database takes."""
    with reading(store) as tx:
        (size,) = tx.one(_SQLITE if store.kind == "sqlite" else _POSTGRESQL, {})
    return int(size)
