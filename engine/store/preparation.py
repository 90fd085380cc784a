"""Bring the tables of a database to the revision of this program, or refuse the database."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Connection, inspect
from sqlalchemy.exc import DBAPIError

from engine.core.errors import StoreUnusable
from engine.store.database import Store, schema_engine
from engine.store.tables import METADATA

# the newest file in migrations/versions
REVISION = "0008"

SCRIPTS = Path(__file__).with_name("migrations")
_VERSION = "alembic_version"


def prepare(store: Store) -> None:
    """Create the tables of an empty database, or upgrade those of an older program.

    Raises StoreUnusable: `newer_database`, `foreign_database` (tables that are not ours).
    """
    try:
        with schema_engine(store) as engine, engine.begin() as connection:
            _prepare(connection)
    except DBAPIError as problem:
        raise StoreUnusable("database_unreachable", reason=str(problem.orig)) from problem


def _prepare(connection: Connection) -> None:
    found = _revision(connection)
    if found == REVISION:
        return
    if found:
        _refuse_newer(found)
        upgrade(connection)
        return
    if inspect(connection).get_table_names():
        raise StoreUnusable("foreign_database")
    METADATA.create_all(connection)
    _stamp(connection)


def _revision(connection: Connection) -> str:
    if not inspect(connection).has_table(_VERSION):
        return ""
    return connection.exec_driver_sql(f"SELECT version_num FROM {_VERSION}").scalar() or ""  # noqa: S608 - a constant


def _refuse_newer(found: str) -> None:
    if not any((SCRIPTS / "versions").glob(f"{found}_*.py")):
        raise StoreUnusable("newer_database", revision=found, known=REVISION)


def upgrade(connection: Connection) -> None:
    """Run the revisions that the database lacks, in order."""
    from alembic import command

    command.upgrade(_configuration(connection), "head")


def _stamp(connection: Connection) -> None:
    connection.exec_driver_sql(
        f"CREATE TABLE {_VERSION} (version_num VARCHAR(32) NOT NULL, "
        f"CONSTRAINT {_VERSION}_pkc PRIMARY KEY (version_num))"
    )
    connection.exec_driver_sql(f"INSERT INTO {_VERSION} VALUES ('{REVISION}')")  # noqa: S608 - constants


def _configuration(connection: Connection):  # type: ignore[no-untyped-def]
    from alembic.config import Config

    configuration = Config()
    configuration.set_main_option("script_location", str(SCRIPTS))
    configuration.attributes["connection"] = connection
    return configuration
