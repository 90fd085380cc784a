"""Read a form-js document into a form, or say everything that is wrong with it."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from typing import Any

from engine.feel.expressions import Expression
from forms import checks, components, schema
from forms.fields import Field, FieldType, Form, Words
from forms.problems import FormRejected, Problem


def read(document: bytes) -> Form:
    """Read a form-js document (JSON, schemaVersion 19 or older, our restricted palette).

    Raises FormRejected with every problem, each at the key of its field.
    """
    root = _root(document)
    problems = list(_root_problems(root))
    fields: list[Field] = []
    listed = _members(root, problems)
    _read_members(listed, (), fields, problems)
    problems += _repeated(fields)
    if problems:
        raise FormRejected(problems)
    properties = root.get("properties", {})
    return Form(
        fields=tuple(fields),
        facts=tuple(str(properties.get("facts", "")).split()),
        submit=components.words(properties, "submit", properties.get("submit", ""))
        or _button(listed),
    )


def _root(document: bytes) -> dict[str, Any]:
    if len(document) > schema.MAX_BYTES:
        raise FormRejected([Problem("", "form_too_large", {"bytes": schema.MAX_BYTES})])
    try:
        root = json.loads(document)
    except (ValueError, RecursionError) as error:
        raise FormRejected([Problem("", "form_not_json")]) from error
    if not isinstance(root, dict) or root.get("type") != "default":
        raise FormRejected([Problem("", "not_a_form")])
    return root


def _root_problems(root: dict[str, Any]) -> Iterator[Problem]:
    version = root.get("schemaVersion", schema.SCHEMA_VERSION)
    if type(version) is not int or not 0 < version <= schema.SCHEMA_VERSION:
        yield Problem("", "form_schema_version", {"expected": schema.SCHEMA_VERSION})
    for name in sorted(root.keys() - schema.ROOT_KEYS):
        yield Problem("", "unknown_form_key", {"name": name})
    yield from checks.property_problems("", root, schema.ROOT_PROPERTIES)


def _members(parent: dict[str, Any], problems: list[Problem]) -> list[Any]:
    listed = parent.get("components", [])
    if isinstance(listed, list):
        return listed
    problems.append(Problem("", "not_a_form"))
    return []


def _button(listed: list[Any]) -> Words:
    """Give the words of form-js' own submit button, {} where the form has none."""
    buttons = [each for each in listed if components.is_submit_button(each)]
    return components.labels(buttons[0]) if buttons else {}


def _read_members(
    listed: list[Any],
    conditions: tuple[Expression, ...],
    fields: list[Field],
    problems: list[Problem],
    depth: int = 0,
) -> None:
    """Read components in document order, groups before their members."""
    if depth > schema.MAX_DEPTH:
        problems.append(Problem("", "form_too_deep", {"depth": schema.MAX_DEPTH}))
        return
    for component in listed:
        if len(fields) >= schema.MAX_COMPONENTS:
            problems.append(Problem("", "form_too_long", {"fields": schema.MAX_COMPONENTS}))
            return
        if components.is_submit_button(component):
            continue
        outcome = components.read(component, conditions, depth)
        problems += outcome.problems
        if outcome.field is None:
            continue
        fields.append(outcome.field)
        if outcome.field.type is FieldType.GROUP:
            inner = _members(component, problems)
            _read_members(inner, outcome.field.hidden_when, fields, problems, depth + 1)


def _repeated(fields: list[Field]) -> list[Problem]:
    counts = Counter(entry.key for entry in fields if entry.asks)
    return [Problem(key, "repeated_key") for key, count in counts.items() if count > 1]
