"""Boxed expressions of every kind."""

import pytest

from tests.dmn.documents import (
    answer,
    codes,
    decide,
    decision,
    formal,
    input_data,
    knowledge,
    literal,
    model,
    variable,
)


def entry(name: str, logic: str, type_reference: str = "") -> str:
    """Write a context entry; without a name it is the result."""
    named = variable(name, type_reference) if name else ""
    return f"<contextEntry>{named}{logic}</contextEntry>"


def boxed(kind: str, attributes: str = "", **parts: str) -> str:
    """Write an expression whose parts are named elements."""
    named = ((part.strip("_"), logic) for part, logic in parts.items())
    inside = "".join(f"<{part}>{logic}</{part}>" for part, logic in named)
    return f"<{kind} {attributes}>{inside}</{kind}>"


def conditional(condition: str) -> str:
    """Write if, then, else."""
    yes, no = literal('"yes"'), literal('"no"')
    return boxed("conditional", if_=literal(condition), then=yes, else_=no)


def iterator(kind: str, items: str, body: str) -> str:
    """Write for, some or every over x."""
    part = "return" if kind == "for" else "satisfies"
    return boxed(kind, 'iteratorVariable="x"', in_=literal(items), **{part: literal(body)})


def filtered(items: str, match: str) -> str:
    """Write a filter."""
    return boxed("filter", in_=literal(items), match=literal(match))


CONTEXT = "<context>" + entry("net sum", literal("100")) + entry("tax", literal("net sum * 0.1"))


def row(*cells: str) -> str:
    """Write a row of a relation."""
    return f"<row>{''.join(map(literal, cells))}</row>"


def function(body: str) -> str:
    """Write a function of the number n."""
    return f"<functionDefinition>{formal({'n': 'number'})}{literal(body)}</functionDefinition>"


RELATION = (
    '<relation><column name="code"/><column name="fee" typeRef="number"/>'
    + row('"A"', "20")
    + row('"B"', '"x"')
    + "</relation>"
)


@pytest.mark.parametrize(
    ("logic", "expected"),
    [
        pytest.param(literal("1 + 1"), "2", id="literal"),
        pytest.param(literal("= 1 + 1"), "2", id="literal-with-equals-sign"),
        pytest.param(literal(""), "null", id="literal-without-text"),
        pytest.param(CONTEXT + "</context>", '{"net sum": 100, "tax": 10}', id="context"),
        pytest.param(
            CONTEXT + entry("", literal("net sum + tax")) + "</context>",
            "110",
            id="context-with-result",
        ),
        pytest.param(
            "<context>" + entry("a", literal('"x"'), "number") + "</context>",
            '{"a": null}',
            id="context-entry-of-wrong-type",
        ),
        pytest.param(f"<list>{literal('1')}{conditional('true')}</list>", '[1, "yes"]', id="list"),
        pytest.param(
            RELATION, '[{"code": "A", "fee": 20}, {"code": "B", "fee": null}]', id="relation"
        ),
        pytest.param(conditional("1 < 2"), '"yes"', id="conditional-true"),
        pytest.param(conditional("1 > 2"), '"no"', id="conditional-false"),
        pytest.param(conditional("null"), '"no"', id="conditional-null"),
        pytest.param(conditional('"x"'), "null", id="conditional-no-boolean"),
        pytest.param(filtered("[1, 5, 9]", "item > 4"), "[5, 9]", id="filter"),
        pytest.param(
            filtered("[{a: 1, b: 2}, {a: 3, b: 4}]", "a > 1 and item.b = 4"),
            '[{"a": 3, "b": 4}]',
            id="filter-of-contexts",
        ),
        pytest.param(filtered("[1, 5, 9]", "2"), "5", id="filter-by-place"),
        pytest.param(filtered("[1, 5, 9]", "-1"), "9", id="filter-by-place-from-the-end"),
        pytest.param(filtered("3", "item = 3"), "[3]", id="filter-of-one"),
        pytest.param(filtered("[]", "true"), "[]", id="filter-of-nothing"),
        pytest.param(filtered("null", "true"), "null", id="filter-of-null"),
        pytest.param(iterator("for", "[1, 2, 3]", "x * x"), "[1, 4, 9]", id="for"),
        pytest.param(iterator("for", "[1..3]", "x"), "[1, 2, 3]", id="for-over-a-range"),
        pytest.param(
            iterator("for", "[1, 2, 3]", "x + sum(partial)"), "[null, null, null]", id="for-null"
        ),
        pytest.param(
            iterator("for", "[1, 2, 3]", "x + count(partial)"), "[1, 3, 5]", id="for-looks-back"
        ),
        pytest.param(iterator("for", '"x"', "x"), "null", id="for-no-list"),
        pytest.param(iterator("some", "[1, null, 3]", "x = 3"), "true", id="some-true"),
        pytest.param(iterator("some", "[1, 2]", "x = 3"), "false", id="some-false"),
        pytest.param(iterator("some", "[1, null]", "x > 3"), "null", id="some-unknown"),
        pytest.param(iterator("some", "[]", "true"), "false", id="some-of-nothing"),
        pytest.param(iterator("every", "[1, 2]", "x > 0"), "true", id="every-true"),
        pytest.param(iterator("every", "[null, 1]", "x > 2"), "false", id="every-false"),
        pytest.param(iterator("every", "[null, 3]", "x > 2"), "null", id="every-unknown"),
        pytest.param(iterator("every", "null", "true"), "null", id="every-of-null"),
    ],
)
def test_a_boxed_expression_gives_its_value(logic, expected):
    assert answer(model(decision("d", logic)), "d") == expected


def test_a_boxed_function_keeps_what_it_saw_where_it_was_defined():
    inside = function("n + base")
    logic = "<context>" + entry("base", literal("10")) + entry("f", inside)
    logic += entry("", literal("f(5)")) + "</context>"

    assert answer(model(decision("d", logic)), "d") == "15"


def test_a_function_refuses_an_argument_of_the_wrong_type():
    found = model(decision("f", function("n + 1")), decision("d", literal('f("1")'), "#f"))

    decided = decide(found, "d")

    assert (decided.value, codes(decided)) == (None, ["wrong_type"])


def test_a_function_in_another_language_is_null_and_a_warning_of_the_document():
    text = '<functionDefinition kind="Java">' + literal("1") + "</functionDefinition>"
    found = model(decision("f", text), decision("d", literal("f()"), "#f"))

    assert [finding.code for finding in found.findings] == ["function_kind"]
    assert answer(found, "d") == "null"


def test_an_invocation_binds_by_name_also_names_with_spaces_and_dots():
    add = knowledge("add", {"first part": "number", "b.c": "number"}, literal("first part - b.c"))
    bindings = "".join(
        f'<binding><parameter name="{name}"/>{literal(text)}</binding>'
        for name, text in {"b.c": "a", "first part": "10"}.items()
    )
    logic = f"<invocation>{literal('add')}{bindings}</invocation>"
    found = model(input_data("a"), add, decision("d", logic, "#a", knows=["#add"]))

    assert answer(found, "d", {"a": 3}) == "7"


def test_an_invocation_of_what_is_no_function_is_null():
    decided = decide(model(decision("d", f"<invocation>{literal('1')}</invocation>")), "d")

    assert (decided.value, codes(decided)) == (None, ["not_a_function"])


def test_an_invocation_with_a_missing_argument_is_null():
    add = knowledge("add", {"a": "number", "b": "number"}, literal("1"))
    binding = f'<binding><parameter name="a"/>{literal("1")}</binding>'
    logic = f"<invocation>{literal('add')}{binding}</invocation>"
    decided = decide(model(add, decision("d", logic, knows=["#add"])), "d")

    assert (decided.value, codes(decided)) == (None, ["wrong_names_of_arguments"])
