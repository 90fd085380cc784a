"""Answers that nobody enters, because a form says how they are worked out."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from engine.feel import values
from forms.fields import Field, Form


def answers(
    form: Form, known: Mapping[str, Any], functions: Mapping[str, Any]
) -> Mapping[str, Any]:
    """Work out the answers of a form, each by its name in the context of the form.

    `known` are JSON values, `functions` what expressions may call besides those of FEEL.
    """
    return {_name(entry): _answer(entry, known, functions) for entry in form.computed}


def told(entry: Field, context: Mapping[str, Any]) -> str:
    """Give the text of what was worked out for a field, "" where it could not be."""
    answer = context.get(_name(entry))
    return "" if answer is None else str(answer)


def _name(entry: Field) -> str:
    return f"computed:{entry.key}"


def _answer(entry: Field, known: Mapping[str, Any], functions: Mapping[str, Any]) -> Any:
    if entry.computed is None:
        return None
    named = {name: values.from_json(known.get(name)) for name in entry.computed.names}
    return values.to_json(entry.computed.evaluate({**named, **functions}))
