"""Cells of decision tables."""

import pytest

from engine.feel import values
from engine.feel.expressions import parse_unary_tests

_CELLS = [
    pytest.param("-", 5, True, id="anything"),
    pytest.param("5", 5, True, id="a value"),
    pytest.param('"high","medium"', "medium", True, id="one of two"),
    pytest.param('"high","medium"', "low", False, id="none of two"),
    pytest.param('not("low")', "high", True, id="not a value"),
    pytest.param('not("low", "high")', "high", False, id="not one of two"),
    pytest.param("not(null)", None, False, id="not null"),
    pytest.param("[5..20]", 20, True, id="a range"),
    pytest.param("]5..20[", 20, False, id="a range without its ends"),
    pytest.param("< 5, > 10", 7, False, id="outside of two limits"),
    pytest.param("< limit", 7, True, id="a limit by name"),
    pytest.param("> 5", None, None, id="null is not comparable"),
    pytest.param("null", None, True, id="null is null"),
    pytest.param("null", 1, False, id="a value is not null"),
    pytest.param("true", False, False, id="a boolean"),
    pytest.param("false", False, True, id="a boolean false"),
    pytest.param("true", None, False, id="null is not true"),
    pytest.param("true", "a", None, id="a string is not comparable with true"),
    pytest.param("not(true)", None, True, id="null is something else than true"),
    pytest.param("flag", None, False, id="null is not what a name holds"),
    pytest.param("? > 5 and ? < limit", 7, True, id="a condition on the value"),
    pytest.param("? * 2 = 14", 7, True, id="a calculation with the value"),
    pytest.param("> ? - 1", 7, True, id="a limit made of the value"),
    pytest.param("limit > 5", 7, True, id="a condition on something else"),
    pytest.param("list", 3, True, id="an item of a list"),
    pytest.param("[1, 2]", [1, 2], True, id="the same list"),
    pytest.param("count(?) > 1", [1, 2], True, id="a condition on a list"),
    pytest.param('contains(?, "a")', "cat", True, id="a function of the value"),
    pytest.param("< 1", "a", None, id="a test without an answer"),
    pytest.param("!= 5", 5, False, id="different"),
    pytest.param("= 5", 5, True, id="the same"),
    pytest.param("-5", -5, True, id="a negative number"),
    pytest.param("not(true) = ?", False, True, id="not as a function"),
]


@pytest.mark.parametrize(("text", "value", "expected"), _CELLS)
def test_a_cell_tests_a_value(text, value, expected):
    tests = parse_unary_tests(text, frozenset({"limit", "list", "flag"}))

    passed = tests.matches(
        values.from_json(value), values.from_json({"limit": 10, "list": [3], "flag": True})
    )

    assert passed is expected


def test_a_test_says_why_it_has_no_answer():
    outcome = parse_unary_tests("> 5").explain("x", {})

    assert outcome.value is None
    assert [warning.code for warning in outcome.warnings] == ["not_comparable"]


def test_a_test_past_its_limits_has_no_answer():
    tests = parse_unary_tests("some x in 1..1000000 satisfies x < 0")

    outcome = tests.explain(1, {})

    assert outcome.value is None
    assert [warning.code for warning in outcome.warnings] == ["too_many_steps"]
