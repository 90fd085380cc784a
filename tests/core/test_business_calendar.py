"""Working days: decreed, made up, projected, and inherited by prefectures and counties."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

import chinese_calendar
import pytest

from engine.core import business_calendar
from engine.core.business_calendar import Calendars, UnknownCalendar
from engine.core.errors import InvalidInput

DECREED_DAYS = [date(2004, 1, 1) + timedelta(days=n) for n in range(8401)]


def days_off(calendars: Calendars, code: str, year: int) -> list[str]:
    """Give the days on which a region rests and the nation works."""
    region, nation = calendars.calendar(code), calendars.calendar("CN")
    days = [date(year, 1, 1) + timedelta(days=n) for n in range(365)]
    return [
        f"{day:%m-%d}"
        for day in days
        if nation.is_working_day(day) and not region.is_working_day(day)
    ]


def test_the_decreed_years_equal_chinesecalendar_day_by_day(calendars: Calendars):
    nation = calendars.calendar("CN")

    different = [
        day
        for day in DECREED_DAYS
        if nation.is_working_day(day) != chinese_calendar.is_workday(day)
    ]

    assert DECREED_DAYS[-1] == date(2026, 12, 31)
    assert different == []


@pytest.mark.parametrize(("year", "count"), [(2023, 249), (2024, 251), (2025, 248), (2026, 248)])
def test_the_decreed_years_have_their_known_number_of_working_days(
    calendars: Calendars, year: int, count: int
):
    nation = calendars.calendar("CN")

    assert nation.working_days_between(date(year - 1, 12, 31), date(year, 12, 31)) == count


@pytest.mark.parametrize(
    ("first", "last"),
    [
        pytest.param("2027-01-01", "2027-01-03", id="new_year_on_friday"),
        pytest.param("2027-02-05", "2027-02-10", id="spring_festival_across_a_weekend"),
        pytest.param("2027-04-05", "2027-04-05", id="qingming_on_monday"),
        pytest.param("2027-05-01", "2027-05-04", id="labour_days_on_a_weekend_move"),
        pytest.param("2027-06-09", "2027-06-09", id="dragon_boat_midweek"),
        pytest.param("2027-10-01", "2027-10-05", id="national_days_move_past_the_weekend"),
        pytest.param("2028-09-30", "2028-10-05", id="mid_autumn_falls_on_national_day"),
        pytest.param("2100-10-01", "2100-10-05", id="last_year"),
    ],
)
def test_a_year_without_a_decree_rests_on_the_statutory_days(
    calendars: Calendars, first: str, last: str
):
    nation = calendars.calendar("CN")
    start, end = date.fromisoformat(first), date.fromisoformat(last)

    assert nation.working_days_between(start - timedelta(days=1), end) == 0
    assert nation.is_working_day(end + timedelta(days=1))
    assert nation.is_provisional_between(start - timedelta(days=1), end)


def test_a_projected_year_makes_up_no_weekend(calendars: Calendars):
    nation = calendars.calendar("CN")
    days = [date(2027, 1, 1) + timedelta(days=n) for n in range(365)]

    assert [day for day in days if day.weekday() >= 5 and nation.is_working_day(day)] == []


@pytest.mark.parametrize(
    ("code", "year", "expected"),
    [
        pytest.param(
            "522700", 2023, ["05-26", "07-24", "08-07", "08-08"], id="qiannan_notice_2023"
        ),
        pytest.param(
            "522700", 2024, ["05-15", "07-11", "08-08", "08-09"], id="qiannan_notice_2024"
        ),
        pytest.param("522701", 2024, ["05-15", "07-11", "08-08", "08-09"], id="county_inherits"),
        pytest.param("522700", 2025, ["05-06", "06-30", "08-08", "08-11"], id="projected_moves"),
        pytest.param("522700", 2026, ["05-25", "07-20", "08-10", "08-11"], id="weekend_moves"),
        pytest.param("522600", 2018, ["07-23", "07-24"], id="qiandongnan_notice_2018"),
        pytest.param("522636", 2026, ["07-23", "07-24"], id="qiandongnan_rule"),
        pytest.param("520000", 2026, [], id="province_as_the_nation"),
        pytest.param("522300", 2026, [], id="qianxinan_unconfirmed"),
    ],
)
def test_a_region_rests_on_its_own_days(
    calendars: Calendars, code: str, year: int, expected: list[str]
):
    assert days_off(calendars, code, year) == expected


@pytest.mark.parametrize(
    ("code", "start", "end", "expected"),
    [
        pytest.param("CN", "2026-12-30", "2026-12-31", False, id="decreed_year"),
        pytest.param("CN", "2026-12-31", "2027-01-04", True, id="reaches_the_next_year"),
        pytest.param("522700", "2024-05-01", "2024-08-30", False, id="noticed_days"),
        pytest.param("522600", "2026-07-20", "2026-07-27", True, id="projected_days"),
        pytest.param("522600", "2026-07-24", "2026-07-27", False, id="day_of_the_event"),
        pytest.param("520100", "2026-07-20", "2026-07-27", False, id="another_region"),
    ],
)
def test_a_count_over_projected_days_is_provisional(
    calendars: Calendars, code: str, start: str, end: str, expected: bool
):
    calendar = calendars.calendar(code)

    found = calendar.is_provisional_between(date.fromisoformat(start), date.fromisoformat(end))

    assert found is expected


def test_every_division_has_a_calendar(calendars: Calendars, divisions: str):
    codes = {line.split(",")[0] for line in divisions.splitlines()[1:]}

    assert calendars.by_code.keys() == {"CN", *codes}
    assert len(codes) == 98


@pytest.mark.parametrize("code", ["", "cn", "520199", "522601 "])
def test_an_unknown_code_is_refused_in_one_sentence(calendars: Calendars, code: str):
    with pytest.raises(UnknownCalendar, match=r"unknown calendar .*: use CN or a division code"):
        calendars.calendar(code)


def test_the_version_changes_with_any_file(calendar_files: Mapping[str, str], divisions: str):
    changed = {**calendar_files, "CN-2026.toml": calendar_files["CN-2026.toml"] + "# read again\n"}

    first = business_calendar.load(calendar_files, divisions)
    second = business_calendar.load(changed, divisions)

    assert first.version == business_calendar.load(dict(calendar_files), divisions).version
    assert first.version != second.version


def test_a_new_decree_ends_the_projection_of_its_year(
    calendar_files: Mapping[str, str], divisions: str
):
    decree = (
        'calendar = "CN"\nyear = 2027\nworking_days = [2027-02-13]\n[holidays]\na = [2027-01-01]'
    )

    nation = business_calendar.load({**calendar_files, "new": decree}, divisions).calendar("CN")

    assert nation.is_working_day(date(2027, 2, 13))
    assert nation.is_working_day(date(2027, 10, 1))
    assert not nation.is_provisional_between(date(2027, 1, 1), date(2027, 12, 31))


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("calendar =", id="no_toml"),
        pytest.param("", id="empty"),
        pytest.param('calendar = "CN"\nyear = 2027', id="no_days"),
        pytest.param('calendar = "CN"\ndays = 3', id="days_no_list"),
        pytest.param(
            'calendar = "CN"\nyear = 2027\nworking_days = []\nholidays = 3', id="holidays_no_table"
        ),
        pytest.param(
            'calendar = "CN"\nyear = 2027\nworking_days = [2026-01-01]\n[holidays]',
            id="other_year",
        ),
        pytest.param(
            'calendar = "CN"\nyear = 2027\nworking_days = ["x"]\n[holidays]', id="no_date"
        ),
        pytest.param(
            'calendar = "CN"\n[[days]]\nname = "x"\nreckoning = "moon"\nmonth = 1\nday = 1',
            id="unknown_reckoning",
        ),
        pytest.param(
            'calendar = "CN"\n[[days]]\nname = "x"\nreckoning = "lunar"\nmonth = 13\nday = 1',
            id="month_13",
        ),
        pytest.param(
            'calendar = "CN"\n[[days]]\nname = "x"\nreckoning = "gregorian"\nmonth = 2\nday = 29',
            id="not_every_year",
        ),
    ],
)
def test_a_broken_calendar_file_is_refused_by_name(divisions: str, text: str):
    with pytest.raises(InvalidInput) as refusal:
        business_calendar.load({"broken.toml": text}, divisions)

    assert refusal.value.code == "calendar_file_invalid"
    assert refusal.value.parameters["file"] == "broken.toml"


def test_a_file_about_no_division_is_refused(divisions: str):
    with pytest.raises(UnknownCalendar):
        business_calendar.load({"x": 'calendar = "990000"\ndays = []'}, divisions)


def test_a_holiday_at_the_end_of_all_years_finds_no_day(divisions: str):
    rule = '\n[[days]]\nname = "x"\nreckoning = "gregorian"\nmonth = 12\nday = 31'

    nation = business_calendar.load({"x": f'calendar = "CN"{rule}{rule}'}, divisions).calendar(
        "CN"
    )

    assert not nation.is_working_day(date(2100, 12, 31))
    assert nation.working_day_from(date(2100, 12, 31)) is None
    assert nation.working_day_after(date(2100, 12, 30), 1) is None
