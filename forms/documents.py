"""Documents that a step of a procedure gives to people, read from their templates."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from engine.feel.expressions import Expression, parse
from engine.feel.problems import FeelSyntaxError
from engine.feel.values import from_json
from forms.fields import Words
from forms.schema import LANGUAGES

_KEYS = frozenset(["title", "facts", "code", "paragraph", "signature"])
_PLACEHOLDER = re.compile(r"\{([a-z][a-z0-9_]*|due:CLK-[A-Z-]+)\}")
_BRACE = re.compile(r"[{}]")


class TemplateRejected(ValueError):
    """A template that cannot be used; the text names the place and the reason."""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph, told while its condition is true of the answers as they stood then."""

    texts: Words
    # None for always
    condition: Expression | None = None


@dataclass(frozen=True, slots=True)
class DocumentTemplate:
    """What a kind of document says, in each language."""

    kind: str
    title: Words
    paragraphs: tuple[Paragraph, ...]
    # keys of the answers in its table
    facts: tuple[str, ...] = ()
    # it carries the case number as a QR code for the window
    code: bool = False
    # who signs it
    signatures: tuple[Words, ...] = ()


def read(kind: str, text: str) -> DocumentTemplate:
    """Read a template: TOML with `title`, `facts`, `code`, `[[paragraph]]`, `[[signature]]`.

    Texts name answers as `{field}` and the last day of a legal clock as `{due:CLK-…}`.
    Raises TemplateRejected.
    """
    try:
        found = tomllib.loads(text)
    except tomllib.TOMLDecodeError as problem:
        raise TemplateRejected(f"{kind}: {problem}") from problem
    if strange := sorted(set(found) - _KEYS):
        raise TemplateRejected(f"{kind}: unknown entry {strange[0]}")
    return DocumentTemplate(
        kind=kind,
        title=_words(kind, found.get("title", {})),
        paragraphs=tuple(_paragraph(kind, each) for each in found.get("paragraph", [])),
        facts=tuple(str(each) for each in found.get("facts", [])),
        code=found.get("code") is True,
        signatures=tuple(_words(kind, each) for each in found.get("signature", [])),
    )


def told(template: DocumentTemplate, answers: Mapping[str, Any]) -> tuple[Words, ...]:
    """Give the paragraphs that hold for these answers (JSON values)."""
    known = {key: from_json(value) for key, value in answers.items()}
    return tuple(
        each.texts
        for each in template.paragraphs
        if each.condition is None or each.condition.evaluate(known) is True
    )


def filled(text: str, values: Mapping[str, str]) -> str:
    """Put values into a text; what is not known stays visible as a dash."""
    return _PLACEHOLDER.sub(lambda found: values.get(found[1]) or "—", text)


def _paragraph(kind: str, found: Mapping[str, Any]) -> Paragraph:
    texts = _words(kind, {key: text for key, text in found.items() if key != "when"})
    return Paragraph(texts, _condition(kind, found["when"]) if "when" in found else None)


def _condition(kind: str, text: str) -> Expression:
    try:
        return parse(text)
    except FeelSyntaxError as problem:
        raise TemplateRejected(f"{kind}: {text}: {problem}") from problem


def _words(kind: str, found: Mapping[str, Any]) -> Words:
    if set(found) != set(LANGUAGES):
        raise TemplateRejected(f"{kind}: each text is needed in {', '.join(LANGUAGES)}")
    texts = {language: str(text) for language, text in found.items()}
    for text in texts.values():
        if _BRACE.search(_PLACEHOLDER.sub("", text)):
            raise TemplateRejected(f"{kind}: a placeholder cannot be read in: {text}")
    return texts
