"""The lists of cases: second supplements, old cards and reversed outcomes."""

from __future__ import annotations

from datetime import timedelta

import pytest

from engine.commands import reopenings
from engine.commands.reopenings import Order
from engine.store.queries.list_rows import Coded
from tests.commands.listed import COUNTY, ELSEWHERE, STATION, at, cells, owed, shown
from tests.processes import exceptions_at_acceptance as at_acceptance
from tests.processes import exceptions_on_the_way as on_the_way
from tests.processes import scenarios
from tests.processes.office import Office, actor

ORDER = Order(ground="人像由户政部门复核一致。", reference="复议决定2026-12号")
ALLOWED = {"second_supplement": "APPROVE", "second_supplement_note": "首次告知时未发现。"}
OWED = {"place": STATION, "announced": None, "settled_by": None}


@pytest.fixture(name="office")
def _office(shipped_office: Office) -> Office:
    return shipped_office


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
