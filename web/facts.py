"""Known answers as a page shows them: in words, masked unless they may be seen."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime

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
_INSTANT = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
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
    answers: Iterable[AnswerRow],
    fields: Mapping[str, Field],
    sight: Sight,
    order: Sequence[str] = (),
) -> tuple[Fact, ...]:
    """List the answers that have words: in the order asked for, else system's first."""
    language = visit.language()
    named = list(order) or [*_of_the_system(language), *fields]
    places = {key: place for place, key in enumerate(named)}
    said = [
        answer
        for answer in answers
        if answer.value not in (None, "", [])
        and (answer.field in fields or words.known(f"field.{answer.field}", language))
    ]
    said.sort(key=lambda answer: places.get(answer.field, len(places)))
    return tuple(_fact(answer, fields.get(answer.field), sight) for answer in said)


def declared_first(fields: Mapping[str, Field]) -> tuple[str, ...]:
    """Order the fields of forms before those that the system fills in."""
    return (*fields, *_of_the_system(visit.language()))


def one(answer: AnswerRow, fields: Mapping[str, Field], sight: Sight) -> Fact:
    """Tell one answer, by its key where it has no words."""
    return _fact(answer, fields.get(answer.field), sight)


def label(key: str, fields: Mapping[str, Field]) -> str:
    """Name a field in the language of the guest."""
    language = visit.language()
    if key in fields:
        return words.local(fields[key].labels, language, key)
    known = f"field.{key}"
    return words.say(known, language) if words.known(known, language) else key


def _of_the_system(language: str) -> Iterable[str]:
    return words.below("field", language)


def _fact(answer: AnswerRow, asked: Field | None, sight: Sight) -> Fact:
    key, fields = answer.field, {} if asked is None else {answer.field: asked}
    named = label(key, fields)
    if asked is not None and asked.type is FieldType.FILE:
        return _photo(answer, named, sight)
    sensitive = key.endswith("id_number") and answer.data_class == _CLICK_CLASS
    open_ = answer.data_class == _OPEN_CLASS or key in sight.shown
    if open_ or (sight.full and not (sensitive and sight.shows)):
        return Fact(key, named, _text(answer, asked))
    shows = sight.shows if sight.full else ""
    masked = _masked(key, str(answer.value))
    return Fact(key, named, masked, shows=shows, hidden=not masked, masked=True)


def _photo(answer: AnswerRow, named: str, sight: Sight) -> Fact:
    if not sight.full and answer.field not in sight.shown:
        return Fact(answer.field, named, "", hidden=True, masked=True)
    photo = url_for("attachments.body", attachment_id=answer.value)
    return Fact(answer.field, named, "", photo=photo)


def _masked(key: str, value: str) -> str:
    mask = next((mask for ending, mask in _RULES.items() if key.endswith(ending)), None)
    return mask(value) if mask and value else ""


def _text(answer: AnswerRow, asked: Field | None) -> str:
    value, language = answer.value, visit.language()
    if isinstance(value, bool):
        return words.say("facts.yes" if value else "facts.no", language)
    if isinstance(value, Mapping):
        return words.local(value, language)
    if isinstance(value, list):
        return ", ".join(_text(replace(answer, value=each), asked) for each in value)
    options = {} if asked is None else {each.value: each.labels for each in asked.options}
    written = str(value)
    return words.local(options.get(written, {}), language) or _known(answer.field, written)


def _known(key: str, written: str) -> str:
    """Write a value without options: an instant, a day, a known code, a unit, or as it is."""
    language = visit.language()
    if _INSTANT.match(written):
        return moments.short(datetime.fromisoformat(written), visit.now(), language)
    if _DAY.fullmatch(written):
        return moments.day(date.fromisoformat(written), language)
    if words.known(f"value.{key}.{written}", language):
        return words.say(f"value.{key}.{written}", language)
    if key == "ethnicity":
        names = words.say("value.ethnicities", language).split()
        return dict(enumerate(names, 1)).get(int(written), written)
    return units.name(written)
