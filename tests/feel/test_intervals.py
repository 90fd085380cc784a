"""Ranges and how they lie to one another."""

import pytest

from tests.feel.cases import answer

_TABLE = [
    pytest.param(
        (
            "[before(1, 10), before([1..5], [6..10]), before([1..5), [5..10]), "
            "before([1..5], [5..10])]"
        ),
        "[true, true, true, false]",
        id="before",
    ),
    pytest.param(
        "[before(1, [1..5]), before(1, (1..5]), before([1..5), 5), before([1..5], 5)]",
        "[false, true, true, false]",
        id="before of a point",
    ),
    pytest.param(
        "[after(10, 1), after([5..10], [1..5)), after(5, [1..5)), after(5, [1..5])]",
        "[true, true, true, false]",
        id="after",
    ),
    pytest.param(
        "[meets([1..5], [5..10]), meets([1..5), [5..10]), met by([5..10], [1..5])]",
        "[true, false, true]",
        id="meets",
    ),
    pytest.param(
        (
            "[overlaps([1..5], [3..8]), overlaps([1..5), [5..8]), overlaps([1..5], [5..8]), "
            "overlaps([3..8], [1..5])]"
        ),
        "[true, false, true, true]",
        id="overlaps",
    ),
    pytest.param(
        (
            "[overlaps before([1..5], [3..8]), overlaps before([1..5), (1..5]), "
            "overlaps before([3..8], [1..5])]"
        ),
        "[true, true, false]",
        id="overlaps before",
    ),
    pytest.param(
        "[overlaps after([3..8], [1..5]), overlaps after([1..5], [3..8])]",
        "[true, false]",
        id="overlaps after",
    ),
    pytest.param(
        (
            "[finishes(10, [1..10]), finishes(10, [1..10)), finishes([5..10], [1..10]), "
            "finished by([1..10], [5..10])]"
        ),
        "[true, false, true, true]",
        id="finishes",
    ),
    pytest.param(
        (
            "[includes([1..10], 5), includes([1..10), 10), includes([1..10], (1..10)), "
            "during((1..10), [1..10])]"
        ),
        "[true, false, true, true]",
        id="includes",
    ),
    pytest.param(
        (
            "[starts(1, [1..10]), starts((1..5), (1..10)), started by([1..10], 1), "
            "started by((1..10), [1..5])]"
        ),
        "[true, true, true, false]",
        id="starts",
    ),
    pytest.param(
        "[coincides(5, 5), coincides([1..5], [1..5]), coincides([1..5], [1..5))]",
        "[true, true, false]",
        id="coincides",
    ),
    pytest.param(
        "[before((< 5), 5), overlaps((> 3), (< 4)), includes((>= 5), [5..6])]",
        "[true, true, true]",
        id="open ends",
    ),
    pytest.param(
        '[meets(1, 2), before(1, "a"), includes(1, 1)]',
        "[null, null, null]",
        id="what is no range",
    ),
    pytest.param("before(point: 1, range: [2..3])", "true", id="by names"),
    pytest.param(
        "[(1..5].start, (1..5].start included, (< 5).start, (< 5).end]",
        "[1, false, null, 5]",
        id="properties",
    ),
    pytest.param(
        "[]1..5[.start included, [1..5[.end included, ]1..5].end included]",
        "[false, false, true]",
        id="reversed brackets",
    ),
    pytest.param(
        '[range("[1..10)"), range("(\\"a\\"..\\"b\\"]"), range("[1..)")]',
        '["[1..10)", "(\\"a\\"..\\"b\\"]", "(>=1)"]',
        id="from text",
    ),
    pytest.param(
        'range("[@\\"2026-01-01\\"..date(\\"2026-12-31\\")]").end',
        '"2026-12-31"',
        id="from text with dates",
    ),
    pytest.param(
        (
            '[range("1..2"), range("[..]"), range("[2..1]"), range("[1..\\"a\\"]"), '
            'range("[x..y]"), range("[1+..2]")]'
        ),
        "[null, null, null, null, null, null]",
        id="from text that is none",
    ),
    pytest.param('[1.."a"]', "null", id="ends of different types"),
    pytest.param(
        '[range("[..1]"), range("(..1]"), range("[1..]"), range("[[1]..2]")]',
        '[null, "(<=1)", null, null]',
        id="from text without a closed end",
    ),
]


@pytest.mark.parametrize(("text", "expected"), _TABLE)
def test_intervals_lie_as_allen_says(text, expected):
    assert answer(text) == expected
