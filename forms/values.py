"""Turn what was posted to one field into its answer, or say what is wrong with it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from forms import options
from forms.fields import Field, FieldType
from forms.problems import Problem
from forms.rules import RuleBroken, Rules

# what a field holds once it is accepted; None where it was left empty
Answer = str | int | float | bool | list[str] | None
MAX_TEXT = {FieldType.TEXTFIELD: 200, FieldType.TEXTAREA: 2000}
_NUMBER = re.compile(r"-?[0-9]{1,15}(\.[0-9]{1,6})?", re.ASCII)
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)
# Chinese characters that have a code of their own for the sake of an older set: GB 18030 has some
_COMPATIBLE = re.compile("([\uf900-\ufaff\U0002f800-\U0002fa1f])")
_TICKED = frozenset(["true", "on", "1"])


class Unusable(Exception):
    """A posted text is no answer to its field."""

    def __init__(self, code: str, **parameters: object) -> None:
        super().__init__(code, parameters)
        self.code = code
        self.parameters = parameters


def answer(field: Field, texts: tuple[str, ...], context: Mapping[str, Any]) -> Answer:
    """Read the posted texts of a field; rules and bounds are checked by `problem`.

    Raises Unusable where the texts cannot be an answer of this type.
    """
    if field.type is FieldType.CHECKLIST:
        return [_option(field, text, context) for text in texts] or None
    if len(texts) > 1:
        raise Unusable("several_values")
    text = texts[0] if texts else ""
    if field.type is FieldType.CHECKBOX:
        return _ticked(text)
    text = _clean(field, text)
    return _READERS[field.type](field, text, context) if text else None


def problem(field: Field, value: Answer, rules: Rules, today: date) -> Problem | None:
    """Say what keeps an answer from being accepted, None where nothing does."""
    if value is None or value is False:
        return missing(field) if field.required else None
    if isinstance(value, str):
        return _text_problem(field, value, rules, today)
    if isinstance(value, int | float) and field.type is FieldType.NUMBER:
        return _number_problem(field, value)
    return None


def missing(field: Field) -> Problem:
    """Say that an answer is missing, and to which kind of question."""
    return Problem(field.key, "answer_required", {"kind": field.type.value})


def normalised(field: Field, value: Answer, rules: Rules) -> Answer:
    """Give the answer in the form in which its rule wants it kept."""
    return rules[field.rule](value) if field.rule and isinstance(value, str) else value


def folded(value: object) -> str:
    """Give what counts when two numbers are compared: not their case, width or spaces."""
    return "".join(unicodedata.normalize("NFKC", str(value or "")).casefold().split())


def _composed(text: str) -> str:
    """Compose accents; names keep every character, which NFC (and more so NFKC) would replace."""
    if not _COMPATIBLE.search(text):
        return unicodedata.normalize("NFC", text)
    return "".join(
        part if _COMPATIBLE.match(part) else unicodedata.normalize("NFC", part)
        for part in _COMPATIBLE.split(text)
    )


def _clean(field: Field, text: str) -> str:
    text = _composed(text).replace("\r\n", "\n").replace("\r", "\n").strip()
    allowed = "\n\t" if field.type is FieldType.TEXTAREA else ""
    # whatever can be printed needs no look at each character
    if not text.isprintable() and any(
        unicodedata.category(char) in {"Cc", "Cs"} and char not in allowed for char in text
    ):
        raise Unusable("control_character")
    return text


def _ticked(text: str) -> bool:
    if text and text not in _TICKED:
        raise Unusable("not_an_option")
    return bool(text)


def _option(field: Field, text: str, context: Mapping[str, Any]) -> str:
    if not options.has(field, text, context):
        raise Unusable("not_an_option")
    return text


def _number(field: Field, text: str, context: Mapping[str, Any]) -> int | float:
    if not _NUMBER.fullmatch(text):
        raise Unusable("not_a_number")
    return float(text) if "." in text else int(text)


def _date(field: Field, text: str, context: Mapping[str, Any]) -> str:
    try:
        if not _DATE.fullmatch(text):
            raise Unusable("not_a_date")
        return date.fromisoformat(text).isoformat()
    except ValueError as error:
        raise Unusable("not_a_date") from error


def _text(field: Field, text: str, context: Mapping[str, Any]) -> str:
    return text


_READERS: Mapping[FieldType, Callable[[Field, str, Mapping[str, Any]], Answer]] = {
    FieldType.TEXTFIELD: _text,
    FieldType.TEXTAREA: _text,
    FieldType.NUMBER: _number,
    FieldType.DATE: _date,
    FieldType.RADIO: _option,
    FieldType.SELECT: _option,
}


def _text_problem(field: Field, value: str, rules: Rules, today: date) -> Problem | None:
    limits = field.limits
    longest = limits.max_length or MAX_TEXT.get(field.type)
    if longest is not None and len(value) > longest:
        return Problem(field.key, "too_long", {"characters": longest})
    if limits.min_length is not None and len(value) < limits.min_length:
        return Problem(field.key, "too_short", {"characters": limits.min_length})
    if limits.until_today and date.fromisoformat(value) > today:
        return Problem(field.key, "date_in_the_future")
    if not field.rule:
        return None
    try:
        rules[field.rule](value)
    except RuleBroken as broken:
        return Problem(field.key, broken.code, broken.parameters)
    return None


def _number_problem(field: Field, value: float) -> Problem | None:
    limits = field.limits
    if limits.minimum is not None and value < limits.minimum:
        return Problem(field.key, "too_small", {"minimum": limits.minimum})
    if limits.maximum is not None and value > limits.maximum:
        return Problem(field.key, "too_large", {"maximum": limits.maximum})
    return None
