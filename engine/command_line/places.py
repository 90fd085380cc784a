"""Where things are on this machine: the database, its key, and the files that are given."""

from __future__ import annotations

import re
from pathlib import Path

from engine.command_line.settings import Settings
from engine.core.errors import InvalidInput, StoreUnusable

KEY_FILE = "var/ventanilla.key"


def key_file(settings: Settings) -> Path:
    """Say where the key of what is encrypted is: never in the database that it protects."""
    if settings.secret_file:
        return Path(settings.secret_file)
    database = sqlite_file(settings.database_url)
    return database.with_suffix(".key") if database else Path(KEY_FILE)


def make_place(database_url: str) -> None:
    """Make the folder of an SQLite database; raise StoreUnusable where that cannot be."""
    if (path := sqlite_file(database_url)) is not None:
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
        except OSError as problem:
            raise StoreUnusable("database_unreachable", reason=str(problem)) from problem


def sqlite_file(database_url: str) -> Path | None:
    """Give the file of an SQLite database, nothing for any other."""
    kind, _, path = database_url.partition(":///")
    return Path(path) if kind.startswith("sqlite") and path else None


def refuse_missing(settings: Settings) -> None:
    """Raise StoreUnusable where the SQLite database of the settings is not there."""
    path = sqlite_file(settings.database_url)
    if path is not None and not path.is_file():
        raise StoreUnusable("file_missing", file=str(path))


def shown(database_url: str) -> str:
    """Give the address of a database without its password."""
    return re.sub(r"(?<=://)([^@/]*:)[^@/]*@", r"\1***@", database_url)


def read(name: str) -> bytes:
    """Read a file that was given; raise InvalidInput where it cannot be read."""
    try:
        return Path(name).read_bytes()
    except OSError as problem:
        raise InvalidInput("file_unreadable", file=name, reason=problem.strerror) from problem


def beside(path: Path) -> dict[str, bytes]:
    """Read the decision documents of the same folder: what the one asked for may import."""
    others = (each for each in sorted(path.parent.glob("*.dmn")) if each.name != path.name)
    return {each.name: read(str(each)) for each in others}
