"""What holds for every text, every tree and all variables."""

import json
from decimal import Decimal

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from engine.feel import values
from engine.feel.expressions import FeelSyntaxError, parse, parse_unary_tests, unparse
from engine.feel.grammar import tree
from tests.feel import trees

calm = settings(max_examples=150, suppress_health_check=list(HealthCheck))


def _place_or_none(read, text):
    try:
        read(text, trees.NAMES)
    except FeelSyntaxError as error:
        return error
    return None


@calm
@given(st.text(max_size=4000))
def test_any_text_parses_or_gives_a_place(text):
    error = _place_or_none(parse, text)

    assert error is None or (error.code and error.line >= 1 and error.column >= 1)


@calm
@given(trees.soups())
def test_any_soup_of_tokens_parses_or_gives_a_place(text):
    error = _place_or_none(parse, text) or _place_or_none(parse_unary_tests, text)

    assert error is None or error.line <= text.count("\n") + 1


@calm
@given(trees.nodes())
def test_a_printed_tree_parses_to_the_same_tree(node):
    text = unparse(node)

    assert parse(text, trees.NAMES).tree == node


@calm
@given(st.lists(trees.nodes(), max_size=3), st.booleans())
def test_printed_unary_tests_parse_to_the_same_tests(nodes, negated):
    tests = tree.Tests(tuple(nodes), negated and bool(nodes))

    parsed = parse_unary_tests(unparse(tests), trees.NAMES).tree

    assert parsed == tests


@calm
@given(trees.nodes(), trees.variables())
def test_any_expression_with_any_variables_ends_in_a_value(node, variables):
    expression = parse(unparse(node), trees.NAMES)

    outcome = expression.explain(variables)

    assert values.kind(outcome.value) != "unknown"
    assert isinstance(values.to_json_text(outcome.value), str)


@calm
@given(trees.nodes(), trees.values(), trees.variables())
def test_any_unary_test_of_any_value_ends_in_an_answer(node, value, variables):
    tests = parse_unary_tests(unparse(tree.Tests((node,))), trees.NAMES)

    assert tests.matches(value, variables) in (True, False, None)


@calm
@given(trees.json_values())
def test_json_keeps_every_value(value):
    taken = values.from_json(value)

    assert values.from_json(values.to_json(taken)) == taken
    assert json.loads(values.to_json_text(taken), parse_float=Decimal) == taken
