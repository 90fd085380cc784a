"""What tables answer when none, one or several rules match."""

import pytest

from tests.dmn.documents import answer, codes, decide, decision, input_data, model, table

RULES = [["> 1", "10"], ["> 2", "30"], ["> 3", "30"]]
RANKED = "<output><outputValues><text>30, 10</text></outputValues></output>"


def _model(attributes: str, output: str = RANKED):
    rules = table(["age"], RULES, attributes, [output])
    return model(input_data("age", "number"), decision("fee", rules, "#age"))


@pytest.mark.parametrize(
    ("attributes", "expected"),
    [
        pytest.param('hitPolicy="UNIQUE"', ["null", "10", "null", "null"], id="unique"),
        pytest.param("", ["null", "10", "null", "null"], id="unique-is-the-default"),
        pytest.param('hitPolicy="ANY"', ["null", "10", "null", "null"], id="any"),
        pytest.param('hitPolicy="FIRST"', ["null", "10", "10", "10"], id="first"),
        pytest.param('hitPolicy="PRIORITY"', ["null", "10", "30", "30"], id="priority"),
        pytest.param(
            'hitPolicy="RULE ORDER"', ["[]", "[10]", "[10, 30]", "[10, 30, 30]"], id="rule-order"
        ),
        pytest.param(
            'hitPolicy="OUTPUT ORDER"',
            ["[]", "[10]", "[30, 10]", "[30, 30, 10]"],
            id="output-order",
        ),
        pytest.param(
            'hitPolicy="COLLECT"', ["[]", "[10]", "[10, 30]", "[10, 30, 30]"], id="collect"
        ),
        pytest.param(
            'hitPolicy="COLLECT" aggregation="SUM"', ["null", "10", "40", "70"], id="collect-sum"
        ),
        pytest.param(
            'hitPolicy="COLLECT" aggregation="MIN"', ["null", "10", "10", "10"], id="collect-least"
        ),
        pytest.param(
            'hitPolicy="COLLECT" aggregation="MAX"',
            ["null", "10", "30", "30"],
            id="collect-greatest",
        ),
        pytest.param(
            'hitPolicy="COLLECT" aggregation="COUNT"', ["0", "1", "2", "3"], id="collect-count"
        ),
    ],
)
def test_a_hit_policy_makes_one_result_of_the_rules_that_match(attributes, expected):
    fee = _model(attributes)

    answers = [answer(fee, "fee", {"age": age}) for age in (0, 2, 3, 4)]

    assert answers == expected


def test_rules_that_agree_satisfy_the_policy_any():
    rules = table(["age"], [["> 1", "10"], ["> 2", "10.0"]], 'hitPolicy="ANY"')
    fee = model(input_data("age"), decision("fee", rules, "#age"))

    assert answer(fee, "fee", {"age": 5}) == "10"


@pytest.mark.parametrize(
    ("attributes", "code"),
    [
        pytest.param('hitPolicy="UNIQUE"', "several_rules_match", id="unique"),
        pytest.param('hitPolicy="ANY"', "rules_disagree", id="any"),
    ],
)
def test_a_broken_hit_policy_names_the_lines(attributes, code):
    decided = decide(_model(attributes), "fee", {"age": 3})

    assert [(each.code, each.parameters) for each in decided.warnings] == [
        (code, {"lines": "1, 2"})
    ]
    assert [rule.line for rule in decided.matched] == [1, 2]


def test_the_rules_that_matched_are_named_by_table_id_and_line():
    decided = decide(_model('hitPolicy="RULE ORDER"'), "fee", {"age": 3})

    assert [(rule.table, rule.rule, rule.line) for rule in decided.matched] == [
        ("table", "rule_1", 1),
        ("table", "rule_2", 2),
    ]


def test_priority_is_taken_from_the_type_where_the_column_names_no_values():
    item = (
        '<itemDefinition name="t"><typeRef>number</typeRef>'
        "<allowedValues><text>30, 10</text></allowedValues></itemDefinition>"
    )
    rules = table(["age"], RULES, 'hitPolicy="PRIORITY"', ['<output typeRef="t"/>'])
    fee = model(item, input_data("age"), decision("fee", rules, "#age"))

    assert answer(fee, "fee", {"age": 3}) == "30"


def test_several_outputs_make_a_context_ranked_from_left_to_right():
    outputs = [
        '<output name="way"><outputValues><text>"window", "online"</text></outputValues></output>',
        '<output name="days"><outputValues><text>1, 2</text></outputValues></output>',
    ]
    cells = [["-", '"online"', "1"], ["-", '"window"', "2"], ["-", '"window"', "1"]]
    rules = table(["age"], cells, 'hitPolicy="OUTPUT ORDER"', outputs)
    ways = model(input_data("age"), decision("ways", rules, "#age"))

    assert answer(ways, "ways", {"age": 1}) == (
        '[{"way": "window", "days": 1}, {"way": "window", "days": 2}, '
        '{"way": "online", "days": 1}]'
    )


def test_several_outputs_are_summed_by_column():
    outputs = ['<output name="a"/>', '<output name="b"/>']
    rules = table(
        ["age"],
        [["-", "1", "2"], ["-", "3", "4"]],
        'hitPolicy="COLLECT" aggregation="SUM"',
        outputs,
    )
    sums = model(input_data("age"), decision("sums", rules, "#age"))

    assert answer(sums, "sums", {"age": 1}) == '{"a": 4, "b": 6}'


def test_a_default_output_stands_in_where_no_rule_matches():
    output = "<output><defaultOutputEntry><text>age * 2</text></defaultOutputEntry></output>"

    assert answer(_model("", output), "fee", {"age": 1}) == "2"


def test_no_match_without_a_default_needs_no_reason():
    assert codes(decide(_model(""), "fee", {"age": 1})) == []


def test_output_values_that_cannot_be_listed_give_no_order():
    output = "<output><outputValues><text>&gt; 5</text></outputValues></output>"

    assert answer(_model('hitPolicy="PRIORITY"', output), "fee", {"age": 3}) == "10"
