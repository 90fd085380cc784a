"""The grammar of DMN 1.5, 10.3.1.2, and the examples of its text."""

import pytest

from tests.feel.cases import answer_or_refused, table

_TABLE = table(
    r"""
.5 → 0.5
-.5 → -0.5
1e3 → 1000
1E-3 → 0.001
1.5e+2 → 150
01 → 1
1. → refused
-1 → -1
--1 → 1
- - 1 → 1
-(1) → -1
-(-(1)) → 1
-"a" → null
-null → null
-true → null
-[1] → null
-@"P1D" → "-P1D"
-@"P1Y" → "-P1Y"
-@"2018-12-08" → null
2 ** 3 → 8
2 ** 3 ** 2 → 64
-2 ** 2 → 4
(-2) ** 2 → 4
2 ** -1 → 0.5
1 + 2 * 3 → 7
(1 + 2) * 3 → 9
10 - 2 - 3 → 5
10 / 2 / 5 → 1
2 * 3 ** 2 → 18
1 // comment\n → 1
1 /* a */ + /* b * c / d */ 2 → 3
"// no comment" → "// no comment"
"/* no */" → "/* no */"
"a\tb" → "a\tb"
"\"" → "\""
"\\" → "\\"
"\'" → "'"
"\u0041" → "A"
"\U01F40E" = "🐎" → true
"" → ""
[] → []
[1,] → refused
{} → {}
{a:1} → {"a": 1}
{"a":1} → {"a": 1}
{"a b":1}.a b → 1
{a b: 1, c: a b + 1} → {"a b": 1, "c": 2}
{a-b: 1, c: a-b} → {"a-b": 1, "c": 1}
{a: 1, b: 2, c: a-b} → {"a": 1, "b": 2, "c": -1}
1 + → refused
true and → refused
(1 → refused
1 2 → refused
"a → refused
TRUE → null
True → null
1 == 1 → refused
1 <> 2 → refused
1 & 2 → refused
1 = 1 = true → true
1 < 2 < 3 → null
1 != 2 and 2 != 3 or false → true
true or false and false → true
1 in [1..2] = true → true
"a" + "b" + "c" → "abc"
"a" + null → null
"a" - "b" → null
"a" * 2 → null
true + true → null
1 + null → null
null + null → null
null / 0 → null
1 / 0 → null
0 / 0 → null
0 ** 0 → 1
0 ** -1 → null
(-8) ** (1/3) → null
10 ** 6145 → null
10 ** -7000 → 0
1/3 → 0.3333333333333333333333333333333333
2/3 → 0.6666666666666666666666666666666667
1.10 → 1.1
100 → 100
1e40 → 1E+40
string(1.10) → "1.1"
string(100) → "100"
string(1e3) → "1000"
string(0.00001) → "0.00001"
string(-0) → "0"
{foo-bar: 1, r: foo-bar + 1}.r → 2
{foo+bar: 1, r: foo+bar + 1}.r → 2
{foo.bar: 1, r: foo.bar}.r → 1
{foo/bar: 1, r: foo/bar}.r → 1
{foo*bar: 1, r: foo*bar}.r → 1
{foo'bar: 1, r: foo'bar}.r → 1
{x y z: 1, r: x  y   z}.r → 1
{x: 1, x y: 2, r: x y}.r → 2
{名字: "a", r: 名字}.r → "a"
{été: 1, r: été}.r → 1
{_a: 1, r: _a}.r → 1
{a1: 1, a 1: 2, r: a 1}.r → 2
{order: 1, r: order + 1}.r → 2
{android: 1, r: android}.r → 1
{notx: true, r: notx}.r → true
{date: 1, r: date}.r → 1
{count: 3, r: count}.r → 3
{sum: 1, total: sum + 1}.total → 2
{day of week: 1, r: day of week + 1}.r → 2
{time offset: 1, r: time offset}.r → 1
{ "a": 1, "b c": 2, r: b c}.r → 2
{"foo\"bar": 1} → {"foo\"bar": 1}
{"": 1} → {"": 1}
{🐎: "bar"}.🐎 → "bar"
{🐎: "bar", r: 🐎}.r → "bar"
{a: {b c: 1}, r: a.b c}.r → 1
{a: {b-c: 1}, r: a.b-c}.r → 1
{a: {b: 5}, c: 1, r: a.b - c}.r → 4
{a: {b: 5}, c: 1, r: a.b-c}.r → 4
{a: [{b c: 1}], r: a.b c}.r → [1]
{a: [{b c: 1}], r: a[b c = 1].b c}.r → [1]
{a: [{b c: 1}], r: a[1].b c}.r → 1
if true then 1 else 2 + 1 → 1
if (true) then (1) else (2) → 1
if true then {a: 1} else {} → {"a": 1}
if true and false or true then 1 else 2 → 1
if 1 in [1,2] then "y" else "n" → "y"
for i in [1,2] return if i = 1 then "a" else "b" → ["a", "b"]
if true then 1 → refused
[if true then 1 else 2, 3] → [1, 3]
if true then for i in [1] return i else 2 → [1]
1 + 2 = 3 and not(false) → true
not(true) or true → true
-1 + 2 → 1
2 - -1 → 3
2--1 → 3
1-1 → 0
-2 - -3 → 1
3 * -1 → -3
-(1 + 2) * 3 → -9
2 ** 2 ** 0 → 1
2 * 3 ** 2 / 9 → 2
4 / 2 * 3 → 6
4 - 3 + 1 → 2
1 + 2 < 4 → true
1 < 2 = true → true
"a" in ("a", "b") and true → true
1 between 0 and 2 and 2 between 1 and 3 → true
1 between 0 and 2 or false → true
not 1 in [2] → refused
some i in [1,2,3] satisfies i > 2 and i < 4 → true
every i in [1] satisfies i = 1 or false → true
some i in [1], j in [i+1] satisfies j = 2 → true
for i in [1,2], j in [i] return i * j → [1, 4]
(for i in [1,2] return i)[1] → 1
for i in [[1,2],[3,4]][1] return i → [1, 2]
for x in [1,2,3][item > 1] return x → [2, 3]
for i in 1..count([1,2,3]) return i → [1, 2, 3]
for i in (1)..(2) return i → [1, 2]
for i in 2*1..2+2 return i → [2, 3, 4]
function(x) x + 1 → "function(x)"
[function(x) x][1](3) → 3
{f: function(x, y) x - y, r: f(y: 1, x: 3)}.r → 2
{f: function(x, y) x - y, r: f(1)}.r → null
{f: function(x, y) x - y, r: f(x: 1)}.r → null
{f: function(x, y) x - y, r: f(x: 1, z: 2)}.r → null
{f: function(my x) my x + 1, r: f(1)}.r → 2
{f: function(my x) my x + 1, r: f(my x: 1)}.r → 2
{f: function(x) x, r: f(f)(1)}.r → 1
{a: 1, f: function(x) x + a, b: {a: 10, r: f(1)}}.b.r → 2
{f: function(n) if n = 0 then 0 else n + f(n - 1), r: f(10)}.r → 55
{even: function(n) if n = 0 then true else odd(n - 1),
    odd: function(n) if n = 0 then false else even(n - 1), r: even(4)}.r → true
(function(x: number, y: number) x + y)(1, "a") → null
(function(x: date) x)(@"2020-01-01T00:00:00") → null
(function(x: string) x)(["a"]) → "a"
(function(x: list<string>) x)("a") → ["a"]
(function(x: context<a: number>) x.a)({a: 1, b: 2}) → 1
(function(x: context<a: number>) x.a)({a: "1"}) → null
(function(x: function<number> -> number) x(1))(function(a: number) a + 1) → 2
(function(x: range<number>) x.start)([1..2]) → 1
(function(x: number) x)(null) → null
(function(x: Any) x)("a") → "a"
(function(x: foo) x)(1) → null
5(1) → null
"a"(1) → null
null(1) → null
abs(-1)(2) → null
foo(1) → null
{a: 1}.a(1) → null
{abs: function(x) "mine", r: abs(1)}.r → "mine"
@"2020-01-01" instance of date → true
@"2020-01-01T10:00:00Z".hour → 10
@"foo" → null
@"" → null
@ "2020-01-01" → "2020-01-01"
@"10:00:00@Europe/Paris".time offset → "PT1H"
@"P1Y2M" → "P1Y2M"
@"PT1H30M".minutes → 30
@"2020-02-30" → null
@"10:00:00+24:00" → null
@"-PT0S" → "PT0S"
@"2020-01-01T10:00:00@Nowhere/Here" → null
date("2020-01-01") = @"2020-01-01" → true
time("10:00:00z") = @"10:00:00Z" → true
time("23:59:00z") + duration("PT2M") = time("00:01:00@Etc/UTC") → true
date and time("2012-12-24T23:59:00") + duration("PT1M")
    = date and time("2012-12-25T00:00:00") → true
date("2012-12-25") - date("2012-12-24") = duration("P1D") → true
time("23:59:00z").time offset = duration("PT0S") → true
date and time("2012-12-24T24:00:00") = date and time("2012-12-25T00:00:00") → true
duration("P13M") = duration("P1Y1M") → true
duration("P1Y2M").years → 1
date(date and time("2012-12-25T11:00:00Z")) = date("2012-12-25") → true
time(date and time("2012-12-25T11:00:00Z")) = time("11:00:00Z") → true
string(date("2012-12-25")) → "2012-12-25"
"""
)


@pytest.mark.parametrize(("text", "expected"), _TABLE)
def test_the_standard_reads_text(text, expected):
    assert answer_or_refused(text) == expected
