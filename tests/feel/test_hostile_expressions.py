"""Expressions that would hang, crash or eat the memory end in an error or in null at once."""

import pytest

from engine.feel.expressions import parse
from engine.feel.problems import FeelSyntaxError
from tests.feel.cases import codes

# seven lists of ten of the one before: a hundred million items, written out
_LAUGHS = "{l1: [1,1,1,1,1,1,1,1,1,1], " + ", ".join(
    f"l{level}: [{', '.join([f'l{level - 1}'] * 10)}]" for level in range(2, 9)
)
_ANY_DEPTH = "list<" * 8 + "number" + ">" * 8
_LONG = '{s: string join(for i in 1..9000 return "0123456789"), r: '


@pytest.mark.parametrize(
    ("text", "code"),
    [
        pytest.param(f"{_LAUGHS}}}.l8", "too_many_items", id="a list in itself many times"),
        pytest.param(f"{_LAUGHS}, r: string(l8)}}.r", "too_many_steps", id="its text"),
        pytest.param(f"{_LAUGHS}, r: count(flatten(l8))}}.r", "too_many_steps", id="its items"),
        pytest.param(f"{_LAUGHS}, r: l8 = [l7]}}.r", "", id="its equality with another"),
        pytest.param(
            f"{_LAUGHS}, m: for i in l8 return i, r: is(l8, m)}}.r",
            "too_many_steps",
            id="its identity with another",
        ),
        pytest.param(
            f"{_LAUGHS}, r: l8 instance of {_ANY_DEPTH}}}.r", "too_many_steps", id="its type"
        ),
        pytest.param(
            f"{_LAUGHS}, r: (function(x: {_ANY_DEPTH}) 1)(l8)}}.r",
            "too_many_steps",
            id="its type as a parameter",
        ),
        pytest.param("for i in 1..10**12 return i", "too_many_items", id="a long loop"),
        pytest.param("some i in 1..10**12 satisfies false", "too_many_steps", id="a long search"),
        pytest.param(
            "for a in 1..1000, b in 1..1000 return 1", "too_many_items", id="all combinations"
        ),
        pytest.param("{f: function(n) f(n + 1), r: f(1)}.r", "too_deep", id="endless recursion"),
        pytest.param("(function(x) x(x))(function(x) x(x))", "too_deep", id="a self application"),
        pytest.param("10 ** (10 ** 9)", "no_result", id="a power that is too large"),
        pytest.param(
            _LONG + 'replace(s, ".", s)}.r', "string_too_long", id="a text that grows by itself"
        ),
        pytest.param(
            'matches("' + "a" * 60 + '!", "^(a+)+$")', "", id="a pattern without an answer"
        ),
        pytest.param(
            'matches("' + "a" * 3000 + 'b!", "(a|aa)*b$")', "pattern_too_slow", id="a slow pattern"
        ),
        pytest.param(
            f'matches("a", "{"(" * 40 + "a" + "){2,3}" * 40}")',
            "invalid_pattern",
            id="nested repetitions",
        ),
        pytest.param(
            f'matches("a", "{"(" * 40 + "a" + ")+" * 40}")', "invalid_pattern", id="nested pluses"
        ),
        pytest.param(
            'matches("a", "(ab{999}){999}")', "invalid_pattern", id="repetitions that multiply"
        ),
        pytest.param(
            'for i in 1..100000 return matches("a", "[a-z]{1,999}" + string(i))',
            # the time for patterns depends on the machine
            "too_many_steps pattern_too_slow",
            id="a new pattern in every round",
        ),
        pytest.param('time("10:00:00@../../etc/passwd")', "invalid_literal", id="a zone's path"),
        pytest.param('range("[' + "(" * 2000 + '1..2]")', "invalid_literal", id="a range's depth"),
        pytest.param(
            'range("[' + '\\"a\\"' * 500 + '")', "invalid_literal", id="a range's quotes"
        ),
    ],
)
def test_hostile_work_ends_in_null(text, code):
    found = codes(text)

    assert not code or not set(code.split()).isdisjoint(found)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("(" * 1990 + "1" + ")" * 1990, id="round brackets"),
        pytest.param("[" * 3900, id="square brackets"),
        pytest.param("1 in (" * 600, id="tests that never end"),
        pytest.param("]1.." * 900, id="ranges that never end"),
        pytest.param("if true then " * 250, id="conditions that never end"),
        pytest.param("-" * 3900 + "1", id="signs"),
        pytest.param("function(" * 400, id="functions"),
        pytest.param("1 instance of " + "list<" * 500, id="types"),
        pytest.param("1e999999999", id="a number that is too large"),
        pytest.param('"' + "\\" * 3901, id="a string that never ends"),
    ],
)
def test_hostile_text_is_refused(text):
    with pytest.raises(FeelSyntaxError):
        parse(text)
