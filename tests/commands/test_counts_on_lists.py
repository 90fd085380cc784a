"""The lists that count: refusals, cards and cards that were made again."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from engine.store.queries.list_rows import Coded
from tests.commands.listed import COUNTY, STATION, cells, shown
from tests.processes import exceptions_at_acceptance as at_acceptance
from tests.processes import exceptions_on_the_way as on_the_way
from tests.processes import scenarios
from tests.processes.office import Office, actor
from tests.processes.scenarios import HAND_OVER, Way


@pytest.fixture(name="office")
def _office(shipped_office: Office) -> Office:
    return shipped_office


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
