"""Decisions that need other decisions, functions, services and other documents."""

import pytest

from engine.dmn import decisions, models
from engine.dmn.findings import DecisionRejected
from engine.feel import functions, values
from tests.dmn.documents import (
    answer,
    codes,
    decide,
    decision,
    definitions,
    input_data,
    item_definition,
    knowledge,
    literal,
    model,
    table,
    variable,
)

MODEL = "https://www.omg.org/spec/DMN/20230324/MODEL/"


def imported(namespace: str, name: str) -> str:
    """Write an import."""
    return f'<import name="{name}" namespace="{namespace}" importType="{MODEL}"/>'


def service(name: str, outputs: str, inputs: str = "", result: str = "") -> str:
    """Write a decision service; outputs and inputs are names with spaces between."""
    kinds = [("outputDecision", each) for each in outputs.split()]
    kinds += [
        ("inputData" if each.startswith("data") else "inputDecision", each)
        for each in inputs.split()
    ]
    parts = "".join(f'<{kind} href="#{each}"/>' for kind, each in kinds)
    return (
        f'<decisionService id="{name}" name="{name}">{variable(name, result)}{parts}'
        "</decisionService>"
    )


def invoked(found, name, variables):
    """Give the value of a service or knowledge model as JSON text."""
    return values.to_json_text(
        decisions.invoke(found, name, values.from_json(dict(variables))).value
    )


def test_a_decision_sees_the_decisions_it_needs():
    found = model(
        input_data("base fee"),
        decision("tax", literal("base fee * 0.1"), "#base_fee"),
        decision("whole fee", literal("base fee + tax"), "#base_fee", "#tax"),
    )

    decided = decide(found, "whole fee", {"base fee": 20})

    assert values.to_json(decided.value) == 22
    assert decided.inputs == {"base fee": 20}
    assert [each.id for each in found.decisions] == ["tax", "whole_fee"]
    assert found.input_names("whole fee") == ("base fee",)


def test_a_decision_is_found_by_id_before_name():
    found = model(
        '<decision id="b" name="a"><variable name="a"/>' + literal("1") + "</decision>",
        '<decision id="a" name="b"><variable name="b"/>' + literal("2") + "</decision>",
        '<decision id="c" name="A long name"><variable name="c"/>' + literal("3") + "</decision>",
    )

    assert [answer(found, name) for name in ("a", "b", "A long name")] == ["2", "1", "3"]


def test_a_decision_that_does_not_exist_is_refused():
    with pytest.raises(DecisionRejected) as refused:
        decide(model(decision("d", literal("1"))), "e")

    assert refused.value.findings[0].code == "decision_unknown"


def test_a_decision_does_not_see_what_it_does_not_need():
    found = model(input_data("a"), decision("d", literal("a")))

    assert answer(found, "d", {"a": 1}) == "null"
    assert [(each.code, each.parameters) for each in found.findings] == [
        ("name_unknown", {"name": "a"})
    ]


def test_a_decision_without_logic_is_given_from_outside():
    found = model(
        '<decision id="opinion" name="opinion"><variable name="opinion"/></decision>',
        decision("d", literal('"so: " + opinion'), "#opinion"),
    )

    assert answer(found, "d", {"opinion": "fine"}) == '"so: fine"'


def test_a_chain_of_a_thousand_decisions_is_no_problem():
    chain = [decision("d0", literal("0"))]
    chain += [decision(f"d{n}", literal(f"d{n - 1} + 1"), f"#d{n - 1}") for n in range(1, 1_000)]

    assert answer(model(*chain), "d999") == "999"


def test_decisions_that_need_each_other_are_refused():
    with pytest.raises(DecisionRejected) as refused:
        model(decision("a", literal("b"), "#b"), decision("b", literal("a"), "#a"))

    assert refused.value.findings[0].code == "requirement_cycle"


def test_a_reference_to_nothing_is_refused():
    with pytest.raises(DecisionRejected) as refused:
        model(decision("a", literal("1"), "#b"))

    assert [(each.element, each.code) for each in refused.value.findings] == [
        ("a", "reference_unknown")
    ]


def test_a_knowledge_model_is_called_by_position_and_by_name():
    fee = knowledge("fee of", {"age": "number", "reason": "string"}, literal("age"))
    found = model(
        fee.replace('id="fee of"', 'id="fee"'),
        decision("d", literal('fee of(3, "x") + fee of(reason: "y", age: 4)'), knows=["#fee"]),
    )

    assert answer(found, "d") == "7"
    assert invoked(found, "fee of", {"age": 5, "reason": "z"}) == "5"


def test_a_knowledge_model_sees_only_what_it_needs_itself():
    found = model(
        input_data("a"),
        knowledge("inner", {}, literal("2")),
        knowledge("outer", {}, literal("inner() + 1"), knows=["#inner"]),
        knowledge("blind", {}, literal("a")),
        decision("d", literal("[outer(), blind()]"), "#a", knows=["#outer", "#blind"]),
    )

    assert answer(found, "d", {"a": 1}) == "[3, null]"


def test_a_knowledge_model_may_call_itself_a_few_times():
    factorial = knowledge(
        "factorial", {"n": "number"}, literal("if n < 2 then 1 else n * factorial(n - 1)")
    )
    found = model(
        factorial,
        input_data("n"),
        decision("d", literal("factorial(n)"), "#n", knows=["#factorial"]),
    )

    assert answer(found, "d", {"n": 20}) == "2432902008176640000"
    assert "too_deep" in codes(decide(found, "d", {"n": 5_000}))


def test_a_knowledge_model_checks_its_result():
    found = model(
        knowledge("f", {}, literal('"x"'), result="number"),
        decision("d", literal("f()"), knows=["#f"]),
    )

    assert codes(decide(found, "d")) == ["wrong_type"]


def test_the_type_of_a_knowledge_model_may_be_that_of_a_function():
    item = '<itemDefinition name="fee"><functionItem outputTypeRef="number"/></itemDefinition>'
    found = model(item, knowledge("f", {}, literal('"x"'), result="fee"))

    assert invoked(found, "f", {}) == "null"


def test_a_knowledge_model_in_another_language_gives_null():
    text = knowledge("f", {"a": "number"}, literal("1")).replace(
        "<encapsulatedLogic>", '<encapsulatedLogic kind="Java">'
    )

    assert invoked(model(text), "f", {"a": 1}) == "null"


def test_a_knowledge_model_without_logic_gives_null():
    text = '<businessKnowledgeModel id="f" name="f"><variable name="f"/></businessKnowledgeModel>'

    assert invoked(model(text), "f", {}) == "null"


def test_a_value_that_is_nested_without_end_gives_null():
    nested: list[object] = []
    for _ in range(5_000):
        nested = [nested]
    found = model(input_data("a"), decision("d", literal("1"), "#a"))

    decided = decisions.decide(found, "d", {"a": nested})

    assert (decided.value, codes(decided)) == (None, ["too_deep"])


def test_a_table_in_a_knowledge_model_tells_its_rule():
    found = model(
        knowledge("f", {"age": "number"}, table(["age"], [["< 16", "5"], [">= 16", "10"]])),
        input_data("a"),
        decision("d", literal("f(a)"), "#a", knows=["#f"]),
    )

    decided = decide(found, "d", {"a": 30})

    assert [(rule.rule, rule.line) for rule in decided.matched] == [("rule_2", 2)]


SERVICES = (
    input_data("data"),
    decision("given", literal('"own"'), result="string"),
    decision("made", literal('data + "-" + given'), "#data", "#given"),
    decision("other", literal('given + "!"'), "#given"),
    service("one", "made", "data given"),
    service("two", "made other", "data given"),
)


@pytest.mark.parametrize(
    ("call", "expected"),
    [
        pytest.param('one("a", "b")', '"a-b"', id="data-before-decisions"),
        pytest.param('one(given: "b", data: "a")', '"a-b"', id="by-name"),
        pytest.param('two("a", "b")', '{"made": "a-b", "other": "b!"}', id="several-outputs"),
        pytest.param('one("a")', "null", id="too-few"),
        pytest.param('one("a", "b", "c")', "null", id="too-many"),
        pytest.param('one("a", 1)', "null", id="wrong-type"),
        pytest.param('one("a", "b") + given', '"a-bown"', id="outside-it-nothing-changes"),
    ],
)
def test_a_decision_service_is_a_function_of_its_inputs(call, expected):
    caller = decision("d", literal(call), "#given", knows=["#one", "#two"])

    assert answer(model(*SERVICES, caller), "d") == expected


def test_a_decision_service_is_called_from_outside_by_name():
    found = model(*SERVICES)

    assert invoked(found, "one", {"data": "a", "given": "b"}) == '"a-b"'
    assert invoked(found, "two", {"data": "a"}) == '{"made": null, "other": null}'


def test_calling_neither_a_service_nor_a_knowledge_model_is_refused():
    with pytest.raises(DecisionRejected) as refused:
        decisions.invoke(model(*SERVICES), "made", {})

    assert refused.value.findings[0].code == "invocable_unknown"


LIBRARY = definitions(
    item_definition("years", "number"),
    input_data("own age", "years"),
    knowledge("double it", {"n": "years"}, literal("n * 2")).replace('id="double it"', 'id="f"'),
    decision("older", literal("own age + 1"), "#own_age"),
    namespace="library",
)


def test_an_import_brings_types_functions_and_decisions_under_its_name():
    found = model(
        imported("library", "lib"),
        input_data("age", "lib.years"),
        decision(
            "d",
            literal("lib.double it(age) + lib.older"),
            "#age",
            "library#older",
            knows=["library#f"],
        ),
        library=LIBRARY,
    )

    assert found.input_names("d") == ("age", "lib.own age")
    assert answer(found, "d", {"age": 5, "lib": {"own age": 30}}) == "41"
    assert answer(found, "d", {"age": 5, "{library}own age": 30}) == "41"
    assert answer(found, "d", {"age": 5, "lib.own age": 30}) == "41"
    assert answer(found, "d", {"age": "x", "lib": {"own age": 30}}) == "null"


def test_an_import_without_a_name_brings_its_names_as_they_are():
    found = model(
        imported("library", ""),
        decision("d", literal("double it(older)"), "library#older", knows=["library#f"]),
        library=LIBRARY,
    )

    assert answer(found, "d", {"own age": 1}) == "4"


def test_a_document_that_is_imported_on_two_ways_has_two_sets_of_inputs():
    between = [
        definitions(
            imported("library", "lib"),
            decision("next", literal("lib.older"), "library#older"),
            namespace=name,
        )
        for name in ("left", "right")
    ]
    found = model(
        imported("left", "l"),
        imported("right", "r"),
        decision("d", literal("[l.next, r.next]"), "left#next", "right#next"),
        left=between[0],
        right=between[1],
        library=LIBRARY,
    )

    given = {"l": {"lib": {"own age": 1}}, "r": {"lib": {"own age": 10}}}

    assert answer(found, "d", given) == "[2, 11]"


def test_types_of_an_import_of_an_import_are_known_by_both_names():
    between = definitions(imported("library", "lib"), namespace="between")
    found = model(
        imported("between", "b"),
        input_data("age", "b.lib.years"),
        decision("d", literal("age"), "#age"),
        between=between,
        library=LIBRARY,
    )

    assert [answer(found, "d", {"age": value}) for value in (1, "1")] == ["1", "null"]


def test_an_input_of_the_same_name_hides_an_import():
    found = model(
        imported("library", "lib"),
        input_data("lib"),
        decision("d", literal("lib"), "#lib", "library#older"),
        library=LIBRARY,
    )

    assert answer(found, "d", {"lib": {"own age": 1}}) == '{"own age": 1}'


def test_an_import_that_is_not_there_is_refused():
    with pytest.raises(DecisionRejected) as refused:
        model(imported("library", "lib"), broken=b"no XML", other=definitions(namespace="x"))

    assert [(each.code, each.parameters) for each in refused.value.findings] == [
        ("import_missing", {"namespace": "library"})
    ]


def test_functions_of_the_product_are_known_everywhere():
    own = {"next number after": functions.function(lambda number: number + 1, ("number",))}
    rules = table(["a"], [["next number after(2)", "next number after(a)"]])
    document = definitions(input_data("a"), decision("d", rules, "#a"))

    found = models.read(document, functions=own)

    assert found.findings == ()
    assert answer(found, "d", {"a": 3}) == "4"


def test_a_variable_takes_the_place_of_a_function_of_the_product():
    own = {"today": functions.function(lambda: "then", ())}
    document = definitions(
        decision("d", literal("today()")),
        service("s", "d"),
        decision("e", literal("s()"), knows=["#s"]),
    )
    found = models.read(document, functions=own)
    now = {"today": functions.function(lambda: "now", ())}

    given = [decisions.decide(found, name, now).value for name in ("d", "e")]

    assert answer(found, "d") == '"then"'
    assert given == ["now", "now"]


def test_work_without_end_is_stopped_by_a_count():
    def loop(depth: int) -> str:
        inside = loop(depth - 1) if depth else literal("1")
        return (
            f'<for iteratorVariable="x{depth}"><in>{literal("[1..1000]")}</in>'
            f"<return>{inside}</return></for>"
        )

    decided = decide(model(decision("d", loop(2))), "d")

    assert (decided.value, codes(decided)) == (None, ["too_many_steps"])
