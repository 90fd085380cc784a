"""Answers that do not go together, and what to do about each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime, time
from typing import Any

from engine.feel import functions
from forms.fields import Field, Form
from forms.problems import Problem
from forms.values import Answer


def choices(
    form: Form,
    shown: list[Field],
    entered: Mapping[str, Answer],
    ruled_out: frozenset[tuple[str, str]],
) -> Iterator[Problem]:
    """Name each choice that does not go with what else is known.

    Where the form does not say what to do, the question of the other answer is named.
    """
    for entry in shown:
        given = entered.get(entry.key)
        chosen = given if isinstance(given, list) else [given]
        for option in entry.options:
            if option.value not in chosen or (entry.key, option.value) not in ruled_out:
                continue
            if entry.mend:
                yield Problem(entry.key, "answer_does_not_fit", {"mend": entry.mend})
                continue
            names = frozenset().union(*(each.names for each in option.hidden_when))
            asked = next((each for each in form.questions if each.key in names), entry)
            words = {"choice": option.labels, "question": asked.labels}
            yield Problem(entry.key, "choice_does_not_fit", words)


def answers(
    form: Form, kept: Mapping[str, Answer], known: Mapping[str, Any], today: date
) -> Iterator[Problem]:
    """Name each answer that does not meet the condition of its field.

    `kept` are the answers that are right otherwise, `known` what conditions read.
    """
    around = {**known, **functions.clock(datetime.combine(today, time()))}
    for entry in form.questions:
        if entry.fits is None or kept.get(entry.key) is None:
            continue
        if entry.fits.evaluate(around) is not True:
            yield Problem(entry.key, "answer_does_not_fit", {"mend": entry.mend})
