"""The lists of the office, over cases that went through the real procedure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import bindparam, select

from engine.commands import lists, process_definitions, reopenings
from engine.commands.list_descriptions import LISTS
from engine.commands.lists import Asked, ShownList
from engine.commands.reopenings import Order
from engine.core.errors import NotFound, NotPermitted
from engine.core.instants import ZONE
from engine.core.people import SYSTEM, Actor, Grant
from engine.store import database, tables
from engine.store.database import Store
from engine.store.failpoints import Failpoints
from engine.store.queries.list_rows import Coded, Wish
from engine.store.statements import Statement
from engine.store.transaction import reading
from tests.processes import exceptions_at_acceptance as at_acceptance
from tests.processes import exceptions_on_the_way as on_the_way
from tests.processes import scenarios
from tests.processes.office import MAIL, ROOT, Clock, Office, actor, copy, furnish, open_engine
from tests.processes.scenarios import DAMAGE, HAND_OVER, Way

MORNING = datetime(2026, 3, 10, 9, 30, tzinfo=ZONE)
STATION, ELSEWHERE, COUNTY = "520102001", "520103001", "520102"
_READ = Statement(
    "read_cases",
    select(tables.day_entry.c.instance_id).where(tables.day_entry.c.kind == bindparam("kind")),
)
ORDER = Order(ground="人像由户政部门复核一致。", reference="复议决定2026-12号")
ALLOWED = {"second_supplement": "APPROVE", "second_supplement_note": "首次告知时未发现。"}
OWED = {"place": STATION, "announced": None, "settled_by": None}


@pytest.fixture(scope="module")
def furnished(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a database file with an office that nobody has used yet."""
    path = tmp_path_factory.mktemp("lists") / "furnished.db"
    furnish(path, MORNING)
    return path


@pytest.fixture(name="office")
def _office(furnished: Path, tmp_path: Path) -> Iterator[Office]:
    clock = Clock(MORNING)
    office = Office(open_engine(copy(furnished, tmp_path / "office.db"), clock), clock)
    yield office
    database.close(office.engine.store)


def shown(office: Office, name: str, by: str | Actor = "auditor", **asked: Any) -> ShownList:
    person = actor(by) if isinstance(by, str) else by
    return lists.show(office.engine, name, Asked(**asked), person)


def cells(office: Office, name: str, by: str | Actor = "auditor", **asked: Any) -> list[Any]:
    return [row.cells for row in shown(office, name, by, **asked).found.rows]


def at(role: str, unit: str) -> Actor:
    return Actor(role, role, unit, (Grant(role, unit),))


# -- second supplements --------------------------------------------------------------------------


def test_a_second_supplement_is_listed_with_who_asked_and_who_allowed_it(office: Office) -> None:
    case = at_acceptance.asked_a_second_time(office)
    office.clock.at += timedelta(hours=1)
    case.complete("approve_second_supplement", **ALLOWED)

    (row,) = cells(office, "second_supplements")

    assert row["place"] == STATION
    assert (row["asked_by"], row["decided_by"]) == (actor("clerk").name, actor("head").name)
    assert row["reason"] == Coded("pre_reason_code", "PRE-06")
    assert row["decision"] == Coded("second_supplement", "APPROVE")
    assert row["note"] == ALLOWED["second_supplement_note"]


def test_a_declined_second_supplement_is_listed_too(office: Office) -> None:
    at_acceptance.second_supplement_declined(office)

    (row,) = cells(office, "second_supplements")

    assert row["decision"] == Coded("second_supplement", "DECLINE")


def test_a_second_supplement_is_listed_before_the_head_has_decided(office: Office) -> None:
    at_acceptance.asked_a_second_time(office)

    (row,) = cells(office, "second_supplements", by="head")

    assert (row["decision"], row["decided_by"]) == (None, None)


def test_a_first_supplement_is_not_listed(office: Office) -> None:
    scenarios.supplemented(office)

    assert cells(office, "second_supplements") == []


# -- old cards -----------------------------------------------------------------------------------


def owed(office: Office) -> Any:
    case = scenarios.sent(office, **DAMAGE, **MAIL)
    return case.complete("confirm_delivery", signer="田秋月")


def test_an_old_card_is_outstanding_after_the_new_one_came_by_mail(office: Office) -> None:
    case = owed(office)
    office.clock.at += timedelta(days=12)

    (row,) = shown(office, "old_cards", by="window").found.rows

    assert row.instance_id == case.id
    assert row.cells.items() >= {**OWED, "days": 12}.items()
    assert row.cells["reminder"].startswith("2026-03-30T16:00")


def test_an_old_card_is_outstanding_until_the_station_has_received_it(office: Office) -> None:
    case = on_the_way.old_card_sent_back(office)
    (announced,) = cells(office, "old_cards")
    settled = cells(office, "old_cards", state="settled")

    case.complete("receive_old_card", old_card_receipt="NOT_COME")
    (asked_again,) = cells(office, "old_cards")

    assert (announced["announced"], settled) == (Coded("old_card_way", "PREPAID_MAIL"), [])
    assert announced["settled_by"] is None
    assert asked_again["settled_by"] is None


def test_an_old_card_that_the_station_has_received_is_no_longer_outstanding(
    office: Office,
) -> None:
    case = on_the_way.old_card_sent_back(office)

    case.complete("receive_old_card", old_card_receipt="RECEIVED")

    (settled,) = cells(office, "old_cards", state="settled")

    assert cells(office, "old_cards") == []
    assert settled["announced"] == Coded("old_card_way", "PREPAID_MAIL")
    assert settled["settled_by"] == "returned"


@pytest.mark.parametrize(
    ("element", "answers"),
    [
        ("return_old_card", {"old_card_way": "STATEMENT", "old_card_statement": "搬家时遗失。"}),
        ("verify_card", {"card_correct": "true", "old_card_result": "STATEMENT"}),
    ],
)
def test_a_statement_stands_for_the_old_card(
    office: Office, element: str, answers: dict[str, str]
) -> None:
    owed(office).complete(element, **answers)

    (settled,) = cells(office, "old_cards", state="settled")

    assert cells(office, "old_cards") == []
    assert settled["settled_by"] == "statement"


def test_a_statement_at_the_window_stands_for_an_old_card_that_never_came(
    office: Office,
) -> None:
    case = on_the_way.old_card_sent_back(office)

    case.complete("receive_old_card", old_card_receipt="STATEMENT")

    (settled,) = cells(office, "old_cards", state="settled")
    assert settled["settled_by"] == "statement"


def test_a_lost_card_is_not_owed(office: Office) -> None:
    scenarios.delivered(office)

    assert cells(office, "old_cards") == []


def test_the_window_sees_the_old_cards_of_its_own_station_only(office: Office) -> None:
    owed(office)

    assert cells(office, "old_cards", by=at("window", ELSEWHERE)) == []
    assert len(cells(office, "old_cards", by=at("clerk", STATION))) == 1


# -- reversed outcomes ---------------------------------------------------------------------------


def test_a_refusal_that_was_reversed_is_listed_with_officer_reason_and_order(
    office: Office,
) -> None:
    case = scenarios.refused_by_the_county(office)
    reopenings.reopen(office.engine, case.id, ORDER, actor("leader"))

    (row,) = shown(office, "reversed_outcomes").found.rows

    assert row.instance_id == case.id
    assert row.cells["place"] == COUNTY
    assert row.cells["reason"] == Coded("rev_reason_code", "REV-01")
    assert (row.cells["officer"], row.cells["ordered_by"]) == (
        actor("reviewer").name,
        actor("leader").name,
    )
    assert (row.cells["ground"], row.cells["reference"]) == (ORDER.ground, ORDER.reference)


def test_an_outcome_that_nobody_refused_is_listed_at_its_station(office: Office) -> None:
    case = at_acceptance.sent_to_another_office(office)
    reopenings.reopen(office.engine, case.id, ORDER, actor("head"))

    (row,) = cells(office, "reversed_outcomes", by="head")

    assert (row["place"], row["outcome"], row["reason"]) == (STATION, "CLOSED", None)


# -- counts --------------------------------------------------------------------------------------


def test_refusals_are_counted_by_reason_with_the_share_of_reason_99(office: Office) -> None:
    scenarios.refused_by_the_station(office)
    scenarios.refused_by_the_county(office)
    other = {"pre_reason_code": "PRE-99", "pre_reason_text": "其他原因，请到窗口咨询。"}
    office.apply().complete("check_application", pre_decision="UNQUALIFIED", **other)

    page = shown(office, "refusals")

    assert [
        (row.cells["place"], row.cells["reason"].code, row.cells["number"], row.cells["share"])
        for row in page.found.rows
    ] == [
        (COUNTY, "REV-01", 1, 1.0),
        (STATION, "PRE-04", 1, 0.5),
        (STATION, "PRE-99", 1, 0.5),
    ]
    assert page.found.sums == {"number": 3, "other": 1}


def test_a_confirmed_suspicion_counts_as_a_refusal_with_its_reason(office: Office) -> None:
    case = at_acceptance.suspected_at_acceptance(office)
    case.complete("investigate_suspicion", **at_acceptance.CONFIRMED)

    (row,) = cells(office, "refusals")

    assert (row["reason"], row["number"]) == (Coded("suspicion_code", "REV-04"), 1)


def test_refusals_are_counted_by_officer(office: Office) -> None:
    scenarios.second_officer_refuses(office)
    scenarios.refused_by_the_station(office)

    rows = {row["officer"]: row["number"] for row in cells(office, "refusals_by_officer")}

    assert rows == {actor("signer").name: 1, actor("clerk").name: 1}


def test_a_refusal_counts_on_its_day_only(office: Office) -> None:
    scenarios.refused_by_the_station(office)
    office.clock.at += timedelta(days=3)

    day = date(2026, 3, 10)

    assert len(cells(office, "refusals", first=day, last=day)) == 1
    assert cells(office, "refusals", first=day + timedelta(days=1)) == []


def test_cards_are_counted_by_what_became_of_them(office: Office) -> None:
    scenarios.arrived(office).complete("hand_over_card", **HAND_OVER)
    scenarios.arrived(office)

    (row,) = cells(office, "cards", by="head")

    assert row == {
        "place": STATION,
        "made": 2,
        "arrived": 2,
        "handed_over": 1,
        "delivered": 0,
        "lost": 0,
        "destroyed": 0,
        "in_stock": 1,
    }


@pytest.mark.parametrize(
    ("way", "counted"),
    [
        (on_the_way.lost_in_the_post, {"lost": 1, "destroyed": 0}),
        (on_the_way.faulty_at_the_window, {"lost": 0, "destroyed": 1}),
    ],
)
def test_a_card_that_is_no_more_is_counted(
    office: Office, way: Way, counted: dict[str, int]
) -> None:
    way(office)

    (row,) = cells(office, "cards")

    assert row.items() >= counted.items()


@pytest.mark.parametrize(
    ("way", "found_at", "cause"),
    [
        (on_the_way.faulty_at_the_window, "defect_code", "QC-04"),
        (on_the_way.lost_in_the_post, "delivery_result", "LOST"),
        (on_the_way.arrived_damaged, "arrival_result", "DAMAGED"),
    ],
)
def test_cards_made_again_are_counted_by_cause(
    office: Office, way: Way, found_at: str, cause: str
) -> None:
    way(office)

    (row,) = cells(office, "remakes", by="director")

    assert (row["found_at"].code, row["cause"].code) == (found_at, cause)
    assert row["share"] == 1 / row["made"]


# -- who may, and what it costs ------------------------------------------------------------------


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
        return {row[0] for row in tx.all(_READ, {"kind": kind})}


def test_codes_have_the_words_in_force_and_not_those_that_wait(office: Office) -> None:
    name, words = "review_application/sign_off.json", "Decision of the signer"
    form = (ROOT / "forms" / name).read_bytes()
    planned = {name: form.replace(words.encode(), b"Word of the signer")}
    begins = office.clock.at + timedelta(days=5)
    process_definitions.deploy(office.engine, planned, SYSTEM, begins=begins)

    fields = shown(office, "refusals").fields

    assert fields["sign_decision"].labels["en"] == words


@pytest.mark.parametrize("name", LISTS)
def test_a_list_costs_two_statements_whatever_it_holds(
    furnished: Path, office: Office, name: str
) -> None:
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
