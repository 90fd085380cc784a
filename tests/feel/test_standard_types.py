"""`instance of` as in DMN 1.5, 10.3.2.9."""

import pytest

from tests.feel.cases import answer_or_refused, table

_TABLE = table(
    r"""
1 instance of number → true
null instance of number → false
null instance of Null → true
null instance of Any → false
1 instance of Any → true
"a" instance of string → true
true instance of boolean → true
@"2012-12-24" instance of date → true
@"2012-12-24" instance of date and time → false
@"10:00:00" instance of time → true
@"2012-12-24T00:00:00" instance of date and time → true
@"P1D" instance of days and time duration → true
@"P1D" instance of years and months duration → false
@"P1Y" instance of years and months duration → true
[1] instance of list<number> → true
[1,"a"] instance of list<number> → false
[1,"a"] instance of list<Any> → true
[] instance of list<number> → true
1 instance of list<number> → false
{a:1} instance of context<a: number> → true
{a:1} instance of context<a: string> → false
{a:1,b:2} instance of context<a: number> → true
{} instance of context<a: number> → false
{a:1} instance of context<> → true
{a:1} instance of context → true
[1] instance of list → true
(function(x) x) instance of function<Any> -> Any → true
(function(x: number) x) instance of function<number> -> number → true
(function(x: number) x) instance of function<string> -> number → false
(function(x: number, y: number) 1) instance of function<number> -> number → false
abs instance of function<number> -> number → true
1 instance of function<number> -> number → false
[[1]] instance of list<list<number>> → true
[{a:1}] instance of list<context<a: number>> → true
1 instance of foo → null
1 + 1 instance of number → null
(1 + 1) instance of number → true
not(1 instance of string) → true
1 instance of number and true → true
if 1 instance of number then "a" else "b" → "a"
"""
)


@pytest.mark.parametrize(("text", "expected"), _TABLE)
def test_the_standard_knows_types(text, expected):
    assert answer_or_refused(text) == expected
