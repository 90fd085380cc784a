"""What makes the tests quick and changes nothing that they ask: no waiting, nothing made twice."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from types import CodeType

import pytest
import sqlalchemy
from flask import Flask
from jinja2.bccache import Bucket, BytecodeCache

import server
from engine.commands import passwords, shipped_files
from engine.core.clocks import Clocks
from engine.store import database


class KeptTemplates(BytecodeCache):
    """What templates compile to, for all applications of the tests."""

    def __init__(self) -> None:
        self.kept: dict[tuple[str, str], CodeType] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        bucket.code = self.kept.get((bucket.key, bucket.checksum))

    def dump_bytecode(self, bucket: Bucket) -> None:
        assert bucket.code is not None
        self.kept[bucket.key, bucket.checksum] = bucket.code


@contextmanager
def quick() -> Iterator[None]:
    """Hash quickly, never wait for the disk, and compile and read once what never changes."""
    with pytest.MonkeyPatch.context() as patch:
        # a hash of production takes a tenth of a second; the tests make thousands
        hashes = passwords.PasswordHasher(time_cost=1, memory_cost=64, parallelism=1)
        patch.setattr(passwords, "HASHER", hashes)
        # a test kills processes, never the machine
        settings = (*database.SQLITE_SETTINGS, "synchronous = OFF")
        patch.setattr(database, "SQLITE_SETTINGS", settings)
        patch.setattr(database, "compiled", cache(database.compiled))
        patch.setattr(shipped_files, "clocks", _kept(shipped_files.clocks))
        patch.setitem(Flask.jinja_options, "bytecode_cache", KeptTemplates())
        sqlalchemy.event.listen(sqlalchemy.Engine, "connect", _never_wait)
        yield
        sqlalchemy.event.remove(sqlalchemy.Engine, "connect", _never_wait)


def _never_wait(connection: object, _: object) -> None:
    if isinstance(connection, sqlite3.Connection):
        connection.execute("PRAGMA synchronous = OFF")


def _kept(clocks: Callable[[Path], Clocks]) -> Callable[[Path], Clocks]:
    """Read the calendars and units that ship once, and any other folder whenever it is asked."""
    shipped = cache(clocks)
    return lambda folder: (
        shipped(folder) if folder == server.ROOT / "processes" else clocks(folder)
    )
