"""Types, boxed expressions and functions as in DMN 1.5, chapters 7.3, 10.2 and 10.3.2.9."""

import pytest

from tests.dmn.documents import (
    answer,
    decision,
    input_data,
    item_definition,
    knowledge,
    literal,
    model,
    variable,
)

_SMALL = "<allowedValues><text>[1..10]</text></allowedValues>"
_LONG = "<typeConstraint><text>count(?) &gt; 2</text></typeConstraint>"
_MANY = 'isCollection="true"'
_PERSON = (
    '<itemDefinition name="person"><itemComponent name="name"><typeRef>string</typeRef>'
    '</itemComponent><itemComponent name="age"><typeRef>number</typeRef>'
    "<allowedValues><text>&gt;= 0</text></allowedValues></itemComponent></itemDefinition>"
)
_TYPES = (
    item_definition("numbers", "number", "", _MANY),
    item_definition("small", "number", _SMALL),
    item_definition("smaller", "small"),
    item_definition("smalls", "number", _SMALL, _MANY),
    item_definition("many", "number", _LONG, _MANY),
    _PERSON,
)


@pytest.mark.parametrize(
    ("text", "reference", "expected"),
    [
        ('"a"', "number", "null"),
        ("[1]", "number", "1"),
        ("[1, 2]", "number", "null"),
        ('@"2020-01-01"', "date and time", '"2020-01-01T00:00:00Z"'),
        ('@"2020-01-01T00:00:00Z"', "date", "null"),
        ('"a"', "Any", '"a"'),
        ("1", "numbers", "[1]"),
        ('"a"', "numbers", "null"),
        ("5", "small", "5"),
        ("50", "small", "null"),
        ("50", "smaller", "null"),
        ("[1, 2]", "smalls", "[1, 2]"),
        ("[1, 20]", "smalls", "null"),
        ("[1, 2]", "many", "null"),
        ("[1, 2, 3]", "many", "[1, 2, 3]"),
        ('{name: "a", age: 1}', "person", '{"name": "a", "age": 1}'),
        ('{name: "a"}', "person", "null"),
        ('{name: "a", age: 1, x: 2}', "person", '{"name": "a", "age": 1, "x": 2}'),
        ('{name: "a", age: -1}', "person", "null"),
        ("{name: null, age: 1}", "person", '{"name": null, "age": 1}'),
    ],
)
def test_a_result_has_the_type_of_its_variable(text, reference, expected):
    given = model(*_TYPES, decision("d", literal(text), result=reference))

    assert answer(given, "d") == expected


@pytest.mark.parametrize(
    ("reference", "value", "expected"),
    [
        ("number", "a", "null"),
        ("number", [1], "1"),
        ("date", "2020-01-01", "null"),
        ("number", None, "null"),
    ],
)
def test_an_input_has_the_type_of_its_variable(reference, value, expected):
    given = model(input_data("x", reference), decision("d", literal("x"), "#x"))

    assert answer(given, "d", {"x": value}) == expected


def _context(*entries: tuple[str, str, str]) -> str:
    lines = (
        f"<contextEntry>{variable(name, reference) if name else ''}{logic}</contextEntry>"
        for name, reference, logic in entries
    )
    return f"<context>{''.join(lines)}</context>"


def _function(parameter: str, reference: str, text: str) -> str:
    return (
        f'<functionDefinition><formalParameter name="{parameter}" typeRef="{reference}"/>'
        f"{literal(text)}</functionDefinition>"
    )


def _conditional(condition: str) -> str:
    return (
        f"<conditional><if>{literal(condition)}</if><then>{literal('1')}</then>"
        f"<else>{literal('2')}</else></conditional>"
    )


def _filter(items: str, match: str) -> str:
    return f"<filter><in>{literal(items)}</in><match>{literal(match)}</match></filter>"


@pytest.mark.parametrize(
    ("logic", "expected"),
    [
        pytest.param(
            _context(("a", "number", literal('"x"')), ("b", "", literal("a + 1"))),
            '{"a": null, "b": null}',
            id="an entry has its type",
        ),
        pytest.param(
            _context(("f", "", _function("x", "number", "x + 1")), ("", "", literal("f(4)"))),
            "5",
            id="a function in a context",
        ),
        pytest.param(
            _context(("f", "", _function("x", "number", "5")), ("", "", literal('f("a")'))),
            "null",
            id="an argument has its type",
        ),
        pytest.param(
            _context(
                ("f", "", _function("n", "number", "if n < 2 then 1 else n * f(n - 1)")),
                ("", "", literal("f(5)")),
            ),
            "120",
            id="a function calls itself",
        ),
        pytest.param(_conditional("true"), "1", id="if true"),
        pytest.param(_conditional("null"), "2", id="if null"),
        pytest.param(_conditional('"a"'), "null", id="if no boolean"),
        pytest.param(_filter("[{a: 1}, {a: 2}]", "a > 1"), '[{"a": 2}]', id="filter by an entry"),
        pytest.param(
            _filter("[{a: 1}, {a: 2}]", "item.a > 1"), '[{"a": 2}]', id="filter by the item"
        ),
        pytest.param(_filter("5", "item > 2"), "[5]", id="filter of a single value"),
        pytest.param(_filter("[1, 2]", '"a"'), "[]", id="filter by no boolean"),
        pytest.param(_filter("[]", "item > 1"), "[]", id="filter of nothing"),
    ],
)
def test_a_box_gives_its_value(logic, expected):
    assert answer(model(decision("d", logic)), "d") == expected


def _invocation(function: str, **bindings: str) -> str:
    bound = "".join(
        f'<binding><parameter name="{name}"/>{literal(text)}</binding>'
        for name, text in bindings.items()
    )
    return f"<invocation>{literal(function)}{bound}</invocation>"


_TWO = {"a": "number", "b": "number"}
_ONE = {"a": "number"}


@pytest.mark.parametrize(
    ("known", "logic", "expected"),
    [
        pytest.param(
            knowledge("f", _TWO, literal("a - b")), literal("f(b: 2, a: 1)"), "-1", id="by name"
        ),
        pytest.param(knowledge("f", _ONE, literal("5")), literal('f("x")'), "null", id="type"),
        pytest.param(knowledge("f", _ONE, literal("a")), literal("f([1])"), "1", id="list of one"),
        pytest.param(knowledge("f", _ONE, literal("a")), literal("f()"), "null", id="none given"),
        pytest.param(
            knowledge("f", _ONE, literal('"x"'), result="number"),
            literal("f(1)"),
            "null",
            id="its result",
        ),
        pytest.param(
            knowledge("f", _ONE, literal("f(a + 1) + f(a + 2)")),
            literal("f(1)"),
            "null",
            id="endless calls",
        ),
        pytest.param(
            knowledge("f", _TWO, literal("a - b")), _invocation("f", b="2", a="1"), "-1", id="box"
        ),
        pytest.param(
            knowledge("f", _TWO, literal("5")), _invocation("f", a="1"), "null", id="box with less"
        ),
        pytest.param("", _invocation("abs", n="-3"), "3", id="box of a built-in function"),
    ],
)
def test_a_knowledge_model_is_called(known, logic, expected):
    knows = ["#f"] if known else []

    assert answer(model(known, decision("d", logic, knows=knows)), "d") == expected


_GRAPH = (
    input_data("x", "number"),
    input_data("y", "number"),
    decision("a", literal("x + 1"), "#x"),
    decision("b", literal("a * y"), "#a", "#y"),
)


def _service(*parts: tuple[str, str]) -> str:
    inside = "".join(f'<{kind} href="#{name}"/>' for kind, name in parts)
    return f'<decisionService id="s" name="s">{variable("s")}{inside}</decisionService>'


_WHOLE = _service(
    ("outputDecision", "b"),
    ("encapsulatedDecision", "a"),
    ("inputData", "x"),
    ("inputData", "y"),
)
_PART = _service(("outputDecision", "b"), ("inputDecision", "a"), ("inputData", "y"))
_BOTH = _service(
    ("outputDecision", "a"), ("outputDecision", "b"), ("inputData", "x"), ("inputData", "y")
)


@pytest.mark.parametrize(
    ("service", "logic", "expected"),
    [
        pytest.param(_WHOLE, literal("s(2, 2)"), "6", id="by position"),
        pytest.param(_WHOLE, literal("s(y: 4, x: 1)"), "8", id="by name"),
        pytest.param(_WHOLE, _invocation("s", y="4", x="1"), "8", id="by a box"),
        pytest.param(_WHOLE, literal('s("a", 2)'), "null", id="a wrong type"),
        pytest.param(_WHOLE, literal("s(1)"), "null", id="too few"),
        pytest.param(_PART, literal("s(2, 10)"), "20", id="data comes before decisions"),
        pytest.param(_PART, literal("s(a: 10, y: 2)"), "20", id="an input decision by name"),
        pytest.param(_BOTH, literal("s(2, 2)"), '{"a": 3, "b": 6}', id="several outputs"),
    ],
)
def test_a_decision_service_is_called(service, logic, expected):
    assert answer(model(*_GRAPH, service, decision("d", logic, knows=["#s"])), "d") == expected
