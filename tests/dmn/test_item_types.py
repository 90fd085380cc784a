"""Types of inputs and results: what conforms, what is converted, what becomes null."""

import pytest

from tests.dmn.documents import (
    answer,
    codes,
    decide,
    decision,
    input_data,
    item_definition,
    literal,
    model,
)

ALLOWED = '<allowedValues><text>"LOSS", "DAMAGE"</text></allowedValues>'
COLLECTION = 'isCollection="true"'
COMPONENTS = (
    '<itemDefinition name="person"><itemComponent name="full name"><typeRef>string</typeRef>'
    '</itemComponent><itemComponent name="reasons" isCollection="true"><typeRef>reason</typeRef>'
    "</itemComponent></itemDefinition>"
)
TYPES = (
    # used before it is defined, on purpose
    item_definition("reasons", "reason", attributes=COLLECTION),
    item_definition("reason", "string", ALLOWED),
    item_definition("inline", "string", ALLOWED, COLLECTION),
    item_definition(
        "pair",
        "number",
        "<typeConstraint><text>count(?) = 2</text></typeConstraint>",
        COLLECTION,
    ),
    item_definition("small", "number", "<allowedValues><text>[0..9]</text></allowedValues>"),
    item_definition("digit", "small", "<allowedValues><text>not(7)</text></allowedValues>"),
    COMPONENTS,
)


@pytest.mark.parametrize(
    ("type_reference", "value", "expected"),
    [
        pytest.param("string", "a", '"a"', id="string"),
        pytest.param("string", 1, "null", id="number-for-string"),
        pytest.param("number", True, "null", id="boolean-for-number"),
        pytest.param("Any", [1], "[1]", id="any"),
        pytest.param("", {"a": 1}, '{"a": 1}', id="no-type"),
        pytest.param("number", None, "null", id="null"),
        pytest.param("number", [1], "1", id="list-of-one-for-its-item"),
        pytest.param("number", [1, 2], "null", id="list-of-two"),
        pytest.param("list<number>", 1, "[1]", id="item-for-a-list"),
        pytest.param("reason", "LOSS", '"LOSS"', id="allowed"),
        pytest.param("reason", "THEFT", "null", id="not-allowed"),
        pytest.param("reasons", ["LOSS", "DAMAGE"], '["LOSS", "DAMAGE"]', id="all-allowed"),
        pytest.param("reasons", ["LOSS", "THEFT"], "null", id="one-not-allowed"),
        pytest.param("inline", ["LOSS"], '["LOSS"]', id="allowed-items"),
        pytest.param("inline", "LOSS", '["LOSS"]', id="allowed-item-for-a-list"),
        pytest.param("pair", [1, 2], "[1, 2]", id="constraint-on-the-list"),
        pytest.param("pair", [1], "null", id="constraint-on-the-list-broken"),
        pytest.param("digit", 8, "8", id="constraints-add-up"),
        pytest.param("digit", 7, "null", id="own-constraint"),
        pytest.param("digit", 10, "null", id="constraint-of-the-base"),
        pytest.param(
            "person",
            {"full name": "X", "reasons": ["LOSS"], "more": 1},
            '{"full name": "X", "reasons": ["LOSS"], "more": 1}',
            id="structure",
        ),
        pytest.param("person", {"full name": "X"}, "null", id="entry-missing"),
        pytest.param(
            "person", {"full name": "X", "reasons": ["THEFT"]}, "null", id="entry-not-allowed"
        ),
        pytest.param("person", {"full name": 1, "reasons": []}, "null", id="entry-of-wrong-type"),
    ],
)
def test_an_input_has_its_type_or_is_null(type_reference, value, expected):
    found = model(*TYPES, input_data("x", type_reference), decision("d", literal("x"), "#x"))

    assert answer(found, "d", {"x": value}) == expected


@pytest.mark.parametrize(
    ("text", "result", "expected"),
    [
        pytest.param("[1]", "number", "1", id="list-of-one"),
        pytest.param("1", "pair", "null", id="constraint"),
        pytest.param('date("2026-03-18")', "date and time", '"2026-03-18T00:00:00Z"', id="date"),
        pytest.param('"x"', "number", "null", id="wrong"),
        pytest.param('"x"', "dayTimeDuration", "null", id="old-spelling"),
        pytest.param('duration("P1D")', "dayTimeDuration", '"P1D"', id="old-spelling-fits"),
    ],
)
def test_a_result_has_the_type_of_the_decision_or_is_null(text, result, expected):
    found = model(*TYPES, decision("d", literal(text), result=result))

    assert answer(found, "d") == expected


def test_a_misfit_says_what_it_found_but_not_the_value():
    found = model(input_data("x", "number"), decision("d", literal("1"), "#x"))

    decided = decide(found, "d", {"x": "52019919850704202X"})

    assert [(each.element, each.code, each.parameters) for each in decided.warnings] == [
        ("x", "wrong_type", {"given": "string"})
    ]


def test_item_definitions_are_types_of_feel():
    found = model(
        *TYPES,
        input_data("x"),
        decision("d", literal("[x instance of reason, x instance of list<reason>]"), "#x"),
    )

    assert answer(found, "d", {"x": "THEFT"}) == "[true, false]"
    assert answer(found, "d", {"x": ["LOSS"]}) == "[false, true]"


def test_a_function_type_checks_the_number_of_parameters():
    item = (
        '<itemDefinition name="f"><functionItem outputTypeRef="number">'
        '<parameters name="a" typeRef="number"/></functionItem></itemDefinition>'
    )
    found = model(
        item,
        decision("one", literal("function(a: number) 1"), result="f"),
        decision("two", literal("function(a: number, b: number) 1"), result="f"),
        decision("d", literal("[one(1), two]"), "#one", "#two"),
    )

    assert answer(found, "d") == "[1, null]"


def test_an_unknown_type_is_a_warning_and_means_anything():
    found = model(input_data("x", "tNothing"), decision("d", literal("x"), "#x"))

    assert [(each.code, each.parameters) for each in found.findings] == [
        ("type_unknown", {"type": "tNothing"})
    ]
    assert answer(found, "d", {"x": 1}) == "1"


def test_a_missing_input_is_null_without_a_reason():
    found = model(input_data("x", "number"), decision("d", literal("x = null"), "#x"))

    decided = decide(found, "d")

    assert (decided.value, codes(decided), decided.inputs) == (True, [], {"x": None})
