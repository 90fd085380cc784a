"""Copy a live SQLite database out, and back into an empty place."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from pathlib import Path

from engine.core.errors import StoreUnusable
from engine.store.database import Store

_REVISION = "SELECT version_num FROM alembic_version"


def write(store: Store, target: Path) -> None:
    """Copy the database to a new file while others read and write it.

    The file appears whole or not at all. Raises StoreUnusable: `file_exists`,
    `backup_by_database` for PostgreSQL, whose own tools do this.
    """
    _refuse_postgresql(store.kind)
    if target.exists():
        raise StoreUnusable("file_exists", file=str(target))
    _copy(Path(str(store.url.database)), target)


def restore(source: Path, store: Store) -> None:
    """Copy a backup to the place of the store's database, where there is none yet.

    Raises StoreUnusable: `file_missing`, `file_exists`, `not_a_backup`.
    """
    _refuse_postgresql(store.kind)
    target = Path(str(store.url.database))
    if not source.is_file():
        raise StoreUnusable("file_missing", file=str(source))
    if target.exists():
        raise StoreUnusable("file_exists", file=str(target))
    _check(source)
    _copy(source, target)


def put_in_place(half: Path, target: Path) -> None:
    """Give a complete, closed SQLite file the name of a database that nobody has open."""
    # a log left behind by another database of that name would be taken for this one's
    for ending in ("-wal", "-shm"):
        target.with_name(target.name + ending).unlink(missing_ok=True)
    half.replace(target)


def _refuse_postgresql(kind: str) -> None:
    if kind != "sqlite":
        raise StoreUnusable("backup_by_database")


def _copy(source: Path, target: Path) -> None:
    half = target.with_name(f"{target.name}.half")
    half.unlink(missing_ok=True)
    try:
        with (
            closing(sqlite3.connect(f"{source.resolve().as_uri()}?mode=ro", uri=True)) as old,
            closing(sqlite3.connect(half)) as new,
        ):
            old.backup(new)
        with half.open("rb+") as written:
            os.fsync(written.fileno())
        put_in_place(half, target)
    except (sqlite3.Error, OSError) as problem:
        half.unlink(missing_ok=True)
        raise StoreUnusable("copy_failed", reason=str(problem)) from problem


def _check(source: Path) -> None:
    try:
        with closing(sqlite3.connect(f"{source.resolve().as_uri()}?mode=ro", uri=True)) as old:
            whole = old.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
            revision = old.execute(_REVISION).fetchone()
    except sqlite3.Error as problem:
        raise StoreUnusable("not_a_backup", file=str(source)) from problem
    if not whole or revision is None:
        raise StoreUnusable("not_a_backup", file=str(source))
