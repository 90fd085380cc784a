"""Sums and differences of dates and durations as in DMN 1.5, 10.3.2.3."""

import pytest

from tests.feel.cases import answer_or_refused, table

_TABLE = table(
    r"""
date(from: "2012-12-25") → "2012-12-25"
date(year: 2012, month: 12, day: 25) → "2012-12-25"
date("2012-12-25T10:00:00") → null
date("2012-13-25") → null
date("12-12-25") → null
date("2012-2-25") → null
date("+2012-02-25") → null
date("02012-02-25") → null
date("12012-02-25") → "12012-02-25"
date("-2012-02-25") → "-2012-02-25"
date(null) → null
date() → null
date(1) → null
date([]) → null
date(2012, 12, null) → null
date(2012, 12, "25") → null
date(2012, 2, 30) → null
date(2012, 0, 1) → null
date(1000000000, 1, 1) → null
date(999999999, 12, 31) → "999999999-12-31"
date(-999999999, 1, 1) → "-999999999-01-01"
date(@"2012-12-25T10:00:00") → "2012-12-25"
date(["2012-12-25"]) → "2012-12-25"
time(from: "10:00:00") → "10:00:00"
time(hour: 10, minute: 1, second: 2) → "10:01:02"
time(hour: 10, minute: 1, second: 2, offset: @"PT1H") → "10:01:02+01:00"
time(hour: 10, minute: 1, second: 2, offset: null) → "10:01:02"
time(10,1,2,@"-PT1H30M") → "10:01:02-01:30"
time(10, 1, 2.5) → "10:01:02.5"
time(10, 1) → null
time(@"2012-12-25T10:00:00Z") → "10:00:00Z"
time("10:00") → null
time("T10:00:00") → null
time("10:00:00z") → "10:00:00Z"
time("10:00:00+18:00") → "10:00:00+18:00"
time("10:00:00+19:00") → null
time("10:00:00@Europe/Paris") → "10:00:00@Europe/Paris"
time("10:00:00+01:00@Europe/Paris") → null
time("24:00:00") → "00:00:00"
time(24,0,0) → null
time("10:60:00") → null
time("10:00:00.123456789") → "10:00:00.123456789"
date and time(from: "2012-12-24T23:59:00") → "2012-12-24T23:59:00"
date and time(date: @"2012-12-24", time: @"23:59:00Z") → "2012-12-24T23:59:00Z"
date and time(@"2012-12-24T10:00:00+01:00", @"23:59:00") → "2012-12-24T23:59:00"
date and time("2012-12-24") → "2012-12-24T00:00:00"
date and time("2012-12-24T10:00") → null
date and time("2012-12-24 10:00:00") → null
date and time(null, @"10:00:00") → null
date and time(@"2012-12-24", null) → null
date and time(2012,12,24,10,0,0) → "2012-12-24T10:00:00"
date and time(2012,12,24,10,0,0,@"PT1H") → "2012-12-24T10:00:00+01:00"
date and time(2012,12,24,10,0,0,"Europe/Paris") → "2012-12-24T10:00:00@Europe/Paris"
date and time(year:2012,month:12,day:24,hour:10,minute:0,second:0,
    offset:@"PT1H") → "2012-12-24T10:00:00+01:00"
date and time(year:2012,month:12,day:24,hour:10,minute:0,second:0,
    timezone:"Europe/Paris") → "2012-12-24T10:00:00@Europe/Paris"
duration(from: "P1Y2M") → "P1Y2M"
duration("P1Y2M3D") → null
duration("P1DT") → null
duration("P") → null
duration("P26M") → "P2Y2M"
duration("-P26M") → "-P2Y2M"
duration("P-1M") → null
duration("P1.5Y") → null
duration("PT1.5H") → null
duration("P1D2H") → null
duration("PT36H") → "P1DT12H"
duration("PT0.1S") → "PT0.1S"
duration("PT.1S") → null
duration("-PT1M") → "-PT1M"
duration("+P1D") → null
duration("P0D") → "PT0S"
duration("1Y") → null
duration("") → null
duration(null) → null
duration(1) → null
duration("P1W") → null
years and months duration(from: @"2011-12-22", to: @"2013-08-24") → "P1Y8M"
years and months duration(@"2013-08-24", @"2011-12-22") → "-P1Y8M"
years and months duration(@"2011-12-22T10:00:00", @"2013-08-24") → "P1Y8M"
years and months duration(null, @"2013-08-24") → null
years and months duration(@"2011-12-22", @"2011-12-22") → "P0M"
@"P1Y2M".days → null
@"P1DT2H".years → null
@"-P1DT2H3M4S".hours → -2
@"-P1Y2M".months → -2
@"P400D".days → 400
@"PT90M".minutes → 30
@"2012-12-24".hour → null
@"10:00:00".year → null
@"2012-12-24T10:11:12.5@Europe/Paris".timezone → "Europe/Paris"
@"2012-12-24T10:11:12.5+01:00".timezone → null
@"2012-12-24T10:11:12".weekday → 1
@"2012-12-24T10:11:12".time offset → null
day of year(date: @"2019-09-17") → 260
day of week(date: @"2019-09-17") → "Tuesday"
month of year(date: @"2019-09-17") → "September"
week of year(date: @"2019-09-17") → 38
week of year(@"2003-12-29") → 1
week of year(@"2004-01-04") → 1
week of year(@"2005-01-01") → 53
week of year(@"2005-01-03") → 1
month of year(@"2019-09-17T00:00:00") → "September"
month of year(null) → null
month of year("2019-09-17") → null
month of year() → null
month of year(@"10:00:00") → null
now(1) → null
today(1) → null
now() instance of date and time → true
today() instance of date → true
@"2012-12-24" + 1 → null
@"2012-12-24" - @"2012-12-25" → "-P1D"
@"2012-12-24" + @"2012-12-25" → null
@"2012-12-24" + @"P1D" → "2012-12-25"
@"P1D" + @"2012-12-24" → "2012-12-25"
@"2012-12-24" - @"P1M" → "2012-11-24"
@"P1D" - @"2012-12-24" → null
@"2012-12-24T10:00:00" + @"P1M" → "2013-01-24T10:00:00"
@"2012-12-24T10:00:00Z" - @"2012-12-24" → "PT10H"
@"2012-12-24T10:00:00" - @"2012-12-24T09:00:00" → "PT1H"
@"10:00:00" - @"09:00:00" → "PT1H"
@"10:00:00" + @"P1M" → null
@"10:00:00+01:00" - @"09:00:00Z" → "PT0S"
@"P1Y" * 2 → "P2Y"
2 * @"P1Y" → "P2Y"
@"P1Y" * 1.5 → "P1Y6M"
@"P1M" * 1.5 → "P1M"
@"P1Y" / 2 → "P6M"
@"P1Y" / @"P1M" → 12
@"P1D" / @"PT1H" → 24
@"P1D" / @"P1M" → null
@"P1D" * @"P1D" → null
@"P1D" ** 2 → null
2 / @"P1D" → null
@"P1Y" / 0 → null
@"P1D" / @"PT0S" → null
@"P1D" + null → null
@"P1Y" + @"P1Y" → "P2Y"
@"P1Y" - @"P1D" → null
"""
)


@pytest.mark.parametrize(("text", "expected"), _TABLE)
def test_the_standard_counts_time(text, expected):
    assert answer_or_refused(text) == expected
