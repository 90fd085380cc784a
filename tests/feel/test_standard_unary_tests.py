"""Cells of decision tables as in DMN 1.5, 10.3.1.2 (grammar rules 7 to 17)."""

import pytest

from engine.feel import values
from engine.feel.expressions import parse, parse_unary_tests

_TABLE = r"""
"a" | "a" | true
"b" | "a", "b" | true
"c" | "a", "b" | false
"c" | not("a", "b") | true
1 | - | true
null | - | true
1 | not(< 1) | true
1 | < 1, > 2 | false
1 | not([1..3]) | false
1 | ]1..3] | false
3 | [1..3[ | false
1 | ? > 0 and ? < 1 | false
5 | 1, ? = 5 | true
"abc" | contains(?, "b") | true
"abc" | starts with(?, "x") | false
"abc" | not(contains(?, "b")) | false
true | true | true
false | false | true
true | false | false
false | not(true) | true
null | null | true
1 | null | false
null | not(null) | false
1 | not(null) | true
null | 1 | false
null | < 1 | null
@"2020-01-01" | < @"2020-01-02" | true
@"2020-01-01" | [@"2020-01-01"..@"2020-12-31"] | true
@"2020-01-01" | date("2020-01-01") | true
@"PT5H" | > duration("PT4H") | true
1 | "a" | null
1 | 1 + 0 | true
1 | [1, 2, 3] | true
[1, 2] | [1, 2] | true
-1 | -1 | true
1 | (< 2) | true
1 | (1) | true
1 | != 1 | false
1 | = 1 | true
1 | if ? = 1 then true else false | true
1 | some i in [1, 2] satisfies i = ? | true
1 | ? in [1, 2] | true
1 | ? between 0 and 2 | true
{a: 1} | ?.a = 1 | true
{a: 1} | {a: 1} | true
[1, 2, 3] | list contains(?, 2) | true
[1, 2, 3] | count(?) > 2 | true
[1, 2, 3] | every i in ? satisfies i > 0 | true
10 | > 5 + 5 | false
10 | [5 + 5..20] | true
"""


@pytest.mark.parametrize("line", [line for line in _TABLE.splitlines() if line])
def test_the_standard_tests_cells(line):
    value, cell, expected = line.split(" | ")

    passed = parse_unary_tests(cell).matches(parse(value).evaluate({}), {})

    assert values.to_json_text(passed) == expected
