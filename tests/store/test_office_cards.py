"""The card of a person is found by an index, however many cases the office has."""

from __future__ import annotations

from engine.store import database, preparation
from engine.store.office_cards import LATEST, StoredOfficeCards
from engine.store.statements import compiled
from tests.databases import Databases


def test_who_has_no_case_has_no_card_of_the_office(fresh_databases: Databases, kind: str) -> None:
    store = database.open_store(fresh_databases.empty(kind))
    preparation.prepare(store)

    assert StoredOfficeCards(store).latest_of("52019919850704202X") is None
    database.close(store)


def test_the_cases_of_a_person_are_found_by_an_index(fresh_databases: Databases) -> None:
    store = database.open_store(fresh_databases.empty("sqlite"))
    preparation.prepare(store)
    statement = compiled(LATEST, "sqlite")

    with database.schema_engine(store) as engine, engine.connect() as connection:
        values = statement.values({"person": '"52019919850704202X"'})
        plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement.text}", values)
        steps = [row[3] for row in plan]

    assert any("ix_answer_of_persons" in step for step in steps)
    assert not any(step.startswith("SCAN") for step in steps)
