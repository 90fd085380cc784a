"""Read one component of a form-js document into a field."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from engine.feel.expressions import Expression, FeelSyntaxError, parse
from forms import checks, schema
from forms.fields import Field, FieldType, Limits, Option, Words
from forms.problems import Problem


@dataclass(frozen=True, slots=True)
class Outcome:
    """A component as a field, or None where its type is unknown, and what is wrong with it."""

    field: Field | None
    problems: tuple[Problem, ...]


def read(component: object, outer: tuple[Expression, ...], depth: int) -> Outcome:
    """Read a component that stands in groups with the conditions `outer`."""
    if not isinstance(component, dict):
        return Outcome(None, (Problem("", "not_a_component"),))
    key = str(component.get("key", component.get("id", "")))
    try:
        kind = FieldType(str(component.get("type")))
    except ValueError:
        unknown = Problem(key, "unknown_field_type", {"type": str(component.get("type"))})
        return Outcome(None, (unknown,))
    if problems := tuple(checks.problems(key, kind, component)):
        return Outcome(None, problems)
    try:
        conditions = (*outer, *_conditions(component.get("conditional", {}).get("hide", "")))
        public, given, fits, computed = (
            next(iter(_conditions(component.get("properties", {}).get(name, ""))), None)
            for name in ("public", "given", "fits", "computed")
        )
        choices = tuple(_option(value) for value in component.get("values", ()))
    except FeelSyntaxError as error:
        place = {"line": error.line, "column": error.column, "reason": error.code}
        parameters = {**error.parameters, **place}
        return Outcome(None, (Problem(key, "condition_not_feel", parameters),))
    field = replace(_field(key, kind, component, conditions), depth=depth, options=choices)
    field = replace(field, public_when=public, given=given, fits=fits, computed=computed)
    return Outcome(field, ())


def is_submit_button(component: object) -> bool:
    """Tell whether this is form-js' own submit button, whose part the page's button plays."""
    return (
        isinstance(component, dict)
        and component.get("type") == "button"
        and component.get("action", "submit") == "submit"
        and component.keys() <= schema.BUTTON_KEYS
        and not any(checks.property_problems("", component, schema.PROPERTIES))
    )


def labels(component: Mapping[str, Any]) -> Words:
    """Give the label of a component in all languages."""
    return words(component.get("properties", {}), "label", component.get("label", ""))


def words(properties: Mapping[str, Any], name: str, english: object) -> Words:
    """Collect a text in all languages: English stands in the document, the others beside it."""
    texts = {"en": str(english)} if english else {}
    for language in schema.LANGUAGES[1:]:
        if translated := properties.get(f"{name}:{language}"):
            texts[language] = str(translated)
    return texts


def _conditions(written: str) -> tuple[Expression, ...]:
    text = written.removeprefix("=").strip()
    return (parse(text),) if text else ()


def _field(
    key: str,
    kind: FieldType,
    component: dict[str, Any],
    conditions: tuple[Expression, ...],
) -> Field:
    properties = component.get("properties", {})
    label = component.get("dateLabel") if kind is FieldType.DATE else component.get("label")
    shown = component.get("text") if kind is FieldType.TEXT else label
    return Field(
        key=key,
        type=kind,
        labels=words(properties, "text" if kind is FieldType.TEXT else "label", shown),
        hints=words(properties, "description", component.get("description")),
        required=bool(component.get("validate", {}).get("required")),
        data_class=properties.get("class", "P2"),
        source=component.get("valuesKey", ""),
        hidden_when=conditions,
        rule=properties.get("rule", ""),
        once=tuple(properties.get("once", "").split()),
        prefilled="prefilled" in properties,
        mend=words(properties, "mend", properties.get("mend")),
        default=component.get("defaultValue", ""),
        limits=_limits(kind, component, properties),
        decision=properties.get("decision", ""),
    )


def _option(value: dict[str, Any]) -> Option:
    properties = value.get("properties", {})
    return Option(
        value["value"],
        words(properties, "label", value["label"]),
        hidden_when=(
            *_conditions(properties.get("hide", "")),
            *_conditions(properties.get("hide_also", "")),
        ),
    )


def _limits(kind: FieldType, component: dict[str, Any], properties: dict[str, Any]) -> Limits:
    validate = component.get("validate", {})
    return Limits(
        min_length=validate.get("minLength"),
        max_length=validate.get("maxLength"),
        minimum=validate.get("min"),
        maximum=validate.get("max"),
        until_today=kind is FieldType.DATE and "until" in properties,
    )
