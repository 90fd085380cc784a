"""The choices of a field: written in the form, or handed in as a named list."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any

from forms import schema
from forms.fields import Field, Option, Words


def of(field: Field, context: Mapping[str, Any]) -> tuple[Option, ...]:
    """List the choices of a field.

    A named list is a sequence of {"value", "label", "label:es", …, "group", "group:es", …,
    "about", "near"}, in the order of its codes; all but the value and the labels may be missing.
    """
    if not field.source:
        return field.options
    return tuple(_handed_in(entry) for entry in _listed(field, context))


def listed(field: Field, context: Mapping[str, Any], language: str) -> tuple[Option, ...]:
    """List the choices of a field as they are looked for: those near first.

    A named list is read in Chinese in the order of its codes, which all lists of divisions have,
    and in the order of the alphabet where there is one.
    """
    choices = of(field, context)
    if not field.source:
        return choices
    if language == "zh-Hans":
        return tuple(sorted(choices, key=lambda option: not option.near))
    return tuple(sorted(choices, key=lambda option: _place(option, language)))


def has(field: Field, value: str, context: Mapping[str, Any]) -> bool:
    """Tell whether the value is one of the choices."""
    if not field.source:
        return any(option.value == value for option in field.options)
    return any(entry["value"] == value for entry in _listed(field, context))


def _listed(field: Field, context: Mapping[str, Any]) -> Iterable[Mapping[str, Any]]:
    listed: Iterable[Mapping[str, Any]] = context.get(field.source, ())
    return listed


def _handed_in(entry: Mapping[str, Any]) -> Option:
    return Option(
        str(entry["value"]),
        _words(entry, "label"),
        _words(entry, "group"),
        about=str(entry.get("about", "")),
        near=bool(entry.get("near")),
    )


def _place(option: Option, language: str) -> tuple[bool, str, str]:
    heading, name = (
        words.get(language, words.get("en", "")) for words in (option.group, option.labels)
    )
    return not option.near, _plain(heading), _plain(name)


# a page asks for the names of all stations, in each language the same ones
@lru_cache(maxsize=4096)
def _plain(text: str) -> str:
    """Leave out accents and capitals, by which nobody sorts."""
    apart = unicodedata.normalize("NFD", text)
    return "".join(sign for sign in apart if not unicodedata.combining(sign)).casefold()


def _words(entry: Mapping[str, Any], name: str) -> Words:
    names = {language: f"{name}:{language}" for language in schema.LANGUAGES[1:]} | {"en": name}
    return {language: entry[key] for language, key in names.items() if entry.get(key)}
