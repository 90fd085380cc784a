"""Functions: defined, called, and what they do not take."""

import pytest

from tests.feel.cases import answer

_TABLE = [
    pytest.param('substring(start position: 3, string: "foobar")', '"obar"', id="by name"),
    pytest.param('substring(start: 3, string: "foobar")', "null", id="by a wrong name"),
    pytest.param("abs(n: 1, n: 2)", "null", id="the same name twice"),
    pytest.param("[abs(), abs(1, 2), mode()]", "[null, null, null]", id="too few and too many"),
    pytest.param(
        '[abs("1"), string length(1), sum(["a", 1])]', "[null, null, null]", id="a wrong type"
    ),
    pytest.param(
        '[abs(null), count(null), contains("a", null)]',
        "[null, null, null]",
        id="null for an argument",
    ),
    pytest.param(
        '[string join(["a"], null), matches("a", "a", null)]',
        '["a", true]',
        id="null for an optional argument",
    ),
    pytest.param(
        '["abs"(1), 1(), missing(1), null()]', "[null, null, null, null]", id="what is no function"
    ),
    pytest.param("{f: function(x) x + 1, y: f(1)}.y", "2", id="a function in a context"),
    pytest.param(
        "{f: function(n) if n <= 1 then 1 else n * f(n - 1), y: f(10)}.y",
        "3628800",
        id="a function that calls itself",
    ),
    pytest.param("{f: function(n) f(n + 1), y: f(1)}.y", "null", id="a function that never ends"),
    pytest.param("(function(a) function(b) a - b)(5)(3)", "2", id="a function of a function"),
    pytest.param("(function(a, b) a - b)(b: 1, a: 2)", "1", id="parameters by name"),
    pytest.param(
        (
            '[(function(a: number) a)("x"), (function(a: list<number>) a)(1), '
            '(function(a: date and time) a)(@"2026-01-01")]'
        ),
        '[null, [1], "2026-01-01T00:00:00Z"]',
        id="typed parameters",
    ),
    pytest.param("{f: function(g, x) g(x), y: f(abs, -1)}.y", "1", id="a function as an argument"),
    pytest.param(
        '(function(a) external {java: {class: "java.lang.Math"}})(1)',
        "null",
        id="an external function",
    ),
    pytest.param("string(function(a, b) a)", '"function(a, b)"', id="the text of a function"),
    pytest.param("{count: 3, y: count + 1}.y", "4", id="a built-in name is free for a variable"),
    pytest.param("unknown", "null", id="a single unknown word"),
]


@pytest.mark.parametrize(("text", "expected"), _TABLE)
def test_functions_give_a_value_or_null(text, expected):
    assert answer(text) == expected
