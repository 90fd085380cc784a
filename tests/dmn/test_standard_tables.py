"""Decision tables as in DMN 1.5, chapter 8."""

import pytest

from tests.dmn.documents import answer, decision, input_data, model, table

_DEFAULT = '<output><defaultOutputEntry><text>"z"</text></defaultOutputEntry></output>'
_NAMED = ('<output name="a"/>', '<output name="b"/>')
_RANKED = (
    '<output name="a"><outputValues><text>"y", "x"</text></outputValues></output>',
    '<output name="b"><outputValues><text>1, 2</text></outputValues></output>',
)
_NUMBER = '<output typeRef="number"/>'
_COLLECT = 'hitPolicy="COLLECT"'


@pytest.mark.parametrize(
    ("rules", "attributes", "outputs", "expected"),
    [
        pytest.param([["5", '"a"']], "", [_DEFAULT], '"z"', id="a default"),
        pytest.param([["5", "1"]], "", ["<output/>"], "null", id="no default"),
        pytest.param([], "", ["<output/>"], "null", id="no rules"),
        pytest.param([["1", "1", "2"]], "", _NAMED, '{"a": 1, "b": 2}', id="two outputs"),
        pytest.param(
            [["1", "1", "2"]], _COLLECT, _NAMED, '[{"a": 1, "b": 2}]', id="two outputs collected"
        ),
        pytest.param(
            [["1", "1", "2"], ["-", "3", "4"]],
            f'{_COLLECT} aggregation="SUM"',
            _NAMED,
            '{"a": 4, "b": 6}',
            id="two outputs summed up",
        ),
        pytest.param([["< 5", "x + 1"]], "", ["<output/>"], "2", id="an output is calculated"),
        pytest.param([["? > 0 and ? < 5", "1"]], "", ["<output/>"], "1", id="a condition"),
        pytest.param([["<= y", "1"]], "", ["<output/>"], "1", id="a limit from another input"),
        pytest.param(
            [["not(y)", "1"], ["y", "2"]], "", ["<output/>"], "2", id="not another input"
        ),
        pytest.param([["-", '"b"']], "", [_NUMBER], "null", id="an output of a wrong type"),
        pytest.param([["-", "[7]"]], "", [_NUMBER], "7", id="an output in a list of one"),
        pytest.param(
            [["-", "1"], ["-", "1"]],
            f'{_COLLECT} aggregation="COUNT"',
            ["<output/>"],
            "2",
            id="equal outputs count each",
        ),
        pytest.param(
            [["-", '"b"'], ["-", '"a"']],
            f'{_COLLECT} aggregation="MIN"',
            ["<output/>"],
            '"a"',
            id="the least of strings",
        ),
        pytest.param(
            [["-", '"b"'], ["-", "1"]],
            f'{_COLLECT} aggregation="SUM"',
            ["<output/>"],
            "null",
            id="no sum of strings",
        ),
        pytest.param(
            [["-", "null"], ["-", "null"]],
            'hitPolicy="ANY"',
            ["<output/>"],
            "null",
            id="rules agree on null",
        ),
        pytest.param(
            [["-", '"x"', "2"], ["-", '"y"', "2"], ["-", '"y"', "1"]],
            'hitPolicy="PRIORITY"',
            _RANKED,
            '{"a": "y", "b": 1}',
            id="the first output ranks before the second",
        ),
        pytest.param(
            [["-", '"x"', "1"], ["-", '"y"', "2"]],
            'hitPolicy="OUTPUT ORDER"',
            _RANKED,
            '[{"a": "y", "b": 2}, {"a": "x", "b": 1}]',
            id="outputs in their order",
        ),
    ],
)
def test_a_table_answers(rules, attributes, outputs, expected):
    logic = table(["x"], rules, attributes, outputs)
    given = model(input_data("x"), input_data("y"), decision("d", logic, "#x", "#y"))

    assert answer(given, "d", {"x": 1, "y": 1}) == expected


@pytest.mark.parametrize(
    ("value", "rules", "expected"),
    [
        (True, [["true", "1"], ["false", "2"]], "1"),
        (None, [["1", "1"], ["null", "2"]], "2"),
        (None, [["1", "1"], ["-", "2"]], "2"),
        (None, [["not(null)", "1"], ["< 5", "2"]], "null"),
        ("b", [['"a"', "1"], ['not("a")', "2"]], "2"),
        ("b", [['"a", "b"', "1"]], "1"),
        (["a", "b"], [['list contains(?, "a")', "1"]], "1"),
        ({"a": 1}, [["?.a = 1", "1"]], "1"),
        ("2020-01-01", [['date(?) < @"2020-02-01"', "1"]], "1"),
    ],
)
def test_a_cell_tests_its_input(value, rules, expected):
    given = model(input_data("x"), decision("d", table(["x"], rules, ""), "#x"))

    assert answer(given, "d", {"x": value}) == expected


def test_a_table_without_inputs_has_its_output():
    assert answer(model(decision("d", table([], [["1"]], ""))), "d") == "1"


def test_an_input_may_be_calculated():
    given = model(input_data("x"), decision("d", table(["x * 2"], [["4", "1"]], ""), "#x"))

    assert answer(given, "d", {"x": 2}) == "1"


@pytest.mark.parametrize(("value", "expected"), [("a", "1"), ("c", "null")])
def test_an_input_may_only_take_its_values(value, expected):
    logic = (
        "<decisionTable><input><inputExpression><text>x</text></inputExpression>"
        '<inputValues><text>"a", "b"</text></inputValues></input><output/>'
        "<rule><inputEntry><text>-</text></inputEntry>"
        "<outputEntry><text>1</text></outputEntry></rule></decisionTable>"
    )
    given = model(input_data("x"), decision("d", logic, "#x"))

    assert answer(given, "d", {"x": value}) == expected
