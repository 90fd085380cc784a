"""What a form accepts of what was posted."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forms.answers import accept
from forms.form import read
from forms.posted import Posted, Upload
from forms.problems import AnswersRejected
from tests.forms.answering import (
    DAY,
    NOTE,
    PHOTO,
    REQUIRED,
    RULES,
    STATION,
    STATIONS,
    TICK,
    TICKS,
    TODAY,
    accepted,
    number,
    refusal,
)
from tests.forms.drawing import document, radio, textfield
from tests.forms.pictures import jpeg


@pytest.mark.parametrize(
    ("component", "text", "answer"),
    [
        pytest.param(textfield("a"), "  Zhang  ", "Zhang", id="text is trimmed"),
        pytest.param(textfield("a"), "e\u0301", "é", id="text is composed"),
        pytest.param(textfield("a"), "𠮷野", "𠮷野", id="rare characters survive"),
        pytest.param(textfield("a"), "\uf92ce\u0301", "\uf92cé", id="a name is its bytes"),
        pytest.param(textfield("a"), "ﬁ", "ﬁ", id="text is never folded"),
        pytest.param(NOTE | {"key": "a"}, "x\r\ny\rz", "x\ny\nz", id="lines end in one way"),
        pytest.param(number() | {"key": "a"}, "12", 12, id="whole number"),
        pytest.param(number() | {"key": "a"}, "-0.5", -0.5, id="fraction"),
        pytest.param(DAY | {"key": "a"}, "2026-02-28", "2026-02-28", id="date"),
        pytest.param(TICK | {"key": "a"}, "true", True, id="ticked"),
        pytest.param(TICK | {"key": "a"}, "", False, id="not ticked"),
        pytest.param(radio("a", "X", "Y"), "Y", "Y", id="choice"),
        pytest.param(
            textfield("a", properties={"rule": "id_number"}),
            "52019919850704202x",
            "52019919850704202X",
            id="rule normalises",
        ),
    ],
)
def test_an_answer_is_kept_as_its_type(component: Any, text: str, answer: object) -> None:
    assert accepted(component, a=text).answers == {"a": answer}


@pytest.mark.parametrize(
    ("component", "text", "code"),
    [
        pytest.param(textfield("a") | REQUIRED, " ", "answer_required", id="blank"),
        pytest.param(TICK | {"key": "a"} | REQUIRED, "", "answer_required", id="not ticked"),
        pytest.param(TICK | {"key": "a"}, "maybe", "not_an_option", id="half ticked"),
        pytest.param(radio("a", "X"), "Z", "not_an_option", id="other choice"),
        pytest.param(STATION | {"key": "a"}, "520102009", "not_an_option", id="no such station"),
        pytest.param(textfield("a"), "x" * 201, "too_long", id="default length"),
        pytest.param(
            textfield("a", validate={"maxLength": 3}), "four", "too_long", id="longer than asked"
        ),
        pytest.param(
            textfield("a", validate={"minLength": 3}), "no", "too_short", id="shorter than asked"
        ),
        pytest.param(textfield("a"), "a\x00b", "control_character", id="control character"),
        pytest.param(textfield("a"), "a\nb", "control_character", id="line in a text field"),
        pytest.param(number() | {"key": "a"}, "1e9", "not_a_number", id="exponent"),
        pytest.param(number() | {"key": "a"}, "١٢", "not_a_number", id="other digits"),
        pytest.param(number(min=1) | {"key": "a"}, "0", "too_small", id="too small"),
        pytest.param(number(max=9) | {"key": "a"}, "9.5", "too_large", id="too large"),
        pytest.param(DAY | {"key": "a"}, "2026-02-29", "not_a_date", id="no such day"),
        pytest.param(DAY | {"key": "a"}, "20260228", "not_a_date", id="date of another shape"),
        pytest.param(
            DAY | {"key": "a", "properties": {"until": "today"}},
            "2026-03-19",
            "date_in_the_future",
            id="tomorrow",
        ),
        pytest.param(
            textfield("a", properties={"rule": "id_number"}),
            "123",
            "id_number_length",
            id="rule broken",
        ),
    ],
)
def test_an_answer_that_does_not_fit_is_refused(component: Any, text: str, code: str) -> None:
    assert refusal(component, a=text) == ("a", code)


@pytest.mark.parametrize(
    ("component", "text"),
    [
        pytest.param(number(min=1, max=9) | {"key": "a"}, "9", id="within bounds"),
        pytest.param(
            DAY | {"key": "a", "properties": {"until": "today"}}, "2026-03-18", id="today"
        ),
        pytest.param(STATION | {"key": "a"}, "520102001", id="a station of the list"),
    ],
)
def test_an_answer_on_the_bound_is_accepted(component: Any, text: str) -> None:
    assert "a" in accepted(component, context=STATIONS, a=text).answers


def test_several_ticks_become_a_list() -> None:
    posted = Posted({"checks": ("A", "B")})

    answers = accept(read(document(TICKS)), posted, {}, RULES, TODAY).answers

    assert answers == {"checks": ["A", "B"]}


def test_two_values_for_one_field_are_refused() -> None:
    posted = Posted({"a": ("X", "Y")})

    with pytest.raises(AnswersRejected) as rejected:
        accept(read(document(radio("a", "X", "Y"))), posted, {}, RULES, TODAY)

    assert rejected.value.problems[0].code == "several_values"


def test_an_unknown_field_is_refused() -> None:
    assert refusal(textfield("a"), a="x", status="COLLECTED") == ("status", "unknown_field")


def test_a_text_for_a_file_is_refused() -> None:
    assert refusal(PHOTO, photo="picture") == ("photo", "unknown_field")


def test_a_file_for_a_text_is_refused() -> None:
    posted = Posted({}, {"a": Upload("a.jpg", jpeg())})

    with pytest.raises(AnswersRejected) as rejected:
        accept(read(document(textfield("a"))), posted, {}, RULES, TODAY)

    assert rejected.value.problems[0].code == "unknown_field"


def test_all_problems_are_told_at_once() -> None:
    with pytest.raises(AnswersRejected) as rejected:
        accepted(textfield("a") | REQUIRED, radio("b", "X"), b="Z", c="?")

    assert {problem.key for problem in rejected.value.problems} == {"a", "b", "c"}


def test_an_emptied_field_says_so() -> None:
    assert accepted(textfield("a"), context={"a": "old"}, a="").answers == {"a": None}


def test_a_checklist_without_ticks_says_so() -> None:
    assert accepted(TICKS, context={"checks": ["A"]}).answers == {"checks": None}


def test_a_field_that_was_not_posted_says_nothing() -> None:
    assert accepted(textfield("a"), context={"a": "old"}).answers == {}


def test_an_empty_field_that_never_had_an_answer_says_nothing() -> None:
    assert accepted(textfield("a"), a="").answers == {}


def test_every_accepted_field_has_its_data_class() -> None:
    field = textfield("a", properties={"class": "P3"})

    assert accepted(field, a="x").classes == {"a": "P3"}


@given(st.dictionaries(st.text(max_size=8), st.lists(st.text(max_size=30), max_size=3)))
def test_whatever_is_posted_is_accepted_or_refused_by_field(posted: dict[str, list[str]]) -> None:
    form = read(document(textfield("a"), radio("b", "X"), number(), DAY, TICK, TICKS, NOTE))
    values = {key: tuple(texts) for key, texts in posted.items()}

    try:
        answers = accept(form, Posted(values), {}, RULES, TODAY).answers
    except AnswersRejected as rejected:
        answers = {problem.key: problem.code for problem in rejected.problems} or {"": None}
        known = form.classes.keys() | posted.keys()
    else:
        known = form.classes.keys()

    assert answers.keys() <= known


def test_a_choice_made_beforehand_stands_where_nobody_made_another() -> None:
    result = radio("result", "OK", "DAMAGED", defaultValue="OK")

    untouched = accepted(result, context={"result": "DAMAGED"})
    chosen = accepted(result, result="DAMAGED")

    assert (untouched.answers, chosen.answers) == ({"result": "OK"}, {"result": "DAMAGED"})
