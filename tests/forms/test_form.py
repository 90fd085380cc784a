"""What a form-js document must be to become a form."""

from __future__ import annotations

import json
from typing import Any

import pytest

from forms import schema
from forms.fields import FieldType
from forms.form import read
from forms.problems import FormRejected
from tests.forms.drawing import document, radio, textfield


def codes(rejected: pytest.ExceptionInfo[FormRejected]) -> set[tuple[str, str]]:
    return {(problem.key, problem.code) for problem in rejected.value.problems}


def test_a_form_knows_its_words_in_every_language() -> None:
    field = textfield("phone", description="With area code")
    field["properties"] = {"label:es": "Teléfono", "description:zh-Hans": "含区号"}

    form = read(document(field))

    assert form.fields[0].labels == {"en": "Phone", "es": "Teléfono"}
    assert form.fields[0].hints == {"en": "With area code", "zh-Hans": "含区号"}


def test_a_form_names_the_facts_and_the_words_of_its_button() -> None:
    properties = {"facts": "name phone", "submit": "Accept application", "submit:es": "Aceptar"}

    form = read(document(properties=properties))

    assert form.facts == ("name", "phone")
    assert form.submit == {"en": "Accept application", "es": "Aceptar"}


@pytest.mark.parametrize("version", [{"schemaVersion": 4}, {"schemaVersion": 16}, {}])
def test_older_documents_are_read_as_they_are(version: dict[str, int]) -> None:
    field = textfield("dateOfLoss")
    root = {"type": "default", "components": [field], **version}

    form = read(json.dumps(root).encode())

    assert [each.key for each in form.questions] == ["dateOfLoss"]


def test_the_submit_button_of_form_js_gives_the_page_its_words() -> None:
    button: dict[str, Any] = {
        "type": "button",
        "action": "submit",
        "key": "send",
        "label": "Send it",
    }
    button["properties"] = {"label:es": "Enviar"}

    form = read(document(textfield("note"), button))

    assert form.submit == {"en": "Send it", "es": "Enviar"}
    assert [field.key for field in form.fields] == ["note"]


def test_a_button_that_does_something_else_is_refused() -> None:
    with pytest.raises(FormRejected) as rejected:
        read(document({"type": "button", "action": "reset", "id": "clear", "label": "Clear"}))

    assert codes(rejected) == {("clear", "unknown_field_type")}


def test_a_group_stands_before_its_members_and_hides_them() -> None:
    inner = textfield("place", conditional={"hide": "=time = null"})
    group = {
        "type": "group",
        "id": "loss",
        "label": "Loss",
        "components": [inner],
        "conditional": {"hide": '=reason != "LOSS"'},
    }

    form = read(document(group))

    assert [field.type for field in form.fields] == [FieldType.GROUP, FieldType.TEXTFIELD]
    assert [condition.text for condition in form.fields[1].hidden_when] == [
        'reason != "LOSS"',
        "time = null",
    ]
    assert [field.depth for field in form.fields] == [0, 1]


def test_only_questions_have_a_data_class() -> None:
    text = {"type": "text", "text": "Read this first"}
    named = textfield("name", properties={"class": "P3"})

    form = read(document(text, named, textfield("note")))

    assert form.classes == {"name": "P3", "note": "P2"}


def test_a_date_is_labelled_by_its_date_label() -> None:
    date = {"type": "datetime", "subtype": "date", "key": "day", "dateLabel": "Day"}

    form = read(document(date | {"properties": {"until": "today"}}))

    assert form.fields[0].labels == {"en": "Day"}
    assert form.fields[0].limits.until_today


@pytest.mark.parametrize(
    ("body", "code"),
    [
        pytest.param(b"{", "form_not_json", id="broken JSON"),
        pytest.param(b"[" * 100_000, "form_not_json", id="JSON nested too deep"),
        pytest.param(b"\xff", "form_not_json", id="not UTF-8"),
        pytest.param(b"[]", "not_a_form", id="a list"),
        pytest.param(b'{"type": "group"}', "not_a_form", id="another root"),
        pytest.param(b" " * (schema.MAX_BYTES + 1), "form_too_large", id="too large"),
    ],
)
def test_a_document_that_is_no_form_is_refused(body: bytes, code: str) -> None:
    with pytest.raises(FormRejected) as rejected:
        read(body)

    assert codes(rejected) == {("", code)}


@pytest.mark.parametrize(
    ("more", "code"),
    [
        pytest.param({"schemaVersion": 20}, "form_schema_version", id="newer schema"),
        pytest.param({"schemaVersion": "19"}, "form_schema_version", id="schema as text"),
        pytest.param({"script": "x"}, "unknown_form_key", id="unknown key"),
        pytest.param({"properties": {"secret": "x"}}, "unknown_property", id="unknown property"),
        pytest.param({"properties": {"facts:fr": "x"}}, "unknown_property", id="other language"),
        pytest.param({"properties": {"facts": ["x"]}}, "properties_not_texts", id="list property"),
        pytest.param({"properties": "facts"}, "properties_not_texts", id="properties no object"),
        pytest.param({"components": "none"}, "not_a_form", id="components no list"),
    ],
)
def test_an_unknown_root_is_refused(more: dict[str, Any], code: str) -> None:
    with pytest.raises(FormRejected) as rejected:
        read(document(**more))

    assert ("", code) in codes(rejected)


@pytest.mark.parametrize(
    ("component", "code"),
    [
        pytest.param(textfield("a", pattern="(a+)+$"), "unknown_field_key", id="own pattern"),
        pytest.param(
            textfield("a", validate={"pattern": "(a+)+$"}), "unknown_check", id="pattern to check"
        ),
        pytest.param(textfield("a", validate=[]), "unknown_check", id="checks no object"),
        pytest.param(
            textfield("a", validate={"maxLength": "9"}), "check_out_of_range", id="length as text"
        ),
        pytest.param(
            textfield("a", validate={"required": 1}), "check_out_of_range", id="required as number"
        ),
        pytest.param(textfield("a", properties={"x": "y"}), "unknown_property", id="property"),
        pytest.param(textfield("a", properties=[]), "properties_not_texts", id="no properties"),
        pytest.param(
            textfield("a", properties={"class": "P4"}), "unknown_data_class", id="data class"
        ),
        pytest.param(textfield("a", properties={"rule": "iban"}), "unknown_rule", id="rule"),
        pytest.param(
            textfield("a", properties={"until": "tomorrow"}), "unknown_property", id="until"
        ),
        pytest.param(textfield("a", properties={"once": "b"}), "once_unfit", id="once, not own"),
        pytest.param(
            textfield("a", properties={"prefilled": "x"}), "unknown_property", id="prefilled"
        ),
        pytest.param(
            textfield("a", properties={"decision": "fee"}), "unknown_property", id="told question"
        ),
        pytest.param(
            {"type": "text", "id": "a", "properties": {"fits": "=true"}},
            "unknown_property",
            id="text that fits",
        ),
        pytest.param(textfield("a", properties={"fits": "=true"}), "fits_without_mend", id="mend"),
        pytest.param(
            radio("a", "X", properties={"computed": "=1"}), "computed_unfit", id="choice"
        ),
        pytest.param(
            textfield("a", properties={"once": "a", "class": "P3"}), "once_unfit", id="once, P3"
        ),
        pytest.param(textfield("a", label=""), "no_label", id="no label"),
        pytest.param(
            textfield("a", conditional={"hide": "=a ="}), "condition_not_feel", id="no FEEL"
        ),
        pytest.param(
            textfield("a", conditional={"show": "=a"}), "condition_not_feel", id="shows, not hides"
        ),
        pytest.param(
            textfield("a", conditional={"hide": True}), "condition_not_feel", id="hide no text"
        ),
        pytest.param(radio("a") | {"values": []}, "options_malformed", id="no options"),
        pytest.param(radio("a", "X", "X"), "options_malformed", id="option twice"),
        pytest.param(
            radio("a", "X", defaultValue="Y"), "default_not_offered", id="no such default"
        ),
        pytest.param(radio("a") | {"values": "X"}, "options_malformed", id="options no list"),
        pytest.param(
            radio("a") | {"values": [{"value": 1, "label": "1"}]},
            "options_malformed",
            id="option no text",
        ),
        pytest.param(
            radio("a") | {"values": [{"value": "X", "label": "X", "properties": {"hid": "=b"}}]},
            "unknown_property",
            id="option property",
        ),
        pytest.param(
            radio("a")
            | {"values": [{"value": "X", "label": "X", "properties": {"hide": "=b ="}}]},
            "condition_not_feel",
            id="option hidden by no FEEL",
        ),
        pytest.param(
            {"type": "text", "id": "a", "text": "A", "properties": {"given": "={a: "}},
            "condition_not_feel",
            id="given no FEEL",
        ),
        pytest.param(radio("a", "X", valuesKey="stations"), "options_or_source", id="both"),
        pytest.param(
            {"type": "select", "key": "a", "label": "A", "valuesKey": "people"},
            "unknown_source",
            id="unknown list",
        ),
        pytest.param(
            {"type": "datetime", "subtype": "time", "key": "a", "dateLabel": "A"},
            "only_dates",
            id="a time",
        ),
    ],
)
def test_what_the_server_would_not_check_is_refused(component: dict[str, Any], code: str) -> None:
    with pytest.raises(FormRejected) as rejected:
        read(document(component))

    assert codes(rejected) == {("a", code)}


@pytest.mark.parametrize("key", ["", "名", "1st", "a-b", "form_token", "typename", "x" * 65])
def test_a_key_is_a_word_of_ours(key: str) -> None:
    with pytest.raises(FormRejected) as rejected:
        read(document(textfield(key)))

    assert (key, "key_not_allowed") in codes(rejected)


@pytest.mark.parametrize(
    "kind", ["html", "iframe", "table", "expression", "dynamiclist", "button"]
)
def test_a_component_outside_the_palette_is_refused(kind: str) -> None:
    with pytest.raises(FormRejected) as rejected:
        read(document({"type": kind, "id": "it", "content": "<script>"}))

    assert codes(rejected) == {("it", "unknown_field_type")}


def test_a_component_that_is_no_object_is_refused() -> None:
    with pytest.raises(FormRejected) as rejected:
        read(document("textfield"))

    assert codes(rejected) == {("", "not_a_component")}


def test_a_key_stands_once() -> None:
    with pytest.raises(FormRejected) as rejected:
        read(document(textfield("a"), textfield("a")))

    assert codes(rejected) == {("a", "repeated_key")}


def test_groups_nest_only_so_deep() -> None:
    nested: dict[str, Any] = textfield("a")
    for _ in range(schema.MAX_DEPTH + 1):
        nested = {"type": "group", "components": [nested]}

    with pytest.raises(FormRejected) as rejected:
        read(document(nested))

    assert codes(rejected) == {("", "form_too_deep")}


def test_a_form_holds_only_so_many_fields() -> None:
    many = [textfield(f"f{number}") for number in range(schema.MAX_COMPONENTS + 1)]

    with pytest.raises(FormRejected) as rejected:
        read(document(*many))

    assert codes(rejected) == {("", "form_too_long")}


def test_every_problem_is_told_at_once() -> None:
    body = json.loads(document(textfield("1"), radio("b")))

    with pytest.raises(FormRejected) as rejected:
        read(json.dumps(body).encode())

    assert codes(rejected) == {("1", "key_not_allowed"), ("b", "options_malformed")}
