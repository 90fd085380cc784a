"""Cells, inputs and the index of decision tables."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.dmn import decisions, models, rule_index
from engine.dmn.nodes import Decision
from tests.dmn.documents import (
    answer,
    codes,
    decide,
    decision,
    definitions,
    input_data,
    item_definition,
    model,
    table,
)


@pytest.mark.parametrize(
    ("cell", "matching"),
    [
        pytest.param('"high", "medium"', ["high", "medium"], id="one-of-several"),
        pytest.param('not("low")', ["high", "medium", None], id="none-of"),
        pytest.param("-", ["high", "medium", "low", None, 3], id="anything"),
        pytest.param("", ["high", "medium", "low", None, 3], id="nothing-written"),
        pytest.param("[2..5]", [3], id="range"),
        pytest.param("null", [None], id="null"),
        pytest.param("? = 3 or ? = null", [None, 3], id="question-mark"),
        pytest.param("string length(?) = 3", ["low"], id="function"),
        pytest.param("limits", ["low", 3], id="list-variable"),
    ],
)
def test_a_cell_matches(cell, matching):
    rules = table(["value"], [[cell, "true"]])
    found = model(
        input_data("value"), input_data("limits"), decision("d", rules, "#value", "#limits")
    )

    matched = [
        value
        for value in ["high", "medium", "low", None, 3]
        if answer(found, "d", {"value": value, "limits": ["low", 3]}) == "true"
    ]

    assert matched == matching


def test_an_input_outside_its_values_decides_nothing_and_says_so():
    text = table(["risk"], [["-", "1"]]).replace(
        "</inputExpression>",
        '</inputExpression><inputValues><text>"high", "low"</text></inputValues>',
    )
    found = model(input_data("risk"), decision("d", text, "#risk"))

    decided = decide(found, "d", {"risk": "none"})

    assert (decided.value, codes(decided), decided.matched) == (None, ["input_not_allowed"], ())
    assert answer(found, "d", {"risk": "low"}) == "1"


def test_an_output_of_the_wrong_type_is_null_with_a_reason():
    rules = table(["a"], [["-", '"ten"']], outputs=['<output typeRef="number"/>'])
    decided = decide(model(input_data("a"), decision("d", rules, "#a")), "d", {"a": 1})

    assert (decided.value, codes(decided)) == (None, ["wrong_type"])


def test_an_empty_output_cell_is_null():
    rules = table(["a"], [["1", ""]])

    assert answer(model(input_data("a"), decision("d", rules, "#a")), "d", {"a": 1}) == "null"


def test_a_table_without_inputs_always_matches():
    assert answer(model(decision("d", table([], [["7"]]))), "d") == "7"


@pytest.mark.parametrize(
    ("cell", "constants"),
    [
        pytest.param('"a"', ("a",), id="string"),
        pytest.param(' "a" , "b,c" ', ("a", "b,c"), id="strings"),
        pytest.param("-1.5, 2", (Decimal("-1.5"), Decimal(2)), id="numbers"),
        pytest.param('"a\\n"', None, id="escape"),
        pytest.param('"a" "b"', None, id="no-comma"),
        pytest.param('"a",', None, id="comma-at-the-end"),
        pytest.param("> 5", None, id="comparison"),
        pytest.param("1..5", None, id="range"),
        pytest.param("true", None, id="boolean"),
        pytest.param("name", None, id="name"),
    ],
)
def test_only_constants_are_taken_for_constants(cell, constants):
    assert rule_index.literals(cell) == constants


_CELLS = st.lists(
    st.sampled_from(['"a"', '"b"', '"a", "c"', "1", "1.0, 2", "true", "-"]),
    min_size=8,
    max_size=30,
)
_VALUES = st.one_of(
    st.sampled_from(["a", "b", "c", "z", True, False, None, Decimal(1), Decimal("2.0")]),
    st.lists(st.sampled_from(["a", "b"]), max_size=2),
)


@given(_CELLS, _VALUES)
def test_an_index_changes_no_answer(cells, value):
    rules = [[cell, str(number)] for number, cell in enumerate(cells)]
    text = table(["x"], rules, 'hitPolicy="COLLECT"')
    found = models.draft(definitions(input_data("x"), decision("d", text, "#x")))
    node = found.find("d", Decision)
    plain = replace(node, logic=replace(node.logic, index=None))
    without = replace(found, nodes={**found.nodes, node.key: plain})

    assert (
        decisions.decide(found, "d", {"x": value}).value
        == decisions.decide(without, "d", {"x": value}).value
    )


def test_a_long_table_of_constants_has_an_index_and_a_short_one_none():
    long, short = (
        model(
            item_definition("t", "string"),
            input_data("x", "t"),
            decision("d", table(["x"], [[f'"c{row}"', str(row)] for row in range(count)]), "#x"),
        ).find("d", Decision)
        for count in (1_000, 7)
    )

    assert long.logic.index is not None
    assert short.logic.index is None
    assert long.logic.index.candidates("c999", ()) == (999,)
