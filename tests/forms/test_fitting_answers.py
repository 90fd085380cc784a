"""Answers that are held to what is known, and those that are worked out from it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from engine.feel.functions import function
from forms import computed
from forms.form import read
from forms.problems import AnswersRejected
from tests.forms.answering import DAY, accepted, refusal
from tests.forms.drawing import document, radio, textfield

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
