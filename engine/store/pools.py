"""Keep the connections of a database and lend each to one thread at a time."""

from __future__ import annotations

import select
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Semaphore
from typing import Any

from engine.core.errors import StoreUnusable


class Pool:
    """Connections that are made when they are first needed; where all are lent, a thread waits.

    The pool of SQLAlchemy does more at each loan than a whole read costs.
    """

    # Any: sqlite3 and psycopg share the DB-API, not a type
    def __init__(self, connect: Callable[[], Any], most: int, patience: float) -> None:
        self._connect = connect
        self._places = Semaphore(most)
        self._patience = patience
        self._free: list[Any] = []

    @contextmanager
    def lend(self) -> Iterator[Any]:
        """Lend a connection of the driver; one that the server has closed is thrown away."""
        if not self._places.acquire(timeout=self._patience):
            raise StoreUnusable("store_busy")
        try:
            connection = self._usable()
            try:
                yield connection
            finally:
                if _is_fit(connection):
                    self._free.append(connection)
                else:
                    connection.close()
        finally:
            self._places.release()

    def close(self) -> None:
        """Close all connections that are not lent."""
        while self._free:
            self._free.pop().close()

    def _usable(self) -> Any:
        while True:
            try:
                # the one given back last knows most of what is asked next
                connection = self._free.pop()
            except IndexError:
                return self._connect()
            if not _hung_up(connection):
                return connection
            connection.close()


# Any: see Pool
def _is_fit(connection: Any) -> bool:
    """Tell whether a connection can be lent again: it is open, and nothing hangs in it."""
    if isinstance(connection, sqlite3.Connection):
        return not connection.in_transaction
    return not connection.closed


# Any: an idle connection of psycopg has a socket, one of sqlite3 has none
def _hung_up(connection: Any) -> bool:
    if isinstance(connection, sqlite3.Connection):
        return False
    # unlike select, it takes sockets of any number
    waiting = select.poll()
    waiting.register(connection, select.POLLIN)
    return bool(waiting.poll(0))
