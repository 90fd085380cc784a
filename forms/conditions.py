"""Which fields and choices a form hides, given what is known and what has been entered so far."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from engine.feel.values import from_json
from forms.fields import Field, Form, Option


def hidden(form: Form, entered: Mapping[str, Any], context: Mapping[str, Any]) -> frozenset[int]:
    """Give the positions of the hidden fields.

    What a hidden field holds counts as empty for the conditions of the others, as in form-js,
    so the conditions are read again until nothing changes.
    """
    gone: frozenset[int] = frozenset()
    if not any(entry.hidden_when for entry in form.fields):
        return gone
    known = _known(form, context)
    for _ in range(len(form.fields) + 1):
        visible = known | _visible_values(form, entered, gone)
        found = frozenset(
            place for place, entry in enumerate(form.fields) if _is_hidden(entry, visible)
        )
        if found == gone:
            break
        gone = found
    return gone


def ruled_out(form: Form, around: Mapping[str, Any]) -> frozenset[tuple[str, str]]:
    """Give the choices, as field and value, that do not go with what conditions read."""
    return frozenset(
        (entry.key, each.value)
        for entry in form.questions
        for each in entry.options
        if _is_hidden(each, around)
    )


def holding(entry: Field | Option, around: Mapping[str, Any]) -> tuple[bool, ...]:
    """Tell which of its conditions hide a field or a choice; `around` is what they read."""
    return tuple(condition.evaluate(around) is True for condition in entry.hidden_when)


def is_public(entry: Field, answers: Mapping[str, Any]) -> bool:
    """Tell whether the citizen may read what somebody else answered in a field."""
    if entry.public_when is None:
        return False
    known = {key: from_json(value) for key, value in _plain(answers).items()}
    return entry.public_when.evaluate(known) is True


def values(
    form: Form, entered: Mapping[str, Any], context: Mapping[str, Any], gone: frozenset[int]
) -> dict[str, Any]:
    """Give what conditions read, as FEEL values: what is known, and what is entered and shown.

    `gone` are the positions of the hidden fields.
    """
    return _known(form, context) | _visible_values(form, entered, gone)


def _known(form: Form, context: Mapping[str, Any]) -> dict[str, Any]:
    """Give what the conditions of a form ask of the context."""
    asked = {name: context[name] for name in form.watched if name in context}
    return {key: from_json(value) for key, value in _plain(asked).items()}


def _plain(context: Mapping[str, Any]) -> Mapping[str, Any]:
    """Leave out the lists of choices, which no condition reads."""
    return {
        key: value
        for key, value in context.items()
        if value is None or isinstance(value, str | int | float | bool | dict)
    }


def _visible_values(
    form: Form, entered: Mapping[str, Any], gone: frozenset[int]
) -> dict[str, Any]:
    return {
        entry.key: None if place in gone else from_json(entered.get(entry.key))
        for place, entry in enumerate(form.fields)
        if entry.key in form.watched and entry.asks
    }


def _is_hidden(entry: Field | Option, around: Mapping[str, Any]) -> bool:
    return any(holding(entry, around))
