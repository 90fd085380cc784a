"""Accept what was posted to a form: every field checked, nothing unknown let in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from forms import computed, conditions, misfits, photos, values
from forms.fields import Field, FieldType, Form
from forms.photos import Photo, PhotoRefused
from forms.posted import Posted
from forms.problems import AnswersRejected, Problem
from forms.rules import Rules
from forms.values import Answer, Unusable


@dataclass(frozen=True, slots=True)
class Accepted:
    """What a form accepted; a photograph becomes an answer once it is stored."""

    answers: Mapping[str, Answer]
    # data class of every answer and upload
    classes: Mapping[str, str]
    uploads: Mapping[str, Photo]


def accept(
    form: Form, posted: Posted, context: Mapping[str, Any], rules: Rules, today: date
) -> Accepted:
    """Check what was posted and give the answers of the fields that are shown.

    `context` holds the answers and variables known so far, as JSON values, and the named lists
    of choices. A field that was emptied gives None where the context knew a value for it; one
    that was not posted says nothing.
    Raises AnswersRejected with every problem at its field.
    """
    problems = list(_unknown(form, posted))
    entered, unusable = _entered(form, posted, context)
    gone = conditions.hidden(form, entered, context)
    shown = [entry for place, entry in enumerate(form.fields) if entry.asks and place not in gone]
    uploads, refused = _uploads(shown, posted, context)
    known = unusable | refused
    found = (_problem(entry, entered, known, rules, today) for entry in shown)
    problems += [problem for problem in found if problem is not None]
    problems += _repeated(shown, entered, context)
    ruled_out = conditions.ruled_out(form, conditions.values(form, entered, context, gone))
    problems += misfits.choices(form, shown, entered, ruled_out)
    kept = _kept(shown, entered, problems, rules)
    around = conditions.values(form, entered | kept, context, gone)
    problems += misfits.answers(form, kept, around, today)
    if problems:
        raise AnswersRejected(problems)
    return Accepted(
        answers={
            entry.key: kept[entry.key]
            for entry in shown
            if entry.key in kept and _says_something(entry, entered, posted, context)
        },
        classes={entry.key: entry.data_class for entry in shown},
        uploads=uploads,
    )


def _unknown(form: Form, posted: Posted) -> Iterator[Problem]:
    texts = posted.values.keys() - form.text_keys
    files = posted.files.keys() - form.file_keys
    for key in (*sorted(texts), *sorted(files)):
        yield Problem(key, "unknown_field")


def _entered(
    form: Form, posted: Posted, context: Mapping[str, Any]
) -> tuple[dict[str, Answer], dict[str, Problem]]:
    entered: dict[str, Answer] = {}
    unusable: dict[str, Problem] = {}
    for entry in form.questions:
        if entry.type is FieldType.FILE:
            continue
        try:
            texts = _texts(entry, posted, context)
            entered[entry.key] = values.answer(entry, texts, context)
        except Unusable as error:
            unusable[entry.key] = Problem(entry.key, error.code, error.parameters)
    return entered, unusable


def _texts(entry: Field, posted: Posted, context: Mapping[str, Any]) -> tuple[str, ...]:
    """Give what was posted to a field; where it was not posted at all, its default stands.

    What is worked out stands whatever was posted, and nothing else may be posted to it.
    """
    if entry.computed is not None:
        told = computed.told(entry, context)
        if not {"", told}.issuperset(posted.values.get(entry.key, ())):
            raise Unusable("answer_computed", value=told)
        return (told,)
    return posted.values.get(entry.key, (entry.default,) if entry.default else ())


def _uploads(
    shown: list[Field], posted: Posted, context: Mapping[str, Any]
) -> tuple[dict[str, Photo], dict[str, Problem]]:
    uploads: dict[str, Photo] = {}
    refused: dict[str, Problem] = {}
    for entry in shown:
        if entry.type is not FieldType.FILE:
            continue
        upload = posted.files.get(entry.key)
        try:
            if upload is not None and upload.body:
                uploads[entry.key] = photos.read(upload.body)
            elif entry.required and context.get(entry.key) is None:
                refused[entry.key] = values.missing(entry)
        except PhotoRefused as error:
            refused[entry.key] = Problem(entry.key, error.code, error.parameters)
    return uploads, refused


def _problem(
    entry: Field,
    entered: Mapping[str, Answer],
    known: Mapping[str, Problem],
    rules: Rules,
    today: date,
) -> Problem | None:
    if entry.key in known or entry.type is FieldType.FILE:
        return known.get(entry.key)
    return values.problem(entry, entered[entry.key], rules, today)


def _kept(
    shown: list[Field], entered: Mapping[str, Answer], problems: list[Problem], rules: Rules
) -> dict[str, Answer]:
    """Give the answers in the form in which they are kept, but those that are wrong already."""
    wrong = {problem.key for problem in problems}
    return {
        entry.key: values.normalised(entry, entered[entry.key], rules)
        for entry in shown
        if entry.key in entered and entry.key not in wrong
    }


def _repeated(
    shown: list[Field], entered: Mapping[str, Answer], context: Mapping[str, Any]
) -> Iterator[Problem]:
    """Name each number that another answer of the case holds already."""
    for entry in shown:
        given = entered.get(entry.key) if entry.once else None
        others = [context.get(name) for name in entry.once if name != entry.key]
        if isinstance(given, str) and values.folded(given) in map(values.folded, others):
            yield Problem(entry.key, "value_taken_here", {"value": given})


def _says_something(
    entry: Field, entered: Mapping[str, Answer], posted: Posted, context: Mapping[str, Any]
) -> bool:
    if entered[entry.key] is not None:
        return True
    # a browser does not post a checklist without ticks
    emptied = entry.key in posted.values or entry.type is FieldType.CHECKLIST
    return emptied and context.get(entry.key) is not None
