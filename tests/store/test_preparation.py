"""A database is created, upgraded, or refused; the revisions end where the tables are."""

from __future__ import annotations

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import inspect

from engine.commands import taken_values
from engine.core.errors import StoreUnusable
from engine.store import database, preparation
from engine.store.database import Store
from engine.store.tables import METADATA
from tests.databases import Databases


@pytest.fixture
def empty(fresh_databases: Databases, kind: str) -> Store:
    """A database without tables."""
    return database.open_store(fresh_databases.empty(kind))


def differences(store: Store) -> list[object]:
    with database.schema_engine(store) as engine, engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        return list(compare_metadata(context, METADATA))


def test_a_prepared_database_holds_the_tables(empty: Store) -> None:
    preparation.prepare(empty)

    assert differences(empty) == []


def test_an_upgraded_empty_database_equals_the_tables(empty: Store) -> None:
    with database.schema_engine(empty) as engine, engine.begin() as connection:
        preparation.upgrade(connection)

    assert differences(empty) == []


def test_both_ways_give_the_same_indexes(fresh_databases: Databases, kind: str) -> None:
    created = database.open_store(fresh_databases.empty(kind))
    upgraded = database.open_store(fresh_databases.empty(kind))
    preparation.prepare(created)
    with database.schema_engine(upgraded) as engine, engine.begin() as connection:
        preparation.upgrade(connection)

    assert indexes(created) == indexes(upgraded)


def test_preparing_twice_changes_nothing(empty: Store) -> None:
    preparation.prepare(empty)
    preparation.prepare(empty)

    assert differences(empty) == []


def test_the_newest_revision_is_the_one_that_is_stamped() -> None:
    scripts = ScriptDirectory(str(preparation.SCRIPTS))

    assert scripts.get_current_head() == preparation.REVISION


def test_a_database_of_a_newer_program_is_refused(empty: Store) -> None:
    preparation.prepare(empty)
    execute(empty, "UPDATE alembic_version SET version_num = '9999'")

    with pytest.raises(StoreUnusable) as refused:
        preparation.prepare(empty)

    assert refused.value.code == "newer_database"


def test_a_database_with_tables_of_somebody_else_is_refused(empty: Store) -> None:
    execute(empty, "CREATE TABLE customers (id INTEGER)")

    with pytest.raises(StoreUnusable) as refused:
        preparation.prepare(empty)

    assert refused.value.code == "foreign_database"


@pytest.mark.parametrize(
    ("url", "code"),
    [
        ("nonsense", "database_url_unreadable"),
        ("mysql://localhost/x", "database_kind_unknown"),
        ("sqlite://", "database_kind_unknown"),
    ],
)
def test_what_is_no_database_of_ours_is_refused(url: str, code: str) -> None:
    with pytest.raises(StoreUnusable) as refused:
        database.open_store(url)

    assert refused.value.code == code


@pytest.mark.parametrize(
    "url", ["sqlite:////nowhere/at/all.db", "postgresql://nobody@127.0.0.1:1/none"]
)
def test_an_unreachable_database_is_told_in_one_line(url: str) -> None:
    store = database.open_store(url)

    with pytest.raises(StoreUnusable) as refused:
        preparation.prepare(store)

    assert refused.value.code == "database_unreachable"
    assert "\n" not in str(refused.value.parameters["reason"])


def execute(store: Store, statement: str) -> None:
    with database.schema_engine(store) as engine, engine.begin() as connection:
        connection.exec_driver_sql(statement)


def indexes(store: Store) -> dict[str, set[str]]:
    with database.schema_engine(store) as engine, engine.connect() as connection:
        found = inspect(connection)
        return {
            table: {str(index["name"]) for index in found.get_indexes(table)}
            for table in METADATA.tables
        }


def test_cards_that_were_made_before_keep_their_numbers(empty: Store) -> None:
    with database.schema_engine(empty) as engine, engine.begin() as connection:
        preparation.upgrade(connection, "0012")
    for statement in _PROCEDURE:
        execute(empty, statement)
    for case, serial in ((1, "'\"GZ 1\"'"), (2, "'\"gz1\"'"), (3, "'\"GZ2\"'"), (4, "NULL")):
        execute(empty, _INSTANCE.format(case=case))
        execute(empty, _SERIAL.format(case=case, serial=serial))

    preparation.prepare(empty)

    with database.schema_engine(empty) as engine, engine.connect() as connection:
        taken = connection.exec_driver_sql("SELECT digest, instance_id FROM taken_value")
        assert {tuple(row) for row in taken} == {
            (taken_values.digest("GZ1"), "1"),
            (taken_values.digest("GZ2"), "3"),
        }


_PROCEDURE = (
    "INSERT INTO deployment (id, at, actor) VALUES ('1', '2026', 'a')",
    """INSERT INTO process_definition (id, process_id, version, deployment_id, file, sha256,
    fingerprint, names, startable, start_role, start_element)
    VALUES ('p:1', 'p', 1, '1', 'p.bpmn', '', '', '{}', 1, '', 'start')""",
)
_INSTANCE = """
    INSERT INTO process_instance (id, case_no, definition_id, started_by, starter_unit, started_at,
        status, version, state, head_seq, head_hash)
    VALUES ('{case}', 'c{case}', 'p:1', 'a', 'u', '2026-03-0{case}', '', 1, '', 1, '')
"""
_SERIAL = """
    INSERT INTO answer (instance_id, seq, field, value, salt, data_class, actor, at, current)
    VALUES ('{case}', 1, 'card_serial', {serial}, NULL, 'P2', 'a', '2026-03-0{case}', 1)
"""
