"""Plain functions of the product are functions of FEEL."""

import datetime
from decimal import Decimal

from engine.feel import functions
from engine.feel.expressions import parse
from engine.feel.problems import Problem


def _run(text, variables):
    return parse(text, frozenset(variables)).explain(variables)


def _days_after(start, days, calendar):
    if calendar not in (None, "CN"):
        raise Problem("unknown_calendar", calendar=calendar)
    return datetime.date(start.year, start.month, start.day) + datetime.timedelta(days=int(days))


WORKING_DAYS = {
    "working days after": functions.function(_days_after, ("from", "n", "calendar?")),
}


def test_a_name_with_spaces_is_called_like_any_other():
    outcome = _run('string(working days after(@"2026-03-18", 3))', WORKING_DAYS)

    assert outcome.value == "2026-03-21"


def test_parameters_may_be_given_by_name():
    outcome = _run('working days after(n: 3, from: @"2026-03-18").day', WORKING_DAYS)

    assert outcome.value == 21


def test_the_function_may_give_a_reason_for_null():
    outcome = _run('working days after(@"2026-03-18", 3, "XX")', WORKING_DAYS)

    assert outcome.value is None
    assert outcome.warnings[0].code == "unknown_calendar"
    assert outcome.warnings[0].parameters["calendar"] == "XX"


def test_a_function_that_fails_on_its_arguments_gives_null():
    outcome = _run('working days after("2026-03-18", "x")', WORKING_DAYS)

    assert outcome.value is None
    assert outcome.warnings[0].code == "function_failed"


def test_a_function_may_share_the_budget():
    inner = parse("for i in 1..1000 return i")
    loop = functions.function(lambda evaluation: inner.run({}, evaluation), (), evaluation=True)

    outcome = _run("for i in 1..1000 return loop()", {"loop": loop})

    assert outcome.value is None
    assert outcome.warnings[-1].code == "too_many_steps"


def test_without_a_clock_there_is_no_now():
    assert [warning.code for warning in parse("now()").explain({}).warnings] == ["no_clock"]


def test_a_function_can_be_called_from_python():
    double = parse("function(n) n * 2").evaluate({})

    assert double.call([Decimal(2)]) == 4
    assert double.call_named({"n": Decimal(3)}) == 6
    assert double.parameters == ("n",)
    assert double.call([]) is None
