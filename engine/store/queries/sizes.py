"""How large the database is, and how much room is left for it."""

from __future__ import annotations

import shutil
from pathlib import Path

from sqlalchemy import func, literal_column, select, text

from engine.store.database import Store
from engine.store.statements import Statement
from engine.store.tables import attachment
from engine.store.transaction import reading

_SQLITE = Statement(
    "size_of_file",
    select(literal_column("page_count * page_size")).select_from(
        text("pragma_page_count(), pragma_page_size()")
    ),
)
_POSTGRESQL = Statement("size_of_database", select(func.pg_database_size(func.current_database())))

_ATTACHMENTS = Statement("size_of_attachments", select(func.sum(func.length(attachment.c.body))))


def of(store: Store) -> int:
    """Give the bytes that the database takes."""
    with reading(store) as tx:
        (size,) = tx.one(_SQLITE if store.kind == "sqlite" else _POSTGRESQL, {})
    return int(size)


def disk_free(store: Store, folder: str = "") -> int | None:
    """Give the free bytes of the disk that a folder is on, "" for that of an SQLite database.

    None where the database is elsewhere and no folder is named. A folder that cannot be read has
    no room.
    """
    place = folder
    if not place and store.kind == "sqlite":
        place = str(Path(str(store.url.database)).resolve().parent)
    if not place:
        return None
    try:
        return shutil.disk_usage(place).free
    except OSError:
        return 0


def log(store: Store) -> int:
    """Give the bytes of the write-ahead log of an SQLite database, 0 for another."""
    path = Path(f"{store.url.database}-wal")
    return path.stat().st_size if store.kind == "sqlite" and path.exists() else 0


def attachments(store: Store) -> int:
    """Give the bytes of all attachments."""
    with reading(store) as tx:
        (size,) = tx.one(_ATTACHMENTS)
    return int(size or 0)
