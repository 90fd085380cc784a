"""Known answers as a page shows them: in words, masked unless they may be seen."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from flask import url_for

from engine.core import masking
from engine.store.queries.answers import AnswerRow
from forms.fields import Field, FieldType
from web import moments, units, visit, words
from web.pieces import Fact

# how a personal answer is masked, by the rule or the end of the key of its field
_RULES = {
    "id_number": masking.id_number,
    "name": masking.name,
    "phone": masking.phone,
    "recipient": masking.name,
}
_HIDDEN = "···"
_OPEN_CLASS = "P1"
_CLICK_CLASS = "P3"


@dataclass(frozen=True, slots=True)
class Sight:
    """What the guest may see of a case."""

    # full: own case or own claimed task; else everything personal is masked
    full: bool
    # address that shows a sensitive answer and records it, "" where none does
    shows: str = ""
    # fields that were just asked to be shown
    shown: frozenset[str] = field(default_factory=frozenset)


def facts(
    answers: Iterable[AnswerRow], fields: Mapping[str, Field], sight: Sight
) -> tuple[Fact, ...]:
    """List the answers that have a field with a label or are known by name."""
    language, places = visit.language(), list(fields)
    ordered = sorted(
        answers,
        key=lambda each: places.index(each.field) if each.field in fields else len(places),
    )
    return tuple(
        _fact(answer, fields.get(answer.field), sight)
        for answer in ordered
        if answer.value not in (None, "", [])
        and (answer.field in fields or words.known(f"field.{answer.field}", language))
    )


def label(key: str, fields: Mapping[str, Field]) -> str:
    """Name a field in the language of the guest."""
    language = visit.language()
    if key in fields:
        return words.local(fields[key].labels, language, key)
    known = f"field.{key}"
    return words.say(known, language) if words.known(known, language) else key


def _fact(answer: AnswerRow, asked: Field | None, sight: Sight) -> Fact:
    key, fields = answer.field, {} if asked is None else {answer.field: asked}
    named = label(key, fields)
    if asked is not None and asked.type is FieldType.FILE:
        return _photo(answer, named, sight)
    sensitive = key.endswith("id_number") and answer.data_class == _CLICK_CLASS
    open_ = answer.data_class == _OPEN_CLASS or key in sight.shown
    if open_ or (sight.full and not (sensitive and sight.shows)):
        return Fact(key, named, _text(answer.value, asked))
    shows = sight.shows if sight.full else ""
    return Fact(key, named, _masked(key, str(answer.value)), shows=shows)


def _photo(answer: AnswerRow, named: str, sight: Sight) -> Fact:
    if not sight.full:
        return Fact(answer.field, named, _HIDDEN)
    photo = url_for("attachments.body", attachment_id=answer.value)
    return Fact(answer.field, named, "", photo=photo)


def _masked(key: str, value: str) -> str:
    mask = next((mask for ending, mask in _RULES.items() if key.endswith(ending)), None)
    return mask(value) if mask and value else _HIDDEN


def _text(value: Any, asked: Field | None) -> str:
    language = visit.language()
    if isinstance(value, bool):
        return words.say("facts.yes" if value else "facts.no", language)
    if isinstance(value, list):
        return ", ".join(_text(each, asked) for each in value)
    if asked is not None and asked.type is FieldType.DATE:
        return moments.day(date.fromisoformat(str(value)), language)
    options = {} if asked is None else {each.value: each.labels for each in asked.options}
    return words.local(options.get(str(value), {}), language, units.name(str(value)))
