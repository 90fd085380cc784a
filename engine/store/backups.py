"""Copy a live database out to a file, and back into an empty place.

A backup is an SQLite file, of whichever kind the database is, and restores into either kind.
"""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from itertools import chain, count
from pathlib import Path

from engine.core.errors import StoreUnusable
from engine.store import copies, database, preparation
from engine.store.copies import Tell, silent
from engine.store.database import Store

_REVISION = "SELECT version_num FROM alembic_version"


def write(store: Store, target: Path, tell: Tell = silent) -> None:
    """Copy the database to a new file while others read and write it.

    The file appears whole or not at all, and holds one moment. Raises StoreUnusable:
    `file_exists`, `copy_failed`, `foreign_database`.
    """
    if target.exists():
        raise StoreUnusable("file_exists", file=str(target))
    if store.kind == "sqlite":
        _copy(Path(str(store.url.database)), target)
    else:
        _copy_rows(store, target, tell)


def restore(source: Path, store: Store, tell: Tell = silent) -> None:
    """Copy a backup to the place of the store's database, where there is none yet.

    Raises StoreUnusable: `file_missing`, `file_exists`, `target_not_empty`, `not_a_backup`.
    """
    if not source.is_file():
        raise StoreUnusable("file_missing", file=str(source))
    target = Path(str(store.url.database))
    if store.kind == "sqlite" and target.exists():
        raise StoreUnusable("file_exists", file=str(target))
    _check(source)
    if store.kind == "sqlite":
        _copy(source, target)
        return
    saved = database.open_store(f"sqlite:///{source}")
    try:
        copies.copy(saved, store, tell)
        copies.release(saved, store)
    finally:
        database.close(saved)


def before_upgrade(store: Store, folder: Path) -> Path | None:
    """Keep a backup of a database that an older release wrote; None where it is of this one."""
    found = preparation.revision(store)
    if found in {"", preparation.REVISION}:
        return None
    name = Path(str(store.url.database)).stem
    numbered = chain([""], (f"-{number}" for number in count(2)))
    names = (folder / f"{name}-{found}{each}.db" for each in numbered)
    free = next(path for path in names if not path.exists())
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as problem:
        raise StoreUnusable("copy_failed", reason=str(problem)) from problem
    write(store, free)
    return free


def put_in_place(half: Path, target: Path) -> None:
    """Give a complete, closed SQLite file the name of a database that nobody has open."""
    # a log left behind by another database of that name would be taken for this one's
    for ending in ("-wal", "-shm"):
        target.with_name(target.name + ending).unlink(missing_ok=True)
    half.replace(target)


def _copy_rows(store: Store, target: Path, tell: Tell) -> None:
    half = target.with_name(f"{target.name}.half")
    half.unlink(missing_ok=True)
    copied = database.open_store(f"sqlite:///{half}")
    try:
        copies.copy(store, copied, tell)
        copies.release(store, copied)
        # closing the last connection brings the log into the file
        database.close(copied)
        put_in_place(half, target)
    except OSError as problem:
        raise StoreUnusable("copy_failed", reason=str(problem)) from problem
    finally:
        database.close(copied)
        half.unlink(missing_ok=True)


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
