"""Values go in from JSON and Python, and come out again."""

import datetime
import json
import zoneinfo
from decimal import Decimal

import pytest

from engine.feel import values
from engine.feel.expressions import parse
from engine.feel.values import (
    Date,
    DateAndTime,
    DaysTimeDuration,
    Range,
    Time,
    YearsMonthsDuration,
)

_SHANGHAI = zoneinfo.ZoneInfo("Asia/Shanghai")
_ADOPTED = [
    pytest.param(3, Decimal(3), id="int"),
    pytest.param(0.1, Decimal("0.1"), id="float by its shortest text"),
    pytest.param(float("nan"), None, id="no number"),
    pytest.param(10**7000, None, id="too large"),
    pytest.param(datetime.date(2026, 3, 18), Date(2026, 3, 18), id="date"),
    pytest.param(datetime.time(17, 0), Time(17, 0, 0), id="time"),
    pytest.param(
        datetime.datetime(2026, 3, 18, 17, 0, tzinfo=_SHANGHAI),
        DateAndTime(Date(2026, 3, 18), Time(17, 0, 0, 0, None, "Asia/Shanghai")),
        id="date and time in a zone",
    ),
    pytest.param(
        datetime.datetime(2026, 3, 18, 17, 0, tzinfo=datetime.UTC),
        DateAndTime(Date(2026, 3, 18), Time(17, 0, 0, 0, 0)),
        id="date and time in UTC",
    ),
    pytest.param(datetime.timedelta(hours=1), DaysTimeDuration(3_600_000_000_000), id="timedelta"),
    pytest.param((1, 2), [1, 2], id="tuple"),
    pytest.param(object(), None, id="anything else"),
]


@pytest.mark.parametrize(("given", "expected"), _ADOPTED)
def test_values_of_python_are_taken(given, expected):
    assert values.adopt(given) == expected


@pytest.mark.parametrize(("given", "expected"), _ADOPTED)
def test_variables_may_be_values_of_python(given, expected):
    assert parse("x.y").evaluate({"x": {"y": given}}) == expected


@pytest.mark.parametrize(
    "given",
    [
        pytest.param(datetime.date(2026, 3, 18), id="date"),
        pytest.param(datetime.time(17, 0, 0, 5), id="time"),
        pytest.param(datetime.datetime(2026, 3, 18, tzinfo=_SHANGHAI), id="in a zone"),
        pytest.param(datetime.datetime(2026, 3, 18, tzinfo=datetime.UTC), id="with an offset"),
        pytest.param(datetime.timedelta(days=1, seconds=2), id="duration"),
    ],
)
def test_python_gets_its_own_types_back(given):
    assert values.to_python(values.adopt(given)) == given


def test_a_far_date_stays_what_it_is():
    far = Date(99_999, 1, 1)
    long = DaysTimeDuration(10**28)

    assert values.to_python(far) is far
    assert values.to_python(long) is long
    assert values.to_python(DateAndTime(far, Time(0, 0, 0))) == DateAndTime(far, Time(0, 0, 0))


_JSON = [
    pytest.param(Decimal("0.1"), "0.1", id="a number"),
    pytest.param(Decimal("1E+3"), "1000", id="a whole number"),
    pytest.param(Decimal(1) / Decimal(3), "0.3333333333333333333333333333", id="all digits"),
    pytest.param(Decimal("-0.000"), "0", id="zero"),
    pytest.param(Decimal("1E-30"), "1E-30", id="a small number"),
    pytest.param("姓名\n", '"姓名\\n"', id="a string"),
    pytest.param([None, True, {"a b": "c"}], '[null, true, {"a b": "c"}]', id="nested"),
    pytest.param(Date(2026, 3, 18), '"2026-03-18"', id="a date"),
    pytest.param(YearsMonthsDuration(14), '"P1Y2M"', id="a duration"),
    pytest.param(Range(Decimal(1), None), '"(>=1)"', id="a range"),
    pytest.param(datetime.date(2026, 3, 18), '"2026-03-18"', id="a date of Python"),
]


@pytest.mark.parametrize(("value", "expected"), _JSON)
def test_values_are_written_as_json(value, expected):
    assert values.to_json_text(value) == expected


@pytest.mark.parametrize(("value", "expected"), _JSON)
def test_values_are_given_as_json_values(value, expected):
    assert values.to_json(value) == json.loads(expected, parse_float=Decimal) or isinstance(
        values.to_json(value), float
    )


def test_a_float_is_given_only_where_it_keeps_all_digits():
    assert isinstance(values.to_json(Decimal("0.1")), float)
    assert isinstance(values.to_json(Decimal("0.12345678901234567890")), Decimal)


def test_numbers_of_json_become_decimals():
    assert values.from_json({"a": [1, 0.1, True]}) == {"a": [Decimal(1), Decimal("0.1"), True]}
