"""What somebody writes into addresses and forms never breaks a page."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from engine.core import csv_tables
from engine.core.errors import InvalidInput
from tests.web.browsers import Browser
from web import addresses, inputs

Visitor = Callable[..., Browser]
DIGITS = "9" * 5000


@pytest.mark.parametrize(
    ("text", "expected"),
    [("7", 7), ("999999999", 999_999_999), (DIGITS, 0), ("-1", 0), ("７", 0), ("", 0)],
)
def test_a_number_has_at_most_nine_digits(text: str, expected: int) -> None:
    assert inputs.number(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [("2026-03-16", date(2026, 3, 16)), ("0001-01-01", None), ("9999-12-31", None), ("x", None)],
)
def test_a_day_is_of_the_years_that_there_are_calendars_for(
    text: str, expected: date | None
) -> None:
    assert inputs.day(text) == expected


@pytest.mark.parametrize(
    ("address", "expected"),
    [("/inbox?a=1", True), ("//elsewhere", False), ("/\\elsewhere", False), ("/" * 3000, False)],
)
def test_an_address_to_go_on_to_is_one_of_ours_and_not_long(address: str, expected: bool) -> None:
    assert addresses.is_local(address) is expected


def test_a_long_address_of_ours_is_not_kept() -> None:
    assert not addresses.is_local("/" + "x" * 2000)


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
def test_a_till_of_a_day_that_there_is_not_is_that_of_today(visitor: Visitor, day: str) -> None:
    assert visitor("window").get(f"/till?day={day}").status_code == 200


@pytest.mark.parametrize("seen", [DIGITS, "-1", "x"])
def test_a_revision_that_there_is_not_is_refused(visitor: Visitor, seen: str) -> None:
    answer = visitor("administrator").post("/units/520000", page="/units/520000", seen=seen)

    assert answer.status_code in {409, 422}


def test_a_method_that_somebody_makes_up_is_counted_with_all_such(visitor: Visitor) -> None:
    browser = visitor()
    browser.client.open("/sign-in", method="MADEUP")

    counted = browser.read("/metrics")

    assert 'method="other"' in counted
    assert "MADEUP" not in counted


def test_a_table_of_very_many_columns_is_read_at_once() -> None:
    head = ",".join(str(number) for number in range(140_000))

    with pytest.raises(InvalidInput, match="csv_empty"):
        csv_tables.read(head.encode())
