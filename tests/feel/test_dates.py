"""Dates, times and durations."""

import pytest

from tests.feel.cases import answer

_TABLE = [
    pytest.param(
        (
            '[@"2026-03-18", @"17:00:00+08:00", @"2026-03-18T17:00:00@Asia/Shanghai", '
            '@"-P1Y2M", @"P1DT2H3M4.5S"]'
        ),
        (
            '["2026-03-18", "17:00:00+08:00", "2026-03-18T17:00:00@Asia/Shanghai", "-P1Y2M", '
            '"P1DT2H3M4.5S"]'
        ),
        id="literals",
    ),
    pytest.param(
        '[@"2026-02-29", @"25:00:00", @"P1", @"foo", date("2026-3-1"), time("13:20:00@xyz/abc")]',
        "[null, null, null, null, null, null]",
        id="what is none",
    ),
    pytest.param(
        (
            '[date(2026, 3, 18), time(17, 0, 0, @"PT8H"), date and time(date(2026, 3, 18), '
            '@"17:00:00")]'
        ),
        '["2026-03-18", "17:00:00+08:00", "2026-03-18T17:00:00"]',
        id="of parts",
    ),
    pytest.param(
        (
            "[date and time(2026, 3, 18, 17, 0, 0.5), date and time(2026, 3, 18, 17, 0, 0, "
            '"Asia/Shanghai"), date and time(2026, 3, 18, 17, 0, 0, @"PT8H")]'
        ),
        (
            '["2026-03-18T17:00:00.5", "2026-03-18T17:00:00@Asia/Shanghai", '
            '"2026-03-18T17:00:00+08:00"]'
        ),
        id="of more parts",
    ),
    pytest.param(
        '[date(2026, 13, 1), date(2026.5, 1, 1), time(24, 0, 0), time(1, 2, 3, @"PT19H")]',
        "[null, null, null, null]",
        id="parts out of range",
    ),
    pytest.param('@"2026-12-31T24:00:00"', '"2027-01-01T00:00:00"', id="the day ends at 24"),
    pytest.param(
        (
            '[@"999999999-12-31" - @"P1D", '
            '@"-2021-01-01T10:10:10@Australia/Melbourne" + @"-P1M", '
            '@"999999999-12-31" + @"P1D"]'
        ),
        '["999999999-12-30", "-2022-12-01T10:10:10@Australia/Melbourne", null]',
        id="far years",
    ),
    pytest.param(
        '[@"2024-01-31" + @"P1M", @"2024-02-29" - @"P1Y"]',
        '["2024-02-29", "2023-02-28"]',
        id="months are cut to their end",
    ),
    pytest.param(
        '[@"2026-01-01" + @"PT36H", @"2026-01-02" - @"PT1H"]',
        '["2026-01-02", "2026-01-01"]',
        id="a date drops the hours",
    ),
    pytest.param(
        '[@"23:00:00" + @"PT2H", @"01:00:00Z" - @"PT2H"]',
        '["01:00:00", "23:00:00Z"]',
        id="a time goes round",
    ),
    pytest.param(
        '@"2021-03-28T01:30:00@Europe/Paris" + @"PT1H"',
        '"2021-03-28T03:30:00@Europe/Paris"',
        id="the clock jumps in a zone",
    ),
    pytest.param(
        (
            '[@"2026-03-18" - @"2026-01-01", @"10:00:00" - @"11:00:00", '
            '@"2021-01-02T10:10:10@Europe/Paris" - @"2021-01-01T10:10:10@Asia/Dhaka"]'
        ),
        '["P76D", "-PT1H", "P1DT5H"]',
        id="differences",
    ),
    pytest.param(
        (
            '[@"2026-01-01T00:00:00" - @"2026-01-01T00:00:00Z", @"00:00:00" < @"00:00:00Z", '
            '@"00:00:00" = @"00:00:00Z"]'
        ),
        "[null, null, false]",
        id="an offset is missing",
    ),
    pytest.param(
        '@"2026-01-01T08:00:00+08:00" < @"2026-01-01T00:00:01Z"', "true", id="order of instants"
    ),
    pytest.param(
        '[@"P1D" * 1.5, @"P1Y" / 4, @"P10D" / @"P4D", @"P1D" + @"PT1H", -@"P1D", @"P1Y" - @"P1M"]',
        '["P1DT12H", "P3M", 2.5, "P1DT1H", "-P1D", "P11M"]',
        id="durations",
    ),
    pytest.param(
        '[@"P1D" + @"P1M", @"P1D" = @"P1M", @"P1D" / 0]',
        "[null, null, null]",
        id="durations that do not mix",
    ),
    pytest.param('[@"PT0S", @"P0M", @"-P0D"]', '["PT0S", "P0M", "PT0S"]', id="no duration"),
    pytest.param(
        (
            '[years and months duration(@"2011-12-22", @"2013-08-24"), '
            'years and months duration(@"2016-01-30", @"2016-02-29")]'
        ),
        '["P1Y8M", "P0M"]',
        id="years and months between",
    ),
    pytest.param(
        '[@"2026-03-18".year, @"2026-03-18".month, @"2026-03-18".day, @"2026-03-18".weekday]',
        "[2026, 3, 18, 3]",
        id="parts of a date",
    ),
    pytest.param(
        '[@"10:20:30.5".hour, @"10:20:30.5".minute, @"10:20:30.5".second]',
        "[10, 20, 30.5]",
        id="parts of a time",
    ),
    pytest.param(
        (
            '[@"10:00:00+08:00".time offset, @"10:00:00".time offset, '
            '@"2026-07-01T00:00:00@Europe/Paris".time offset, '
            '@"10:00:00@Europe/Paris".timezone]'
        ),
        '["PT8H", null, "PT2H", "Europe/Paris"]',
        id="offset and zone",
    ),
    pytest.param(
        (
            '[@"P1Y2M".years, @"P1Y2M".months, @"P1DT2H3M4S".hours, @"-P1DT2H".days, '
            '@"PT1.5S".seconds, @"P1Y".days]'
        ),
        "[1, 2, 2, -1, 1.5, null]",
        id="parts of durations",
    ),
    pytest.param(
        (
            '[day of week(@"2026-03-18"), month of year(@"2026-03-18"), '
            'day of year(@"2026-03-18"), week of year(@"2027-01-01")]'
        ),
        '["Wednesday", "March", 77, 53]',
        id="names of days",
    ),
    pytest.param(
        "[now(), today(), now().hour]",
        '["2026-03-18T12:00:00+08:00", "2026-03-18", 12]',
        id="now and today are handed in",
    ),
    pytest.param('day of week("2026-03-18")', "null", id="a string is no date"),
    pytest.param('time(@"2026-03-18")', '"00:00:00Z"', id="time of a date"),
    pytest.param(
        'date and time(@"2026-03-18T17:00:00", "Asia/Shanghai")',
        '"2026-03-18T17:00:00@Asia/Shanghai"',
        id="a day at another zone",
    ),
    pytest.param(
        (
            '[duration(@"P1D"), date(@"2026-03-18T10:00:00"), time(@"10:00:00"), '
            'date and time(@"2026-03-18")]'
        ),
        '["P1D", "2026-03-18", "10:00:00", "2026-03-18T00:00:00Z"]',
        id="a duration of a duration",
    ),
    pytest.param(
        '[time(1.5, 0, 0), date and time(@"2026-03-18T17:00:00", "Nowhere")]',
        "[null, null]",
        id="a time of parts that are none",
    ),
    pytest.param(
        '[@"P", @"PT", @"P1DT", @"10:00:00+08:60", @"2026-13-01T10:00:00"]',
        "[null, null, null, null, null]",
        id="a literal that is none of these",
    ),
    pytest.param('@"10:00:00+02:45:55"', '"10:00:00+02:45:55"', id="an offset of seconds"),
    pytest.param(
        (
            '[@"P1D" * 10 ** 30, @"999999999-01-01" + @"P1Y", '
            '@"999999999-12-31T23:00:00@Europe/Paris" + @"PT2H", '
            '@"999999999-12-31T23:00:00Z" + @"P1M"]'
        ),
        "[null, null, null, null]",
        id="too far",
    ),
    pytest.param(
        (
            '[years and months duration(@"2026-03-31", @"2026-02-28"), '
            'years and months duration(@"2026-03-01", @"2026-02-28")]'
        ),
        '["-P1M", "P0M"]',
        id="whole months",
    ),
    pytest.param('[duration("P1D"), duration("1 day")]', '["P1D", null]', id="text as a duration"),
    pytest.param(
        '[@"-0044-03-15".weekday, @"-0044-03-15T12:00:00@Europe/Rome".time offset = null]',
        "[4, false]",
        id="years before ours",
    ),
]


@pytest.mark.parametrize(("text", "expected"), _TABLE)
def test_dates_and_durations(text, expected):
    assert answer(text) == expected
