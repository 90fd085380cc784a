"""The choices of a field: written in the form, or handed in as a named list."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from forms import schema
from forms.fields import Field, Option, Words


def of(field: Field, context: Mapping[str, Any]) -> tuple[Option, ...]:
    """List the choices of a field.

    A named list is a sequence of {"value", "label", "label:es", …, "group", "group:es", …}.
    """
    if not field.source:
        return field.options
    return tuple(_handed_in(entry) for entry in _listed(field, context))


def has(field: Field, value: str, context: Mapping[str, Any]) -> bool:
    """Tell whether the value is one of the choices."""
    if not field.source:
        return any(option.value == value for option in field.options)
    return any(entry["value"] == value for entry in _listed(field, context))


def _listed(field: Field, context: Mapping[str, Any]) -> Iterable[Mapping[str, Any]]:
    listed: Iterable[Mapping[str, Any]] = context.get(field.source, ())
    return listed


def _handed_in(entry: Mapping[str, Any]) -> Option:
    return Option(str(entry["value"]), _words(entry, "label"), _words(entry, "group"))


def _words(entry: Mapping[str, Any], name: str) -> Words:
    names = {language: f"{name}:{language}" for language in schema.LANGUAGES[1:]} | {"en": name}
    return {language: entry[key] for language, key in names.items() if entry.get(key)}
