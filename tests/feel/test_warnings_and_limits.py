"""A null has a reason, and hostile input ends soon."""

import inspect
import sys

import pytest

from engine.feel import limits
from engine.feel.expressions import FeelSyntaxError, parse
from tests.feel.cases import codes, explain

_REASONS = [
    pytest.param("missing + 1", ["unknown_name", "null_operand"], id="a name is unknown"),
    pytest.param('"a" + 1', ["wrong_operands"], id="operands do not fit"),
    pytest.param("1 / 0", ["division_by_zero"], id="division by zero"),
    pytest.param("10 ** 9999", ["no_result"], id="too large"),
    pytest.param("1 < true", ["not_comparable"], id="not comparable"),
    pytest.param('@"00:00:00" < @"00:00:00Z"', ["offset_missing"], id="an offset is missing"),
    pytest.param("{a: 1}.b", ["no_such_entry"], id="no such entry"),
    pytest.param("(1).b", ["no_such_property"], id="no such property"),
    pytest.param("[1][2]", ["no_such_item"], id="no such item"),
    pytest.param("null[1]", ["null_operand"], id="an item of null"),
    pytest.param("[1][1.5]", ["no_such_item"], id="no whole index"),
    pytest.param('[1]["a"]', ["not_boolean"], id="no condition"),
    pytest.param("1 and true", ["not_boolean"], id="no boolean"),
    pytest.param("(1)(2)", ["not_a_function"], id="no function"),
    pytest.param("(1)(a: 2)", ["not_a_function"], id="no function by names"),
    pytest.param("abs()", ["wrong_number_of_arguments"], id="too few arguments"),
    pytest.param("abs(x: 1)", ["wrong_names_of_arguments"], id="a wrong name"),
    pytest.param("abs(null)", ["null_argument"], id="null for an argument"),
    pytest.param("abs(n: null)", ["null_argument"], id="null for a named argument"),
    pytest.param('abs("a")', ["wrong_type"], id="a wrong type"),
    pytest.param('@"2026-02-30"', ["invalid_literal"], id="no such day"),
    pytest.param('matches("a", "(")', ["invalid_pattern"], id="no pattern"),
    pytest.param("1 instance of tNothing", ["unknown_type"], id="no such type"),
    pytest.param("for i in [1..\"a\"] return i", ["invalid_range", "null_operand"], id="no range"),
    pytest.param("for i in (> 1) return i", ["endless_range"], id="a range without end"),
    pytest.param("some i in null satisfies i", ["null_operand"], id="a test of null"),
    pytest.param("-true", ["wrong_operand"], id="a sign before no number"),
    pytest.param("(!= 1)", ["invalid_range"], id="no open range"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), _REASONS)
def test_null_has_a_reason(text, expected):
    assert codes(text) == expected


def test_a_reason_names_what_it_is_about():
    warning = explain("age >= limit", {"age": 5}).warnings[0]

    assert (warning.code, warning.parameters) == ("unknown_name", {"name": "limit"})


_HOSTILE = [
    pytest.param("for i in 1..1000000 return i", "too_many_items", id="a long list"),
    pytest.param(
        "for i in 1..900 return for j in 1..900 return j", "too_many_steps", id="loop in loop"
    ),
    pytest.param(
        "for i in 1..60 return [partial[-1], partial[-1]]", "too_many_items", id="doubled"
    ),
    pytest.param("for i in 1..200 return [partial[-1]]", "too_deep", id="nested"),
    pytest.param(
        'for i in 1..60 return if i = 1 then "a" else partial[-1] + partial[-1]',
        "string_too_long",
        id="a string that doubles",
    ),
    pytest.param(
        "{f: function(n) f(n) + f(n), x: f(1)}", "too_deep", id="a call that returns never"
    ),
    pytest.param(
        "count(flatten(for i in 1..60 return [partial, partial]))", "too_many_steps", id="flat"
    ),
    pytest.param(
        "string(for i in 1..60 return [partial, partial])", "too_many_steps", id="as a string"
    ),
    pytest.param(
        'for i in 1..100000 return matches("a", "a")', "too_many_steps", id="many patterns"
    ),
    pytest.param(
        f'replace("{"a" * 900}", "a", string join(for i in 1..2000 return "aaaaaaaaaa"))',
        "string_too_long",
        id="a replacement that grows",
    ),
    pytest.param(
        f'matches("{"a" * 60}b", "^(a|aa)+$")',
        "pattern_too_slow",
        id="a pattern that takes for ever",
    ),
]


@pytest.mark.parametrize(("text", "code"), _HOSTILE)
def test_hostile_input_ends_with_null(text, code):
    outcome = explain(text)

    assert outcome.value is None
    assert outcome.warnings[-1].code == code


def test_limits_can_be_set():
    tight = limits.Limits(steps=10)

    assert parse("for i in 1..11 return i", limits=tight).evaluate({}) is None
    assert parse("for i in 1..10 return i", limits=tight).evaluate({}) is not None


def test_warnings_do_not_pile_up():
    assert len(explain("for i in 1..5000 return missing").warnings) == 50


def _far_down(depth, work):
    return work() if depth == 0 else _far_down(depth - 1, work)


def test_a_caller_that_is_far_down_itself_gets_no_recursion_error():
    deep = parse("[" * 60 + "1" + "]" * 60)

    def ask():
        with pytest.raises(FeelSyntaxError) as caught:
            parse("[" * 60 + "1" + "]" * 60)
        return caught.value.code, deep.explain({}).warnings

    room = sys.getrecursionlimit() - len(inspect.stack()) - 60

    code, warnings = _far_down(room, ask)

    assert code == "too_deep"
    assert [warning.code for warning in warnings] == ["too_deep"]
