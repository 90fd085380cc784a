"""What a page is given to show a form."""

from __future__ import annotations

import pytest

from forms.form import read
from forms.problems import Problem
from forms.view import FieldView, in_language, view
from tests.forms.drawing import document, radio, textfield

STATIONS = {
    "stations": [
        {"value": "1", "label": "Nanming", "label:zh-Hans": "南明", "group": "Guiyang"},
        {"value": "2", "label": "Wudang", "group": "Guiyang", "group:zh-Hans": "贵阳"},
    ]
}
STATION = {"type": "select", "key": "station", "label": "Station", "valuesKey": "stations"}


def shown(component: dict[str, object], value: object = None, language: str = "en") -> FieldView:
    key = str(component["key"])
    (field,) = view(read(document(component)), {key: value}, (), STATIONS, language)
    return field


def test_a_field_speaks_the_language_of_the_reader() -> None:
    field = textfield("name", properties={"label:zh-Hans": "姓名"})

    assert shown(field, language="zh-Hans").label == "姓名"


def test_a_field_falls_back_to_english() -> None:
    assert shown(textfield("name"), language="es").label == "Name"
    assert in_language({}, "es") == ""


def test_a_field_keeps_what_was_entered() -> None:
    assert shown(textfield("name"), "Zhang").value == "Zhang"


def test_a_ticked_checkbox_shows_as_true() -> None:
    tick = {"type": "checkbox", "key": "agreed", "label": "Agreed"}

    assert shown(tick, value=True).value == "true"
    assert shown(tick, value=False).value == ""


def test_the_chosen_option_is_marked() -> None:
    options = shown(radio("a", "X", "Y"), "Y").options

    assert [(option.value, option.chosen) for option in options] == [("X", False), ("Y", True)]


@pytest.mark.parametrize(
    ("language", "order"),
    [
        pytest.param("en", ["5", "2", "4", "3", "1"], id="by-the-alphabet"),
        pytest.param("es", ["5", "2", "4", "3", "1"], id="without-accents"),
        pytest.param("zh-Hans", ["5", "1", "2", "3", "4"], id="by-code"),
    ],
)
def test_a_named_list_stands_in_the_order_it_is_looked_for(
    language: str, order: list[str]
) -> None:
    names = [
        ("1", "Zunyi", "Z"),
        ("2", "Anshun", "Águila"),
        ("3", "Bijie", "a"),
        ("4", "Anshun", "b"),
    ]
    listed = [{"value": value, "label": name, "group": group} for value, group, name in names]
    near = {"value": "5", "label": "Near", "group": "Tongren", "near": True}
    context = {"stations": [*listed, near]}

    (field,) = view(read(document(STATION)), {}, (), context, language)

    assert [option.value for option in field.options] == order
    assert next(group for group, _ in field.headings) == "Tongren"


def test_the_choices_of_a_heading_stand_together_and_the_chosen_one_is_told() -> None:
    context = {"stations": [
        {"value": "1", "label": "A", "group": "Guiyang", "about": "1 Road"},
        {"value": "2", "label": "B", "group": "Zunyi", "about": "2 Road"},
        {"value": "3", "label": "C", "group": "Guiyang", "about": ""},
    ]}  # fmt: skip

    (field,) = view(read(document(STATION)), {"station": "2"}, (), context, "en")

    headings = [(group, [each.value for each in options]) for group, options in field.headings]
    assert headings == [("Guiyang", ["1", "3"]), ("Zunyi", ["2"])]
    assert field.told == "2 Road"


def test_several_options_may_be_chosen() -> None:
    ticks = radio("a", "X", "Y", "Z") | {"type": "checklist"}

    field = shown(ticks, ["X", "Z"])

    assert field.value == ""
    assert [option.chosen for option in field.options] == [True, False, True]


def test_options_that_are_handed_in_stand_under_their_headings() -> None:
    options = shown(STATION, "2", "zh-Hans").options

    assert [(option.label, option.group) for option in options] == [
        ("南明", "Guiyang"),
        ("Wudang", "贵阳"),
    ]


def test_the_first_problem_of_a_field_is_shown_at_it() -> None:
    problems = [Problem("a", "too_long"), Problem("a", "unknown_field")]

    (field,) = view(read(document(textfield("a"))), {}, problems, {}, "en")

    assert field.problem == Problem("a", "too_long")


def test_a_hidden_field_tells_its_conditions_to_the_browser() -> None:
    place = textfield("place", conditional={"hide": '=reason != "LOSS"'})

    field = shown(place)

    assert field.hidden
    assert field.conditions == ('reason != "LOSS"',)


def test_a_text_component_shows_its_text() -> None:
    text = {"type": "text", "text": "Read this", "properties": {"text:es": "Lea esto"}}

    (field,) = view(read(document(text)), {}, (), {}, "es")

    assert (field.type, field.label) == ("text", "Lea esto")


def test_dates_and_files_have_plain_names() -> None:
    date = {"type": "datetime", "subtype": "date", "key": "day", "dateLabel": "Day"}
    photo = {"type": "filepicker", "key": "photo", "label": "Photo"}

    kinds = [field.type for field in view(read(document(date, photo)), {}, (), {}, "en")]

    assert kinds == ["date", "file"]


def test_a_choice_made_beforehand_is_shown_as_chosen() -> None:
    result = radio("a", "X", "Y", defaultValue="Y")

    (field,) = view(read(document(result)), {}, (), {}, "en")

    assert [option.chosen for option in field.options] == [False, True]


def test_a_choice_that_is_ruled_out_tells_its_conditions_to_the_browser() -> None:
    choices = [
        {"value": "X", "label": "X", "properties": {"hide": "=b = 1"}},
        {"value": "Y", "label": "Y"},
    ]
    question = radio("a") | {"values": choices}

    ruled_out = view(read(document(question)), {}, (), {"b": 1}, "en")[0].options
    offered = view(read(document(question)), {}, (), {"b": 2}, "en")[0].options

    assert [(each.hidden, each.conditions) for each in ruled_out] == [
        (True, ("b = 1",)),
        (False, ()),
    ]
    assert [each.hidden for each in offered] == [False, False]


PRICE = {
    "type": "text",
    "id": "price",
    "text": "It costs {amount} yuan.",
    "properties": {"decision": "fee", "text:es": "Cuesta {amount} yuanes."},
}


def test_a_text_tells_what_its_decision_gives() -> None:
    context = {"decision:price": {"amount": 40, "fee_class": "REPLACEMENT"}}

    (english,) = view(read(document(PRICE)), {}, (), context, "en")
    (spanish,) = view(read(document(PRICE)), {}, (), context, "es")

    assert (english.label, spanish.label) == ("It costs 40 yuan.", "Cuesta 40 yuanes.")


@pytest.mark.parametrize("given", [None, {}, {"amount": None}, 40])
def test_a_text_is_left_out_where_its_decision_gives_nothing_for_it(given: object) -> None:
    assert view(read(document(PRICE)), {}, (), {"decision:price": given}, "en") == ()


def test_braces_of_another_text_are_what_they_are() -> None:
    text = {"type": "text", "id": "note", "text": "Write {x}."}

    assert view(read(document(text)), {}, (), {}, "en")[0].label == "Write {x}."


def test_what_is_worked_out_is_shown_and_not_what_was_drafted() -> None:
    field = textfield("until", properties={"computed": "=1"})

    (told,) = view(read(document(field)), {"until": "9"}, (), {"computed:until": "1"}, "en")

    assert (told.value, told.computed) == ("1", True)
    assert not shown(textfield("name")).computed


def test_a_prefilled_field_begins_with_the_answer_of_the_case() -> None:
    form = read(document(textfield("street", properties={"prefilled": "known"})))

    (begun,) = view(form, {}, (), {"street": "Road 1"}, "en")
    (changed,) = view(form, {"street": ""}, (), {"street": "Road 1"}, "en")

    assert (begun.value, changed.value) == ("Road 1", "")


def test_each_condition_of_a_choice_is_told_by_itself() -> None:
    (either, both) = radio("reason", "LATE", "OTHER")["values"]
    conditions = {"hide": '=decision != "REFUSE"', "hide_also": "=asked = null"}
    reason = radio("reason") | {"values": [either | {"properties": conditions}, both]}
    form = read(document(radio("decision", "REFUSE", "ASK"), reason))

    (_, field) = view(form, {"decision": "ASK"}, (), {"asked": "yesterday"}, "en")

    assert (field.options[0].hidden, field.options[0].holding) == (True, (True, False))
    assert field.options[1].holding == ()
