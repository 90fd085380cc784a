"""Names may hold spaces and symbols; the longest known one wins."""

from decimal import Decimal

import pytest

from engine.feel.expressions import parse, parse_unary_tests


def test_a_name_may_hold_spaces():
    expression = parse("monthly fee * 2", frozenset({"monthly fee"}))

    assert expression.evaluate({"monthly fee": Decimal(20)}) == 40


def test_the_longest_known_name_wins():
    expression = parse("days-left", frozenset({"days", "left", "days-left"}))

    assert expression.evaluate({"days": 9, "left": 4, "days-left": 1}) == 1


def test_without_the_long_name_the_symbol_is_an_operator():
    expression = parse("days-left", frozenset({"days", "left"}))

    assert expression.evaluate({"days": 9, "left": 4}) == 5


@pytest.mark.parametrize(
    "name",
    [
        "for review",
        "not ok",
        "in force",
        "Student's name",
        "Approved/Declined",
        "decision A 2.1",
        "姓 名",
    ],
)
def test_names_of_many_kinds_are_found(name):
    assert parse(f"{name} = 1", frozenset({name})).evaluate({name: 1}) is True


def test_white_space_in_a_name_is_free():
    assert parse("monthly\n   fee", frozenset({"monthly fee"})).evaluate({"monthly fee": 1}) == 1


def test_a_keyword_may_be_part_of_a_name():
    expression = parse("every x in lost and found satisfies x", frozenset({"lost and found"}))

    assert expression.evaluate({"lost and found": [True]}) is True


def test_a_path_may_hold_spaces():
    expression = parse("applicant.full name", frozenset({"applicant"}))

    assert expression.evaluate({"applicant": {"full name": "Li Na"}}) == "Li Na"


def test_an_expression_tells_which_variables_it_asks_for():
    expression = parse(
        "count(cards[status = limit]) > applicant.age + (for x in list return x + y)[1]",
        frozenset({"limit"}),
    )

    assert expression.names == {"cards", "limit", "applicant", "list", "y"}


def test_bound_names_are_not_asked_for():
    expression = parse("{a: 1, b: a, f: function(x) x + a, s: some y in [a] satisfies y = item}")

    assert expression.names == {"item"}


def test_a_variable_may_have_the_name_of_a_function():
    assert parse("count + 1", frozenset({"count"})).names == {"count"}


def test_the_tested_value_is_no_variable():
    assert parse_unary_tests("? > limit").names == {"limit"}
