"""The table of lunar years against new moons and solar terms computed anew."""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache
from math import floor

import pytest

from engine.core import lunar_calendar
from tests.core import astronomy

SHIFT = 1721424.5
MONTH = 29.530588861
# the oracle is good to about two minutes
DOUBTFUL_MINUTES = 2.5


YEARS = range(2004, 2101)


def lunation_at(day: date) -> int:
    """Give the number of the lunation that holds a day."""
    near = floor((day.toordinal() + SHIFT - 2451550.1) / MONTH) - 1
    return next(k for k in range(near, near + 4) if first_of(k + 1) > day)


@cache
def first_of(k: int) -> date:
    return date.fromordinal(astronomy.civil_day(astronomy.new_moon(k)))


@cache
def lunation_of_term(year: int, longitude: int) -> int:
    """Give the lunation that holds a solar term."""
    term = astronomy.civil_day(astronomy.solar_term(year, longitude))
    return lunation_at(date.fromordinal(term))


def is_doubtful(day: date) -> bool:
    moon = astronomy.new_moon(lunation_at(day + timedelta(days=2)))
    return astronomy.minutes_from_midnight(moon) < DOUBTFUL_MINUTES


def new_year(year: int) -> date:
    """Find the second new moon after the winter solstice's, or the third after a leap month."""
    solstice = lunation_of_term(year - 1, 270)
    terms = {lunation_of_term(year, 300), lunation_of_term(year, 330)}
    is_long = lunation_of_term(year, 270) - solstice == 13
    is_early_leap = is_long and not {solstice + 1, solstice + 2} <= terms
    return first_of(solstice + 2 + is_early_leap)


def test_the_year_begins_at_the_new_moon_that_the_solstice_fixes():
    computed = {year: new_year(year) for year in YEARS}

    assert {year: lunar_calendar.gregorian(year, 1, 1) for year in YEARS} == computed


def test_every_month_begins_on_the_day_of_a_new_moon():
    firsts = [lunar_calendar.gregorian(year, month, 1) for year in YEARS for month in range(1, 13)]

    wrong = [day for day in firsts if first_of(lunation_at(day + timedelta(days=2))) != day]

    assert [day for day in wrong if not is_doubtful(day)] == []


def test_the_months_with_a_festival_hold_the_solar_terms_that_number_them():
    numbered = {4: 60, 5: 90, 6: 120, 8: 180}
    months = [(year, month) for year in YEARS for month in numbered]

    wrong = [
        (year, month)
        for year, month in months
        if first_of(lunation_of_term(year, numbered[month]))
        != lunar_calendar.gregorian(year, month, 1)
    ]

    # the one year whose eighth month ends on the eve of the equinox
    assert wrong == [(2033, 8)]


def test_qingming_is_the_day_on_which_the_sun_reaches_fifteen_degrees():
    days = {
        year: date.fromordinal(astronomy.civil_day(astronomy.solar_term(year, 15)))
        for year in YEARS
    }

    assert {year: lunar_calendar.qingming(year) for year in YEARS} == days


@pytest.mark.parametrize(
    ("year", "month", "day", "expected"),
    [
        pytest.param(2026, 1, 1, date(2026, 2, 17), id="new_year"),
        pytest.param(2026, 1, 0, date(2026, 2, 16), id="eve"),
        pytest.param(2025, 8, 15, date(2025, 10, 6), id="mid_autumn_after_a_leap_month"),
        pytest.param(2023, 6, 6, date(2023, 7, 23), id="qiannan"),
        pytest.param(2089, 8, 15, date(2089, 9, 18), id="new_moon_at_midnight"),
        pytest.param(2033, 12, 1, date(2034, 1, 20), id="leap_eleventh_month"),
    ],
)
def test_known_festivals_fall_on_their_days(year, month, day, expected):
    assert lunar_calendar.gregorian(year, month, day) == expected


@pytest.mark.parametrize("year", [2003, 2101])
def test_years_without_a_row_are_refused(year):
    with pytest.raises(ValueError, match="2004 to 2100"):
        lunar_calendar.gregorian(year, 1, 1)
