"""Logic has three values."""

import pytest

from tests.feel.cases import answer

_TABLE = [
    pytest.param(
        "[false and null, null and false, true and null]",
        "[false, false, null]",
        id="false wins over null",
    ),
    pytest.param(
        "[true or null, null or true, false or null]",
        "[true, true, null]",
        id="true wins over null",
    ),
    pytest.param(
        '[1 and true, 1 and false, "a" or true]', "[null, false, true]", id="no booleans"
    ),
    pytest.param("[not(true), not(null), not(1)]", "[false, null, null]", id="not"),
    pytest.param(
        "[1 = null, null = null, 1 != null]", "[false, true, true]", id="equality with null"
    ),
    pytest.param('[1 = "1", true = 1]', "[null, null]", id="equality of different types"),
    pytest.param("1.0 = 1.00", "true", id="equality of numbers"),
    pytest.param(
        "[[1, 2] = [1, 2], [1, 2] = [2, 1], [1] = [1, 1]]",
        "[true, false, false]",
        id="equality of lists",
    ),
    pytest.param(
        "[{a: 1, b: 2} = {b: 2, a: 1}, {a: 1} = {a: 1, b: null}]",
        "[true, false]",
        id="equality of contexts",
    ),
    pytest.param(
        '@"2026-01-01T08:00:00+08:00" = @"2026-01-01T00:00:00Z"', "true", id="equality of instants"
    ),
    pytest.param(
        'is(@"2026-01-01T08:00:00+08:00", @"2026-01-01T00:00:00Z")', "false", id="is looks closer"
    ),
    pytest.param("[[1..2] = [1..2], [1..2] = [1..2)]", "[true, false]", id="equality of ranges"),
    pytest.param('["10" < "9", "a" < "b"]', "[true, true]", id="order of strings"),
    pytest.param('1 < "2"', "null", id="order of different types"),
    pytest.param("null < 1", "null", id="order with null"),
    pytest.param("true < false", "null", id="no order of booleans"),
    pytest.param(
        "[5 between 1 and 5, 0 between 1 and null, 2 between 1 and null]",
        "[true, false, null]",
        id="between",
    ),
    pytest.param(
        "[5 in (> 3, < 2), 5 in (1, 2), 5 in (1, [4..6])]",
        "[true, false, true]",
        id="in a list of tests",
    ),
    pytest.param("[1 in [1, 2], 1 in [[1..3]], 5 in []]", "[true, true, false]", id="in a list"),
    pytest.param(
        "[1 in (1..2), 2 in (1..2], 1 in [1..2)]", "[false, true, true]", id="in a range"
    ),
    pytest.param("[5 in (null..10], null in [1..10]]", "[null, null]", id="in a range of nothing"),
    pytest.param(
        "[5 in (< 10), 5 in (>= 5), 5 in > 5]", "[true, true, false]", id="in an open range"
    ),
    pytest.param("if null then 1 else 2", "2", id="if with null"),
    pytest.param('if "yes" then 1 else 2', "null", id="if with a string"),
    pytest.param(
        "[some x in [1, 2] satisfies x > 1, every x in [1, 2] satisfies x > 1]",
        "[true, false]",
        id="some and every",
    ),
    pytest.param(
        "[some x in [null, 2] satisfies x > 1, every x in [null, 0] satisfies x > 1]",
        "[true, false]",
        id="a decision in spite of null",
    ),
    pytest.param(
        "[some x in [null, 0] satisfies x > 1, every x in [null, 2] satisfies x > 1]",
        "[null, null]",
        id="no decision because of null",
    ),
    pytest.param(
        "[some x in [] satisfies x, every x in [] satisfies x]", "[false, true]", id="over nothing"
    ),
    pytest.param(
        "[all([true, null]), all([false, null]), any(true, null), any([])]",
        "[null, false, true, false]",
        id="all and any",
    ),
    pytest.param(
        '[1 != 2, 1 != "1", "a" != "a"]',
        "[true, null, false]",
        id="different is the contrary of equal",
    ),
    pytest.param(
        "[[1..2] in [[1..2]], [1..2] = [1..2]]", "[true, true]", id="a value that is a range"
    ),
    pytest.param(
        '[@"10:00:00" in [@"09:00:00"..@"11:00:00"], @"10:00:00Z" in [@"09:00:00"..@"11:00:00"]]',
        "[true, null]",
        id="times with and without offset",
    ),
]


@pytest.mark.parametrize(("text", "expected"), _TABLE)
def test_logic_has_three_values(text, expected):
    assert answer(text) == expected
