"""Lists, contexts, filters, paths and loops."""

import pytest

from tests.feel.cases import answer

_TABLE = [
    pytest.param(
        "[[1, 2, 3][1], [1, 2, 3][-1], [1, 2, 3][4]]", "[1, 3, null]", id="items count from one"
    ),
    pytest.param('{i: 2, list: ["a", "b"], found: list[i]}.found', '"b"', id="an index by name"),
    pytest.param("[1, 2, 3, 4][item > 2]", "[3, 4]", id="a filter"),
    pytest.param("[{x: 1, y: 2}, {x: null, y: 3}][x < 2].y", "[2]", id="a filter by an entry"),
    pytest.param("[{item: 1}, {item: 2}][item >= 2]", '[{"item": 2}]', id="an entry called item"),
    pytest.param("[5[true], 5[false], 5[1]]", "[[5], [], 5]", id="a value is a list of one"),
    pytest.param(
        "[{a: {b: 1}}, {a: {b: [2]}}, {c: 1}].a.b",
        "[1, [2], null]",
        id="a path goes into every item",
    ),
    pytest.param("{a: 1, b: a + 1, c: {d: b + 1}}.c.d", "3", id="an entry sees those before it"),
    pytest.param(
        '{foo bar: 1, foo+bar: 2, "!": foo bar + foo+bar}',
        '{"foo bar": 1, "foo+bar": 2, "!": 3}',
        id="keys with spaces and symbols",
    ),
    pytest.param("{a: 1, a: 2}", "null", id="a key twice"),
    pytest.param("{a: 1}.b", "null", id="a missing entry"),
    pytest.param("for x in [1, 2] return x * 10", "[10, 20]", id="for"),
    pytest.param(
        "for x in [1, 2], y in [x, 10] return x * y", "[1, 10, 4, 20]", id="for in two variables"
    ),
    pytest.param(
        "[for i in 1..3 return i, for i in 3..1 return i, for i in [1..3) return i]",
        "[[1, 2, 3], [3, 2, 1], [1, 2]]",
        id="for from to",
    ),
    pytest.param(
        'for d in @"2026-02-28"..@"2026-03-01" return d',
        '["2026-02-28", "2026-03-01"]',
        id="for over days",
    ),
    pytest.param(
        "for i in 0..4 return if i = 0 then 1 else i * partial[-1]",
        "[1, 1, 2, 6, 24]",
        id="for looks back",
    ),
    pytest.param("for i in null return i", "null", id="for over null"),
    pytest.param("for i in 1..2.5 return i", "null", id="for over fractions"),
    pytest.param(
        "[count([1, [2, 3]]), sum([1, 2, 3]), sum(1, 2), mean([1, 2]), product([2, 3])]",
        "[2, 6, 3, 1.5, 6]",
        id="count and sums",
    ),
    pytest.param(
        "[count([]), sum([]), mean([]), min([]), median([]), mode([])]",
        "[0, null, null, null, null, []]",
        id="of nothing",
    ),
    pytest.param('sum([@"P1D", @"PT12H"])', '"P1DT12H"', id="sum of durations"),
    pytest.param(
        '[min([3, 1, 2]), max("a", "b"), min(1, "a"), max([@"2026-01-01", @"2025-01-01"])]',
        '[1, "b", null, "2026-01-01"]',
        id="smallest and largest",
    ),
    pytest.param(
        (
            "[median([8, 2, 5, 3, 4]), median([6, 1, 2, 3]), mode([6, 1, 9, 6, 1]), "
            "decimal(stddev([2, 4, 7, 5]), 6)]"
        ),
        "[4, 2.5, [1, 6], 2.081666]",
        id="middle and spread",
    ),
    pytest.param("stddev([1])", "null", id="spread of one"),
    pytest.param(
        "[sublist([1, 2, 3], 2), sublist([1, 2, 3], -2, 1), sublist([1, 2, 3], 1, 4)]",
        "[[2, 3], [2], null]",
        id="sublist",
    ),
    pytest.param(
        "[append([1], 2, [3]), concatenate([1], [2], 3), append([], null)]",
        "[[1, 2, [3]], [1, 2, 3], [null]]",
        id="append and concatenate",
    ),
    pytest.param(
        "[insert before([1, 3], 2, 2), remove([1, 2, 3], -1), list replace([1, 2], 2, 5)]",
        "[[1, 2, 3], [1, 2], [1, 5]]",
        id="insert, remove, replace",
    ),
    pytest.param(
        "list replace([2, 4, 7], function(item, newItem) item < newItem, 5)",
        "[5, 5, 7]",
        id="replace what matches",
    ),
    pytest.param(
        "[reverse([1, 2]), index of([1, 2, 1], 1), list contains([1, null], null)]",
        "[[2, 1], [1, 3], true]",
        id="reverse, index, contains",
    ),
    pytest.param(
        "[union([1, 2], [2, 3]), distinct values([1, 2, 1]), flatten([1, [[2], []], 3])]",
        "[[1, 2, 3], [1, 2], [1, 2, 3]]",
        id="union, distinct, flatten",
    ),
    pytest.param(
        '[sort([3, 1, 2]), sort([{a: 2}, {a: 1}], function(x, y) x.a < y.a), sort([1, "a"])]',
        '[[1, 2, 3], [{"a": 1}, {"a": 2}], null]',
        id="sort",
    ),
    pytest.param(
        "sort([{a: 1, b: 1}, {a: 1, b: 2}], function(x, y) x.a < y.a).b",
        "[1, 2]",
        id="sort keeps the order of equals",
    ),
    pytest.param(
        '[count(1), upper case(["a"]), sublist("x", 1)]',
        '[1, "A", ["x"]]',
        id="a single value for a list",
    ),
    pytest.param(
        '[get value({a b: 1}, "a b"), get entries({a: 1})]',
        '[1, [{"key": "a", "value": 1}]]',
        id="values and entries",
    ),
    pytest.param('context([{key: "a", value: 1}])', '{"a": 1}', id="context of entries"),
    pytest.param(
        'context([{key: "a", value: 1}, {key: "a", value: 2}])',
        "null",
        id="context of an entry twice",
    ),
    pytest.param(
        (
            '[context put({a: 1}, "a", 2), context put({a: {b: 1}}, ["a", "c"], 2), '
            "context put({}, [], 1)]"
        ),
        '[{"a": 2}, {"a": {"b": 1, "c": 2}}, null]',
        id="context put",
    ),
    pytest.param('context put({}, ["a", "b"], 1)', "null", id="context put past the end"),
    pytest.param("context merge([{a: 1, b: 1}, {b: 2}])", '{"a": 1, "b": 2}', id="context merge"),
    pytest.param('get value({a: 1}, "b")', "null", id="a missing value"),
    pytest.param(
        "[context([1]), context([{key: 1, value: 2}]), context merge([1])]",
        "[null, null, null]",
        id="entries that are none",
    ),
    pytest.param("context put({a: 1}, [1, 2], 2)", "null", id="keys that are none"),
    pytest.param(
        "[sublist([1], 2), remove([1], 0), sublist([1, 2], 1, -1)]",
        "[null, null, null]",
        id="a position that is none",
    ),
    pytest.param(
        "[list replace([1], function(a, b) a, 2), sort([1, 2], function(a) true)]",
        "[null, null]",
        id="a function that decides nothing",
    ),
    pytest.param(
        '[sum(["a"]), sum([1, @"P1D"]), sum([10 ** 6144 * 9, 10 ** 6144 * 9]), mean(["a"])]',
        "[null, null, null, null]",
        id="sums that do not fit",
    ),
    pytest.param(
        '[median(["a"]), mode([null]), product([10 ** 6000, 10 ** 6000]), max([true])]',
        "[null, null, null, null]",
        id="of no numbers",
    ),
    pytest.param("{i: 1, found: [][i]}.found", "null", id="an index of nothing"),
    pytest.param("[][item > 1]", "[]", id="no condition of nothing"),
    pytest.param("null[true]", "null", id="a filter of null"),
    pytest.param(
        "[some x in [1, 2], y in [3] satisfies x + y = 5, every x in 1..3 satisfies x > 0]",
        "[true, true]",
        id="every combination",
    ),
]


@pytest.mark.parametrize(("text", "expected"), _TABLE)
def test_lists_and_contexts(text, expected):
    assert answer(text) == expected
