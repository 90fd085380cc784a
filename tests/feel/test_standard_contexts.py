"""Contexts, functions, loops and filters as in DMN 1.5, 10.3.2.4 to 10.3.2.14."""

import pytest

from tests.feel.cases import answer_or_refused, table

_TABLE = table(
    r"""
get value(m: {a:1}, key: "a") → 1
get value({a:1}, "b") → null
get value(null, "a") → null
get value({a:1}, null) → null
get entries(m: {a:1,b:2}) → [{"key": "a", "value": 1}, {"key": "b", "value": 2}]
get entries({}) → []
get entries(null) → null
context(entries: [{key:"a", value:1}, {key:"b", value:2}]) → {"a": 1, "b": 2}
context([{key:"a"}]) → null
context([]) → {}
context({key:"a", value:1}) → {"a": 1}
context([{key:"a", value:1}, {key:"a", value:2}]) → null
context([{key:null, value:1}]) → null
context put(context: {x:1}, key: "y", value: 2) → {"x": 1, "y": 2}
context put(context: {x:1}, keys: ["y"], value: 2) → {"x": 1, "y": 2}
context put({x:1}, "x", null) → {"x": null}
context put({x:1, y:{a:0}}, ["y","a"], 2) → {"x": 1, "y": {"a": 2}}
context put({x:1, y:{a:0}}, ["y","b","c"], 2) → null
context put({x:1}, [], 2) → null
context put(null, "a", 1) → null
context put({x:1}, null, 1) → null
context put({x:1}, "a") → null
context put({x:1}, 1, 1) → null
context merge(contexts: [{x:1},{y:2}]) → {"x": 1, "y": 2}
context merge([{x:1,y:0},{y:2}]) → {"x": 1, "y": 2}
context merge([]) → {}
context merge(null) → null
context merge({x:1}) → {"x": 1}
context merge([{x:1}, null]) → null
{a:1}.a → 1
[{a:1},{a:2}].a → [1, 2]
{a:{b:{c:1}}}.a.b.c → 1
[{a:[1]},{a:[2]}].a → [[1], [2]]
null.a → null
"x".a → null
[].a → []
[1,2].a → [null, null]
{a: 1, b: a}.b → 1
{a: b, b: 1}.a → null
{f: function(n) if n <= 1 then 1 else n * f(n-1), r: f(5)}.r → 120
{a: function(x) function(y) x + y, r: a(1)(2)}.r → 3
(function(x) x + 1)(2) → 3
(function(a, b) a - b)(b: 1, a: 5) → 4
(function(a: string) a)(1) → null
(function(a: string) a)("x") → "x"
(function(a: list<number>) a)(1) → [1]
(function(a: number) a)([1]) → 1
(function(a: date and time) a)(@"2012-12-24") → "2012-12-24T00:00:00Z"
(function() 5)() → 5
(function(a) a)() → null
(function(a) a)(1, 2) → null
{sum: function(a) a * 10, r: sum(1)}.r → 10
{r: for i in [1,2,3] return (function(x) x * i)(2)}.r → [2, 4, 6]
{m: {f: function(x) x + 1}, r: m.f(1)}.r → 2
for i in [function(x) x+1, function(x) x*10] return i(5) → [6, 50]
sort(list: [2,1], precedes: function(a,b) a<b)[1] → 1
for i in [1,2] return i → [1, 2]
for i in [] return i → []
for i in 1 return i → [1]
for i in {a:1} return i.a → [1]
for i in 1..0 return i → [1, 0]
for i in -1..1 return i → [-1, 0, 1]
for i in 1..2, j in i..2 return [i,j] → [[1, 1], [1, 2], [2, 2]]
for i in 1..null return i → null
for i in "a".."c" return i → null
for i in [1..3] return i → [1, 2, 3]
for i in (1..3) return i → [2]
for d in [@"2020-01-01"..@"2020-01-03"] return d.day → [1, 2, 3]
for d in @"2020-01-03"..@"2020-01-01" return d.day → [3, 2, 1]
for i in [1,2,3] return count(partial) → [0, 1, 2]
for i in 1..3, j in 1..2 return count(partial) → [0, 1, 2, 3, 4, 5]
for i in [[1,2],[3]] return count(i) → [2, 1]
for i in [{a:1},{a:2}], j in [i.a] return j → [1, 2]
for my var in [1,2] return my var + 1 → [2, 3]
for i in [1] return for j in [2] return i + j → [[3]]
some i in [] satisfies true → false
every i in [] satisfies false → true
some i in [1,2] satisfies i > 1 → true
every i in [1,2] satisfies i > 1 → false
every i in [1,null] satisfies i > 0 → null
some i in [null, 1] satisfies i > 0 → true
some i in [null] satisfies i > 0 → null
every i in [null, 0] satisfies i > 0 → false
some i in null satisfies true → null
every i in 5 satisfies i = 5 → true
some x in [1,2], y in [2,3] satisfies x = y → true
every x in [1,2], y in [2,3] satisfies x <= y → true
some i in [1,2] satisfies "a" → null
[1,2,3,4][item > 2] → [3, 4]
[1,2,3,4][-2] → 3
[1,2,3][0] → null
[1,2,3][4] → null
[1,2,3][1.5] → null
[][1] → null
[1,2,3][true] → [1, 2, 3]
[1,2,3][false] → []
[1,2,3][null] → []
1[1] → 1
1[2] → null
1[-1] → 1
1[item = 1] → [1]
null[1] → null
null[item = 1] → null
{a:1}[a = 1] → [{"a": 1}]
{a:1}[1] → {"a": 1}
[{a:1,b:2},{a:2,b:3}][a = 2].b → [3]
[{a:1,b:2},{a:2,b:3}][a = 2][1].b → 3
[{a:1},{b:2}][a = 1] → [{"a": 1}]
[{a:1},{b:2}][item.a = 1] → [{"a": 1}]
[1,2,3][item >= 2][1] → 2
[[1,2],[3,4]][count(item) = 2] → [[1, 2], [3, 4]]
[[1,2],[3,4]][1][2] → 2
{i: 2, r: [1,2,3][i]}.r → 2
[1,2,3][count([1,2])] → 2
[{x:1,y:2},{x:2,y:1}][x < y] → [{"x": 1, "y": 2}]
[{x:null}][x = null] → [{"x": null}]
[{y:1}][x = null] → [{"y": 1}]
{a: 1, b: {c: a + 1, d: c + 1}}.b.d → 3
{a: {b: 1}, b: 2}.a.b → 1
{a: null}.a → null
{a: 1, b: [a, a + 1]}.b → [1, 2]
{a: 1,} → refused
{a: [{b: 1}, {b: 2}], r: a.b}.r → [1, 2]
[{a: {b: 1}}, {a: {b: 2}}].a.b → [1, 2]
[{a: 1}, {b: 2}].a → [1, null]
[{a: 1}, null].a → [1, null]
[{a: [{b: 1}]}, {a: [{b: 2}]}].a.b → [[1], [2]]
{a: 1} = {a: 1.0} → true
count({a: 1}) → 1
"""
)


@pytest.mark.parametrize(("text", "expected"), _TABLE)
def test_the_standard_goes_through_data(text, expected):
    assert answer_or_refused(text) == expected
