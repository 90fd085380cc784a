"""Who may see the lists of the office, how far they reach and what they cost."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import bindparam, select

from engine.commands import lists, process_definitions
from engine.commands.list_descriptions import LISTS
from engine.commands.lists import Asked
from engine.core.errors import NotFound, NotPermitted
from engine.core.people import SYSTEM
from engine.store import tables
from engine.store.database import Store
from engine.store.failpoints import Failpoints
from engine.store.queries.list_rows import Wish
from engine.store.statements import Statement
from engine.store.transaction import reading
from tests.commands.listed import ELSEWHERE, STATION, at, cells, owed, shown
from tests.processes import exceptions_at_acceptance as at_acceptance
from tests.processes import scenarios
from tests.processes.office import ROOT, Office, actor

READ = Statement(
    "read_cases",
    select(tables.day_entry.c.instance_id).where(tables.day_entry.c.kind == bindparam("kind")),
)


@pytest.fixture(name="office")
def _office(shipped_office: Office) -> Office:
    return shipped_office


@pytest.mark.parametrize("who", ["applicant", "maker", "courier", "analyst", "administrator"])
@pytest.mark.parametrize("name", LISTS)
def test_no_list_is_shown_to_who_oversees_nothing(office: Office, name: str, who: str) -> None:
    with pytest.raises(NotPermitted):
        shown(office, name, by=who)


@pytest.mark.parametrize("unit", [ELSEWHERE, "520103", "520000"])
def test_nobody_sees_a_list_of_a_unit_that_is_not_below_the_own(office: Office, unit: str) -> None:
    with pytest.raises(NotPermitted):
        shown(office, "second_supplements", by="head", unit=unit)


def test_a_list_that_is_not_there_is_not_found(office: Office) -> None:
    with pytest.raises(NotFound):
        shown(office, "everything")


def test_a_leader_sees_the_stations_of_the_county(office: Office) -> None:
    at_acceptance.asked_a_second_time(office)

    assert len(cells(office, "second_supplements", by="leader", unit=STATION)) == 1
    assert cells(office, "second_supplements", by=at("leader", "520103")) == []


def test_a_count_covers_no_more_than_a_year(office: Office) -> None:
    page = shown(office, "refusals", first=date(2000, 1, 1))

    assert (page.last - (page.first or page.last)).days == lists.MOST_DAYS - 1


def test_a_long_list_goes_on_where_it_ended(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lists, "MOST_ROWS", 1)
    cases = [owed(office).id]
    office.clock.at += timedelta(hours=1)
    cases.append(owed(office).id)

    first = shown(office, "old_cards").found
    second = shown(office, "old_cards", after=first.after).found

    assert [row.instance_id for found in (first, second) for row in found.rows] == cases
    assert second.after == ("", "")


def test_an_export_is_recorded_for_each_case(office: Office) -> None:
    case = owed(office)

    lists.export(office.engine, "old_cards", Asked(), actor("auditor"))

    assert case.id in read(office, "exported")


def read(office: Office, kind: str) -> set[str]:
    with reading(office.engine.store) as tx:
        return {row[0] for row in tx.all(READ, {"kind": kind})}


def test_codes_have_the_words_in_force_and_not_those_that_wait(office: Office) -> None:
    name, words = "review_application/sign_off.json", "Decision of the signer"
    form = (ROOT / "forms" / name).read_bytes()
    planned = {name: form.replace(words.encode(), b"Word of the signer")}
    begins = office.clock.at + timedelta(days=5)
    process_definitions.deploy(office.engine, planned, SYSTEM, begins=begins)

    fields = shown(office, "refusals").fields

    assert fields["sign_decision"].labels["en"] == words


@pytest.mark.parametrize("name", LISTS)
def test_a_list_costs_two_statements_whatever_it_holds(office: Office, name: str) -> None:
    empty = statements(office, name)
    scenarios.refused_by_the_station(office)
    owed(office)
    at_acceptance.second_supplement_declined(office)

    full = statements(office, name)

    assert (empty, full) == (2, 2)


def statements(office: Office, name: str) -> int:
    places = Failpoints("statement", passage=0)
    store = replace(office.engine.store, failpoints=places)
    lists.show(replace(office.engine, store=store), name, Asked(), actor("auditor"))
    return places.passed


@pytest.mark.parametrize("name", LISTS)
def test_a_list_is_read_by_indexes(office: Office, name: str) -> None:
    asked: list[str] = []
    with office.engine.store.readers.lend() as connection:
        connection.set_trace_callback(asked.append)

    shown(office, name)

    plans = [step for question in asked for step in plan(office, question)]
    large = ("answer", "user_task", "process_instance", "history", "reopening")
    assert plans
    assert [
        step for step in plans if step.startswith(tuple(f"SCAN {each}" for each in large))
    ] == []


def plan(office: Office, question: str) -> list[str]:
    with office.engine.store.readers.lend() as connection:
        connection.set_trace_callback(None)
        return [row[3] for row in connection.execute(f"EXPLAIN QUERY PLAN {question}")]


@pytest.mark.parametrize("name", LISTS)
def test_a_list_is_read_from_any_database(store: Store, name: str) -> None:
    wish = Wish(unit="520000", since="2026-01-01", until="2026-12-31", state="outstanding")

    assert LISTS[name].rows(store, wish).rows == ()
