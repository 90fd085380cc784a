"""What a form accepts of what was posted."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.feel.functions import function
from forms import computed
from forms.answers import Accepted, accept
from forms.form import read
from forms.posted import Posted, Upload
from forms.problems import AnswersRejected
from forms.rules import RuleBroken
from tests.forms.drawing import document, radio, textfield
from tests.forms.pictures import jpeg

TODAY = date(2026, 3, 18)
REQUIRED = {"validate": {"required": True}}


def id_number(text: str) -> str:
    """Stand for a rule of the commands layer: it normalises, or refuses with a code."""
    if len(text) != 18:
        raise RuleBroken("id_number_length", expected=18)
    return text.upper()


RULES = {"id_number": id_number}


def accepted(
    *components: Any, context: Mapping[str, Any] | None = None, **posted: str
) -> Accepted:
    values = {key: (text,) for key, text in posted.items()}
    return accept(read(document(*components)), Posted(values), context or {}, RULES, TODAY)


def refusal(*components: Any, **posted: str) -> tuple[str, str]:
    with pytest.raises(AnswersRejected) as rejected:
        accepted(*components, **posted)
    (problem,) = rejected.value.problems
    return problem.key, problem.code


def number(**bounds: float) -> dict[str, Any]:
    return {"type": "number", "key": "copies", "label": "Copies", "validate": bounds}


DAY = {"type": "datetime", "subtype": "date", "key": "day", "dateLabel": "Day"}
TICK = {"type": "checkbox", "key": "agreed", "label": "Agreed"}
TICKS = {
    "type": "checklist",
    "key": "checks",
    "label": "Checks",
    "values": [{"value": "A", "label": "A"}, {"value": "B", "label": "B"}],
}
STATION = {"type": "select", "key": "station", "label": "Station", "valuesKey": "stations"}
PHOTO = {"type": "filepicker", "key": "photo", "label": "Photo"}
NOTE = {"type": "textarea", "key": "note", "label": "Note"}
STATIONS = {"stations": [{"value": "520102001", "label": "Nanming"}]}


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


def test_what_a_hidden_field_holds_is_ignored() -> None:
    place = textfield("place", conditional={"hide": '=reason != "LOSS"'}) | REQUIRED

    answers = accepted(radio("reason", "LOSS", "DAMAGE"), place, reason="DAMAGE", place="Guiyang")

    assert answers.answers == {"reason": "DAMAGE"}


def test_a_shown_field_is_asked_for() -> None:
    place = textfield("place", conditional={"hide": '=reason != "LOSS"'}) | REQUIRED

    refused = refusal(radio("reason", "LOSS", "DAMAGE"), place, reason="LOSS")

    assert refused == ("place", "answer_required")


def test_a_field_hidden_by_a_hidden_field_is_hidden_too() -> None:
    first = radio("a", "X", conditional={"hide": "=not(go)"})
    second = textfield("b", conditional={"hide": '=a != "X"'}) | REQUIRED

    answers = accepted(TICK | {"key": "go"}, first, second, a="X")

    assert answers.answers == {"go": False}


def test_a_field_that_hides_itself_is_decided_once() -> None:
    contrary = textfield("a", conditional={"hide": "=a != null"})

    assert accepted(contrary, a="x").answers == {"a": "x"}


def reasons(kind: str = "radio") -> dict[str, Any]:
    """A choice that goes with one decision only."""
    (either, both) = radio("reason", "BLURRED", "OTHER")["values"]
    blurred = either | {"properties": {"hide": '=decision != "SUPPLEMENT"'}}
    return radio("reason") | {"type": kind, "values": [blurred, both]}


def test_a_choice_that_does_not_go_with_another_answer_is_refused_by_name() -> None:
    decision = radio("decision", "SUPPLEMENT", "REFUSE")

    with pytest.raises(AnswersRejected) as rejected:
        accepted(decision, reasons(), decision="REFUSE", reason="BLURRED")

    (problem,) = rejected.value.problems
    assert (problem.key, problem.code) == ("reason", "choice_does_not_fit")
    assert problem.parameters == {"choice": {"en": "Blurred"}, "question": {"en": "Decision"}}


@pytest.mark.parametrize(
    ("decided", "reason"),
    [("SUPPLEMENT", "BLURRED"), ("SUPPLEMENT", "OTHER"), ("REFUSE", "OTHER")],
)
def test_a_choice_that_goes_with_the_other_answers_is_accepted(decided: str, reason: str) -> None:
    decision = radio("decision", "SUPPLEMENT", "REFUSE")

    answers = accepted(decision, reasons(), decision=decided, reason=reason).answers

    assert answers == {"decision": decided, "reason": reason}


def test_every_tick_must_go_with_the_other_answers() -> None:
    posted = Posted({"reason": ("BLURRED", "OTHER")})
    form = read(document(reasons("checklist")))

    with pytest.raises(AnswersRejected) as rejected:
        accept(form, posted, {"decision": "REFUSE"}, RULES, TODAY)

    (problem,) = rejected.value.problems
    # the answer that rules it out was given elsewhere: the sentence names the field itself
    assert problem.parameters["question"] == {"en": "Reason"}


def test_a_choice_of_a_hidden_field_says_nothing() -> None:
    gone = reasons() | {"conditional": {"hide": '=decision = "REFUSE"'}}

    answers = accepted(radio("decision", "REFUSE"), gone, decision="REFUSE", reason="BLURRED")

    assert answers.answers == {"decision": "REFUSE"}


def test_conditions_see_what_is_known_of_the_instance() -> None:
    address = textfield("address", conditional={"hide": '=method != "MAIL"'}) | REQUIRED

    assert accepted(address, context={"method": "PICKUP"}).answers == {}


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


def test_a_photograph_is_accepted_decoded() -> None:
    posted = Posted({}, {"photo": Upload("photo.exe", jpeg())})

    uploads = accept(read(document(PHOTO | REQUIRED)), posted, {}, RULES, TODAY).uploads

    assert uploads["photo"].media_type == "image/jpeg"


def test_a_file_that_is_no_photograph_is_refused() -> None:
    posted = Posted({}, {"photo": Upload("photo.jpg", b"MZ\x90")})

    with pytest.raises(AnswersRejected) as rejected:
        accept(read(document(PHOTO)), posted, {}, RULES, TODAY)

    assert rejected.value.problems[0].code == "not_a_photo"


def test_a_missing_photograph_is_asked_for() -> None:
    posted = Posted({}, {"photo": Upload("", b"")})

    with pytest.raises(AnswersRejected) as rejected:
        accept(read(document(PHOTO | REQUIRED)), posted, {}, RULES, TODAY)

    assert rejected.value.problems[0].code == "answer_required"


def test_a_photograph_that_is_known_already_is_not_asked_for_again() -> None:
    context = {"photo": "attachment-1"}

    accepted_now = accept(read(document(PHOTO | REQUIRED)), Posted(), context, RULES, TODAY)

    assert accepted_now.uploads == {}


def test_an_optional_photograph_may_be_left_out() -> None:
    assert accepted(PHOTO).uploads == {}


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


MEND = {"en": "Enter the holder's name.", "es": "Ponga el nombre del titular."}


def recipient(fits: str = "=recipient = name or recipient = guardian", **more: Any) -> Any:
    """A field whose answer is held to what is known."""
    words = {"mend": MEND["en"], "mend:es": MEND["es"]}
    return textfield("recipient", properties={"fits": fits, **words, **more})


def misfit(*components: Any, context: Mapping[str, Any], **posted: str) -> Any:
    with pytest.raises(AnswersRejected) as rejected:
        accepted(*components, context=context, **posted)
    (problem,) = rejected.value.problems
    assert problem.code == "answer_does_not_fit"
    return problem.parameters


def test_an_answer_that_does_not_fit_what_is_known_is_refused_with_what_to_do() -> None:
    told = misfit(recipient(), context={"name": "Zhang"}, recipient="Li")

    assert told == {"mend": MEND}


@pytest.mark.parametrize("given", ["Zhang", "Wang"])
def test_an_answer_that_fits_what_is_known_or_entered_is_accepted(given: str) -> None:
    guardian = textfield("guardian")

    answers = accepted(
        recipient(), guardian, context={"name": "Zhang"}, guardian="Wang", recipient=given
    ).answers

    assert answers["recipient"] == given


def test_answers_are_compared_as_they_are_kept() -> None:
    number = textfield(
        "agent", properties={"rule": "id_number", "fits": "=agent != id", "mend": "x"}
    )
    context = {"id": "52019919850704202X"}

    told = misfit(number, context=context, agent="52019919850704202x")

    assert told == {"mend": {"en": "x"}}


def test_what_is_hidden_or_left_empty_needs_to_fit_nothing() -> None:
    hidden = recipient("=false") | {"conditional": {"hide": "=true"}}

    assert accepted(hidden, recipient="Li").answers == {}
    assert accepted(recipient("=false")).answers == {}


def test_a_wrong_answer_has_one_problem_only() -> None:
    field = textfield("agent", properties={"rule": "id_number", "fits": "=false", "mend": "x"})

    assert refusal(field, agent="12") == ("agent", "id_number_length")


def test_a_condition_on_the_day_reads_the_day_of_answering() -> None:
    day = DAY | {"properties": {"fits": "=date(day) >= today()", "mend": "x"}}

    misfit(day, context={}, day="2026-03-17")

    assert accepted(day, day="2026-03-18").answers == {"day": "2026-03-18"}


def test_a_choice_ruled_out_by_what_is_known_says_what_to_do() -> None:
    (lost, back) = radio("old", "LOST", "BACK")["values"]
    lost = lost | {"properties": {"hide": '=reason != "LOSS"'}}
    field = radio("old", properties={"mend": "Take the old card."}) | {"values": [lost, back]}

    told = misfit(field, context={"reason": "DAMAGE"}, old="LOST")

    assert told == {"mend": {"en": "Take the old card."}}
    assert accepted(field, context={"reason": "LOSS"}, old="LOST").answers == {"old": "LOST"}


UNTIL = DAY | {"properties": {"computed": '=string(today() + duration("P3M"))'}}
WORKED_OUT = {"computed:day": "2026-06-18"}


@pytest.mark.parametrize("posted", [{}, {"day": ""}, {"day": "2026-06-18"}])
def test_what_is_worked_out_is_entered_by_nobody(posted: dict[str, str]) -> None:
    assert accepted(UNTIL, context=WORKED_OUT, **posted).answers == {"day": "2026-06-18"}


def test_nothing_else_is_accepted_for_what_is_worked_out() -> None:
    with pytest.raises(AnswersRejected) as rejected:
        accepted(UNTIL, context=WORKED_OUT, day="2020-01-01")

    (problem,) = rejected.value.problems
    assert (problem.key, problem.code) == ("day", "answer_computed")
    assert problem.parameters == {"value": "2026-06-18"}


def test_an_answer_is_worked_out_from_answers_and_functions() -> None:
    form = read(document(textfield("sum", properties={"computed": "=fee + more()"})))

    told = computed.answers(form, {"fee": 20}, {"more": function(lambda: 10, ())})

    assert told == {"computed:sum": 30}
