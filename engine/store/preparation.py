"""Bring the tables of a database to the revision of this program, or refuse the database."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Connection, inspect
from sqlalchemy.exc import DBAPIError

from engine.core.errors import StoreUnusable
from engine.store.database import Store, first_line, schema_engine
from engine.store.tables import METADATA

# the newest file in migrations/versions
REVISION = "0015"

# tables of procrastinate begin so; they are not the office's
QUEUE = "procrastinate_"
SCRIPTS = Path(__file__).with_name("migrations")
VERSION = "alembic_version"
# stands in the place of the revision until a copy is complete
_HALF = "half copied"
# two processes that start at once on PostgreSQL bring the tables up one after the other
_LOCK = 520_000


def prepare(store: Store) -> None:
    """Create the tables of an empty database, or upgrade those of an older program.

    Raises StoreUnusable: `newer_database`, `half_copied`, `foreign_database` (tables that are
    not ours).
    """
    with _schema(store) as connection:
        _prepare(connection)


def revision(store: Store) -> str:
    """Give the revision of the tables, "" where there are none of ours.

    Raises StoreUnusable: `newer_database`, `half_copied`.
    """
    with _schema(store) as connection:
        found = _revision(connection)
        if found:
            _refuse_unknown(found)
        return found


def lay_out(store: Store, wanted: str) -> None:
    """Create the tables of a revision in an empty database, marked as half copied.

    What an earlier copy left half done is removed. Raises StoreUnusable (`target_not_empty`).
    """
    with _schema(store) as connection:
        if _revision(connection) == _HALF:
            _remove_all(connection)
        if _tables(connection):
            raise StoreUnusable("target_not_empty")
        if wanted == REVISION:
            METADATA.create_all(connection)
            _stamp(connection)
        else:
            upgrade(connection, wanted)
        _mark(connection, _HALF)


def stamp(store: Store, reached: str) -> None:
    """Say of which revision the tables are."""
    with _schema(store) as connection:
        _mark(connection, reached)


def add_queue(store: Store, schema: str) -> None:
    """Create the tables of the queue in a PostgreSQL database that has none yet."""
    with _schema(store) as connection:
        if not inspect(connection).has_table(f"{QUEUE}jobs"):
            # many statements in one text, which only the driver itself takes
            connection.connection.cursor().execute(schema)


@contextmanager
def _schema(store: Store) -> Iterator[Connection]:
    try:
        with schema_engine(store) as engine, engine.begin() as connection:
            if store.kind == "postgresql":
                connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_LOCK})")
            yield connection
    except DBAPIError as problem:
        raise StoreUnusable("database_unreachable", reason=first_line(problem.orig)) from problem


def _prepare(connection: Connection) -> None:
    found = _revision(connection)
    if found == REVISION:
        return
    if found:
        _refuse_unknown(found)
        upgrade(connection)
        return
    if _tables(connection):
        raise StoreUnusable("foreign_database")
    METADATA.create_all(connection)
    _stamp(connection)


def _revision(connection: Connection) -> str:
    if not inspect(connection).has_table(VERSION):
        return ""
    return connection.exec_driver_sql(f"SELECT version_num FROM {VERSION}").scalar() or ""  # noqa: S608 - a constant


def _tables(connection: Connection) -> list[str]:
    """List the tables, without those of the queue that several servers share."""
    found = inspect(connection).get_table_names()
    return [name for name in found if not name.startswith(QUEUE)]


def _remove_all(connection: Connection) -> None:
    found = [name for name, _ in inspect(connection).get_sorted_table_and_fkc_names()]
    for name in reversed([each for each in found if each and not each.startswith(QUEUE)]):
        connection.exec_driver_sql(f'DROP TABLE "{name}"')


def _mark(connection: Connection, reached: str) -> None:
    connection.exec_driver_sql(f"UPDATE {VERSION} SET version_num = '{reached}'")  # noqa: S608 - constants


def _refuse_unknown(found: str) -> None:
    if found == _HALF:
        raise StoreUnusable("half_copied")
    if not any((SCRIPTS / "versions").glob(f"{found}_*.py")):
        raise StoreUnusable("newer_database", revision=found, known=REVISION)


def upgrade(connection: Connection, to: str = "head") -> None:
    """Run the revisions that the database lacks, in order."""
    from alembic import command

    command.upgrade(_configuration(connection), to)


def _stamp(connection: Connection) -> None:
    connection.exec_driver_sql(
        f"CREATE TABLE {VERSION} (version_num VARCHAR(32) NOT NULL, "
        f"CONSTRAINT {VERSION}_pkc PRIMARY KEY (version_num))"
    )
    connection.exec_driver_sql(f"INSERT INTO {VERSION} VALUES ('{REVISION}')")  # noqa: S608 - constants


def _configuration(connection: Connection):  # type: ignore[no-untyped-def]
    from alembic.config import Config

    configuration = Config()
    configuration.set_main_option("script_location", str(SCRIPTS))
    configuration.attributes["connection"] = connection
    return configuration
