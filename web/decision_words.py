"""The words for what a decision is called, looks at and gives; names without words stay."""

from __future__ import annotations

from collections.abc import Mapping

from forms.fields import Field
from web import facts, visit, words


def name(decision: str) -> str:
    """Name a decision in the language of the guest."""
    return _known(f"name.{decision}", decision)


def output(key: str) -> str:
    """Name an output."""
    return _known(f"output.{key}", key)


def value(key: str, code: str) -> str:
    """Tell a code that an output, or something looked at, has as its value."""
    return _known(f"value.{key}.{code}", code)


def looked_at(key: str, fields: Mapping[str, Field]) -> str:
    """Name what a decision looked at: a question of a form, or what the process worked out."""
    return facts.label(key, fields) if key in fields else _input(key)


def _input(key: str) -> str:
    return _known(f"input.{key}", facts.label(key, {}))


def _known(key: str, otherwise: str) -> str:
    full = f"decided.{key}"
    return words.say(full, visit.language()) if words.known(full) else otherwise
