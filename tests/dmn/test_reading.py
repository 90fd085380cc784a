"""What a document may be, and what is told about one that is wrong."""

from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.dmn import documents, models
from engine.dmn.findings import DecisionRejected, Severity
from tests.dmn.documents import (
    answer,
    decision,
    definitions,
    input_data,
    literal,
    model,
    table,
)

VERSIONS = sorted(documents.MODEL_NAMESPACES)
ENTITY = b'<!DOCTYPE d [<!ENTITY a "b">]>'


@pytest.mark.parametrize("version", VERSIONS)
def test_every_version_of_dmn_is_read(version):
    document = definitions(input_data("a"), decision("d", literal("a + 1"), "#a"), dmn=version)

    assert answer(models.read(document), "d", {"a": 1}) == "2"


def test_types_of_dmn_1_1_are_qualified_names():
    body = (
        '<itemDefinition name="years"><typeRef>feel:number</typeRef></itemDefinition>'
        + input_data("a", "me:years")
        + decision("d", literal("a"), "#a", result="feel:number")
    )
    document = definitions(body, dmn="http://www.omg.org/spec/DMN/20151101/dmn.xsd").replace(
        b"<definitions", b'<definitions xmlns:feel="http://www.omg.org/spec/FEEL" xmlns:me="here"'
    )

    found = models.read(document)

    assert found.findings == ()
    assert [answer(found, "d", {"a": value}) for value in (1, "1")] == ["1", "null"]


@pytest.mark.parametrize(
    ("document", "code"),
    [
        pytest.param(b"", "not_xml", id="empty"),
        pytest.param(b"<definitions>", "not_xml", id="unfinished"),
        pytest.param(b"<html/>", "not_dmn", id="other-vocabulary"),
        pytest.param(b'<definitions xmlns="urn:x"/>', "not_dmn", id="other-namespace"),
        pytest.param(ENTITY + definitions(), "document_type_refused", id="entities"),
        pytest.param(
            b'<!DOCTYPE d SYSTEM "file:///etc/passwd">' + definitions(),
            "document_type_refused",
            id="outside-file",
        ),
        pytest.param(b" " * (documents.LARGEST_DOCUMENT + 1), "document_too_large", id="large"),
        pytest.param(b"<a>" * 1_000 + b"</a>" * 1_000, "not_xml", id="deep"),
    ],
)
def test_what_is_no_dmn_document_is_refused(document, code):
    with pytest.raises(DecisionRejected) as refused:
        models.draft(document)

    assert [finding.code for finding in refused.value.findings] == [code]


def _nested(depth: int) -> str:
    return f"<list>{_nested(depth - 1)}</list>" if depth else literal("1")


TWO = ["<output/>", "<output/>"]


@pytest.mark.parametrize(
    ("body", "element", "code"),
    [
        pytest.param(decision("d", literal("1 +")), "d", "feel_syntax", id="syntax"),
        pytest.param(
            decision("d", table([], [["1"]], 'hitPolicy="BEST"')),
            "table",
            "hit_policy_unknown",
            id="hit-policy",
        ),
        pytest.param(
            decision("d", table([], [["1"]], 'hitPolicy="COLLECT" aggregation="AVG"')),
            "table",
            "aggregation_unknown",
            id="aggregation",
        ),
        pytest.param(
            decision("d", table([], [], outputs=[])), "table", "table_without_output", id="output"
        ),
        pytest.param(
            decision(
                "d",
                table(["1"], [["-", "1"]]).replace("<inputEntry><text>-</text></inputEntry>", ""),
            ),
            "table",
            "rule_cells_missing",
            id="cell",
        ),
        pytest.param(
            decision("d", table(["1"], [["-", "1"]], outputs=TWO)),
            "table",
            "rule_outputs_missing",
            id="output-cell",
        ),
        pytest.param(
            decision("d", '<decisionTable id="t"><input id="i"/><output/></decisionTable>'),
            "i",
            "input_without_expression",
            id="input",
        ),
        pytest.param(
            decision("d", '<literalExpression id="l" expressionLanguage="javascript"/>'),
            "l",
            "expression_language_refused",
            id="language",
        ),
        pytest.param(
            decision("d", '<literalExpression id="l"><importedValues/></literalExpression>'),
            "l",
            "imported_values",
            id="imported-values",
        ),
        pytest.param(
            decision("d", "<conditional/>"), "d", "expression_missing", id="empty-conditional"
        ),
        pytest.param(
            decision("d", "<context><contextEntry/></context>"),
            "d",
            "expression_missing",
            id="empty-entry",
        ),
        pytest.param(
            decision(
                "d", f'<relation id="r"><column name="a"/><row>{literal("1") * 2}</row></relation>'
            ),
            "r",
            "row_cells_missing",
            id="row",
        ),
        pytest.param(decision("d", _nested(50)), "d", "nested_too_deep", id="nesting"),
        pytest.param(
            '<itemDefinition name="a"><typeRef>a</typeRef></itemDefinition>',
            "",
            "type_cycle",
            id="type-of-itself",
        ),
        pytest.param(
            '<itemDefinition id="a" name="a"><typeRef>number</typeRef><allowedValues>'
            "<text>[1..</text></allowedValues></itemDefinition>",
            "a",
            "feel_syntax",
            id="allowed-values",
        ),
    ],
)
def test_an_error_is_found_at_its_element_and_gives_null_in_a_draft(body, element, code):
    with pytest.raises(DecisionRejected) as refused:
        models.read(definitions(body))

    draft = models.draft(definitions(body))

    assert (element, code) in [(each.element, each.code) for each in refused.value.findings]
    assert not draft.decisions or answer(draft, "d") in {"null", "[]", '{"": null}'} | {
        _null_list(50)
    }


def _null_list(depth: int) -> str:
    return "[" * 40 + "null" + "]" * 40 if depth else "null"


def test_a_syntax_error_has_its_place():
    draft = models.draft(definitions(decision("d", literal("1 +\n  * 2"))))

    assert {name: draft.findings[0].parameters[name] for name in ("line", "column")} == {
        "line": "2",
        "column": "3",
    }


def test_an_unknown_name_is_a_warning():
    found = model(input_data("a"), decision("d", table(["a"], [["> b", "c"]]), "#a"))

    assert [(each.code, each.parameters["name"], each.severity) for each in found.findings] == [
        ("name_unknown", "b", Severity.WARNING),
        ("name_unknown", "c", Severity.WARNING),
    ]


@pytest.mark.parametrize("name", ["eligibility", "fee", "refusal", "validity"])
@given(data=st.data())
def test_a_shipped_document_with_bytes_changed_is_read_or_refused(name, data):
    document = bytearray(Path(f"processes/{name}.dmn").read_bytes())
    for _ in range(data.draw(st.integers(1, 5))):
        document[data.draw(st.integers(0, len(document) - 1))] = data.draw(st.integers(0, 255))

    with suppress(DecisionRejected):
        assert all(each.code for each in models.draft(bytes(document)).findings)
