"""Open the database of an office, SQLite or PostgreSQL, and lend its connections."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from threading import Lock
from typing import Any

import sqlalchemy
from sqlalchemy.exc import ArgumentError

from engine.core.errors import StoreUnusable
from engine.store.failpoints import Failpoints
from engine.store.pools import Pool
from engine.store.statements import Compiled, Statement, compiled
from engine.store.wakeups import Waker

_BUSY_SECONDS = 5.0
_CONNECTIONS = 16
# of each SQLite connection; the cache has 8 MiB
SQLITE_SETTINGS = (
    "journal_mode = WAL",
    "synchronous = FULL",
    "foreign_keys = ON",
    "cache_size = -8192",
)


@dataclass(frozen=True, slots=True)
class Store:
    """An open database: pools for writing and reading, compiled statements, failpoints."""

    url: sqlalchemy.URL
    # sqlite | postgresql
    kind: str
    writers: Pool
    readers: Pool
    # base classes of the driver's exceptions
    failures: tuple[type[Exception], ...]
    # on SQLite the writers of one process queue here, not in the busy handler of the database
    turn: Lock = field(default_factory=Lock)
    texts: dict[Statement, Compiled] = field(default_factory=dict)
    failpoints: Failpoints = field(default_factory=Failpoints)
    # entries of the history that this process has committed, by kind
    recorded: Counter[str] = field(default_factory=Counter)
    # None where this process or another looks at the due rows by itself, once a second
    waker: Waker | None = None

    def text(self, statement: Statement) -> Compiled:
        """Give the compiled text of a statement, compiling it at its first use."""
        known = self.texts.get(statement)
        if known is None:
            known = self.texts[statement] = compiled(statement, self.kind)
        return known


def open_store(url: str, failpoints: Failpoints | None = None, *, lasting: bool = True) -> Store:
    """Open the database at the URL without touching its tables; see `migrations.prepare`.

    A file that is thrown away unless it is completed need not be `lasting`: nothing waits for
    the disk then.
    Raises StoreUnusable where the URL names no SQLite file and no PostgreSQL database.
    """
    parsed = _parsed(url)
    kind = parsed.get_backend_name()
    sqlite = partial(_connect_sqlite, lasting=lasting)
    connect = sqlite if kind == "sqlite" else _connect_postgresql
    return Store(
        url=parsed,
        kind=kind,
        writers=_pool(partial(connect, parsed, reading=False)),
        readers=_pool(partial(connect, parsed, reading=True)),
        failures=_failures(kind),
        failpoints=failpoints or Failpoints(),
    )


def close(store: Store) -> None:
    """Close all connections that are not lent."""
    store.writers.close()
    store.readers.close()


@contextmanager
def schema_engine(store: Store) -> Iterator[sqlalchemy.Engine]:
    """Lend an engine of SQLAlchemy, for creating and migrating tables only."""
    driver = "sqlite" if store.kind == "sqlite" else "postgresql+psycopg"
    engine = sqlalchemy.create_engine(
        store.url.set(drivername=driver), poolclass=sqlalchemy.NullPool
    )
    try:
        yield engine
    finally:
        engine.dispose()


@contextmanager
def take_turn(store: Store) -> Iterator[None]:
    """Wait until no other thread of this process writes to an SQLite file."""
    if store.kind != "sqlite":
        yield
        return
    if not store.turn.acquire(timeout=_BUSY_SECONDS):
        raise StoreUnusable("store_busy")
    try:
        yield
    finally:
        store.turn.release()


def _parsed(url: str) -> sqlalchemy.URL:
    try:
        parsed = sqlalchemy.make_url(url)
    except ArgumentError as unreadable:
        raise StoreUnusable("database_url_unreadable") from unreadable
    kind = parsed.get_backend_name()
    if kind not in {"sqlite", "postgresql"} or not parsed.database:
        raise StoreUnusable("database_kind_unknown", kind=kind)
    return parsed


def _pool(connect: Callable[[], Any]) -> Pool:
    return Pool(connect, _CONNECTIONS, _BUSY_SECONDS)


def _connect_sqlite(url: sqlalchemy.URL, *, reading: bool, lasting: bool) -> sqlite3.Connection:
    try:
        connection = sqlite3.connect(
            str(url.database),
            timeout=_BUSY_SECONDS,
            isolation_level=None,
            check_same_thread=False,
        )
        for setting in SQLITE_SETTINGS:
            connection.execute(f"PRAGMA {setting}")
        if not lasting:
            connection.execute("PRAGMA synchronous = OFF")
        if reading:
            connection.execute("PRAGMA query_only = ON")
    except sqlite3.Error as refusal:
        raise StoreUnusable("database_unreachable", reason=str(refusal)) from refusal
    return connection


def _failures(kind: str) -> tuple[type[Exception], ...]:
    if kind == "sqlite":
        return (sqlite3.Error,)
    import psycopg

    return (psycopg.Error,)


def first_line(problem: object) -> str:
    """Give what a driver says first: the lines behind it are advice, or further tries."""
    return next(iter(str(problem).splitlines()), "")


# Any: sqlite3 and psycopg share the DB-API, not a type
def _connect_postgresql(url: sqlalchemy.URL, *, reading: bool) -> Any:
    import psycopg

    address = url.set(drivername="postgresql").render_as_string(hide_password=False)
    try:
        return psycopg.connect(address, autocommit=reading)
    except psycopg.Error as refusal:
        raise StoreUnusable("database_unreachable", reason=first_line(refusal)) from refusal
