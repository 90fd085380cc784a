"""Equality, order and three-valued logic as in DMN 1.5, 10.3.2.13 to 10.3.2.15."""

import pytest

from tests.feel.cases import answer_or_refused, table

_TABLE = table(
    r"""
1 = 1.0 → true
1 = "1" → null
1 != "1" → null
null = null → true
null != null → false
1 = null → false
null = 1 → false
1 != null → true
[] = null → false
true = true → true
"a" = "A" → false
[1,2] = [1,2] → true
[1,2] = [2,1] → false
[1] = 1 → null
[] = [] → true
[null] = [null] → true
{a:1,b:2} = {b:2,a:1} → true
{} = {} → true
{a:1} = {a:"1"} → false
{a:1} = {a:1,b:null} → false
[1,"a"] = ["a",1] → false
[1..2] = [1..2] → true
[1..2] = (1..2] → false
[1..2] = [1..3] → false
@"2018-12-08" = @"2018-12-08" → true
@"2018-12-08" = "2018-12-08" → null
@"2018-12-08" = @"2018-12-08T00:00:00" → null
@"10:30:00" = @"10:30:00" → true
@"10:30:00+01:00" = @"09:30:00Z" → true
@"10:30:00.0000" = @"10:30:00" → true
@"2018-12-08T10:30:00+01:00" = @"2018-12-08T09:30:00Z" → true
@"2018-12-08T10:30:00@Etc/UTC" = @"2018-12-08T10:30:00Z" → true
@"P1Y" = @"P12M" → true
@"P1D" = @"PT24H" → true
@"PT0S" = @"P0Y" → null
@"P1Y" = null → false
is(@"10:30:00+01:00", @"09:30:00Z") → false
is(@"2012-12-25", @"23:00:50") → false
is(@"23:00:50z", @"23:00:50") → false
is(@"23:00:50Z", @"23:00:50Z") → true
is(@"23:00:50Z", @"23:00:50+00:00") → true
is(null, null) → true
is(1, 1.0) → true
is([1], [1.0]) → true
1 < 2 → true
"a" < "b" → true
true < false → null
null < 1 → null
1 < null → null
null < null → null
[1] < [2] → null
"a" <= 1 → null
@"2018-12-08" < @"2018-12-09" → true
@"10:00:00" < @"11:00:00" → true
@"P1Y" > @"P11M" → true
@"P1D" >= @"PT24H" → true
@"P1Y" > @"P1D" → null
{} < {} → null
1 between 1 and 3 → true
null between 1 and 3 → null
1 between null and 3 → null
1 between 2 and null → false
4 between null and 3 → false
1 between 0 and "a" → null
"b" between "a" and "c" → true
@"2018-12-08" between @"2018-12-01" and @"2018-12-31" → true
1 between 1+0 and 2 and true → true
1 in [1,2,3] → true
1 in (1,2,3) → true
1 in ([1,2,3]) → true
1 in [[1,2,3]] → false
[1] in [[1]] → true
1 in [2..3] → false
1 in (< 2) → true
1 in < 2 → true
1 in (<2, >10) → true
11 in (<2, >10) → true
5 in (<2, >10) → false
1 in (> 2) → false
1 in ([2..3], [1..1]) → true
null in [1,null] → true
1 in null → false
null in null → true
1 in [] → false
1 in ("a") → null
1 in = 1 → true
1 in != 1 → false
1 in (= 1) → true
"a" in ["a".."z") → true
1 in [[0..3]] → true
1 in [<2] → refused
@"2018-12-08" in [@"2018-12-01"..@"2018-12-31"] → true
{a:1} in [{a:1}] → true
[1,2] in [1,2] → true
x in [1] → false
1 in [1..3) and 2 in (1..3) → true
1 in ]1..3] → false
3 in [1..3[ → false
true and null → null
false and null → false
null and false → false
null or true → true
true or null → true
null or null → null
null and null → null
true and "a" → null
false and "a" → false
"a" and "b" → null
true or 1 → true
false or 1 → null
not(null) → null
not(true) → false
not("a") → null
not(0) → null
not() → null
not(true, false) → null
not(negand: true) → false
if true then 1 else 2 → 1
if null then 1 else 2 → 2
if "a" then 1 else 2 → null
if 1 = 1 then "a" else "b" → "a"
if true then if false then 1 else 2 else 3 → 2
if 1 > 2 then 3 else 4 + 5 → 9
(if true then 1 else 2) + 3 → 4
1 + if true then 1 else 2 → 2
if true then [1] else 2 → [1]
"""
)


@pytest.mark.parametrize(("text", "expected"), _TABLE)
def test_the_standard_compares_and_joins(text, expected):
    assert answer_or_refused(text) == expected
