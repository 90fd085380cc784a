"""What a form asks for where fields and choices depend on other answers."""

from __future__ import annotations

from typing import Any

import pytest

from forms.answers import accept
from forms.form import read
from forms.posted import Posted
from forms.problems import AnswersRejected
from tests.forms.answering import REQUIRED, RULES, TICK, TODAY, accepted, refusal
from tests.forms.drawing import document, radio, textfield


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
