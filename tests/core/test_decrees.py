"""A decree is read line by line, and refused with everything that is wrong."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from engine.core import decrees, holidays
from engine.core.decrees import DecreeRefused, DecreeText
from engine.core.holidays import Decree

TEN = "".join(f"2027-05-{day:02},holiday\n" for day in range(1, 11))
CODES = {"CN", "522700"}


def given(text: str, calendar: str = "CN", year: int = 2027, decree: str = "№ 1") -> DecreeText:
    return DecreeText(calendar, year, decree, "typed", text)


def refusals(text: str, **about: object) -> list[tuple[str, str | None]]:
    with pytest.raises(DecreeRefused) as refused:
        decrees.read(given(text, **about), CODES)  # type: ignore[arg-type]
    return [(finding.code, finding.element) for finding in refused.value.findings]


def test_every_shipped_file_reads_as_a_decree(calendar_files: Mapping[str, str]) -> None:
    shipped = [holidays.read(name, text) for name, text in calendar_files.items()]
    of_years = [one for one in shipped if isinstance(one, Decree)]
    texts = {name: text for name, text in calendar_files.items() if "\nyear" in text}
    known = {one.calendar for one in of_years}

    again = [
        holidays.read(name, decrees.written(wish, decrees.read(wish, known)))
        for name, text in texts.items()
        for one in [holidays.read(name, text)]
        if isinstance(one, Decree)
        for wish in [given(text, one.calendar, one.year)]
    ]

    assert len(again) == len(of_years)
    assert again == of_years


def test_a_spreadsheet_is_read_as_it_comes() -> None:
    text = '\ufeffdate,kind,name\r\n# read by hand\r\n2027/5/1,holiday,"Labour ""Day"""\r\n\r\n'

    entries = decrees.read(given(text, "522700"), CODES)

    assert [(e.line, e.day.isoformat(), e.kind, e.name) for e in entries] == [
        (3, "2027-05-01", "holiday", 'Labour "Day"')
    ]
    assert holidays.read("x", decrees.written(given(text, "522700"), entries))


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("2027-13-01,holiday", "decree_date_unreadable"),
        ("tomorrow,holiday", "decree_date_unreadable"),
        ("2027-05-11,festival", "decree_kind_unknown"),
        ("2027-05-11", "decree_line_unreadable"),
        ("2027-05-11,holiday,a,b", "decree_line_unreadable"),
        ("2027-05-11,holiday,\x07", "decree_line_unreadable"),
        ("2026-05-11,holiday", "decree_other_year"),
        ("2027-05-01,holiday", "decree_day_twice"),
        ("2027-05-01,working", "decree_day_twice"),
        ("2027-05-12,working", "decree_work_on_weekday"),
    ],
)
def test_a_wrong_line_is_named(line: str, code: str) -> None:
    assert refusals(TEN + line + "\n") == [(code, "11")]


def test_everything_wrong_is_told_at_once() -> None:
    text = TEN + "2026-05-11,holiday\n2027-05-12,working\n2027-05-01,holiday\n"

    assert [line for _, line in refusals(text)] == ["11", "12", "13"]


@pytest.mark.parametrize(
    ("text", "calendar", "code"),
    [
        ("2027-05-01,holiday\n", "CN", "decree_holidays_absurd"),
        ("", "522700", "decree_holidays_absurd"),
        (TEN * 1 + TEN.replace("05-", "06-") + "2027-07-01,holiday\n", "522700", None),
        (TEN, "999999", "unknown_calendar"),
    ],
)
def test_what_cannot_be_a_decree_is_refused(text: str, calendar: str, code: str | None) -> None:
    found = [refusal for refusal, _ in refusals(text, calendar=calendar)]

    assert found == [code or "decree_holidays_absurd"]


def test_too_many_worked_weekend_days_are_refused() -> None:
    weekends = "".join(
        f"2027-{month:02}-{day:02},working\n"
        for month, days in (
            (1, (2, 3, 9, 10, 16, 17, 23, 24, 30, 31)),
            (2, (6, 7, 13, 14, 20, 21)),
        )
        for day in days
    )
    more = "".join(f"2027-03-{day:02},working\n" for day in (6, 7, 13, 14, 20, 21))

    assert refusals(TEN + weekends + more) == [("decree_working_days_absurd", None)]


@pytest.mark.parametrize(
    ("about", "code"),
    [
        ({"year": 2101}, "outside_calendar_years"),
        ({"decree": " "}, "decree_without_number"),
        ({"decree": "a\nb"}, "decree_words_unusable"),
    ],
)
def test_what_it_is_about_is_checked_first(about: dict[str, object], code: str) -> None:
    assert refusals("not,even,read", **about) == [(code, None)]


def test_an_endless_text_is_refused() -> None:
    assert refusals(TEN * 1000) == [("decree_too_long", None)]


def test_a_pasted_file_may_not_say_otherwise() -> None:
    text = 'calendar = "522700"\nyear = 2026\nworking_days = []\n[holidays]\n'

    assert refusals(text) == [("decree_says_otherwise", None), ("decree_says_otherwise", None)]


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("working_days = []\n[holidays]\nNew Year = [2027-01-01]\n", "3"),
        ("working_days = [\n", None),
    ],
)
def test_a_pasted_file_that_cannot_be_read_says_where(text: str, line: str | None) -> None:
    (refusal,) = refusals(text)

    assert refusal[0] == "decree_toml_unreadable"
    assert line is None or refusal[1] == line


@pytest.mark.parametrize(
    "text",
    [
        "working_days = 7\n",
        "holidays = 7\nworking_days = []\n",
        'working_days = ["2027-01-01"]\n',
        "working_days = []\n[holidays]\nA = [2027-01-01T09:00:00]\n",
    ],
)
def test_a_pasted_file_lists_dates_only(text: str) -> None:
    assert "decree_list_unreadable" in [code for code, _ in refusals(text)]


def test_a_day_of_a_pasted_file_is_found_by_its_line() -> None:
    text = 'working_days = [2027-01-09,\n  2027-01-11]\n[holidays]\n"A" = [2027-01-09]\n'

    assert refusals(text, calendar="522700") == [
        ("decree_work_on_weekday", "2"),
        ("decree_day_twice", "4"),
    ]
