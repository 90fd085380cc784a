"""What is wrong with one component of a form-js document, named so that it can be mended."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from forms import schema
from forms.fields import CHOICES, SILENT, FieldType
from forms.problems import Problem

# classes of which a digest may be kept for good
_KEPT = frozenset(["P1", "P2"])
# properties that can say one thing only
_ONE_VALUE = {"until": "today", "prefilled": "known"}
# types whose answer can be worked out
_COMPUTED = frozenset([FieldType.TEXTFIELD, FieldType.NUMBER, FieldType.DATE])
_KEY = re.compile(r"[A-Za-z][A-Za-z0-9_]{0,63}", re.ASCII)


def problems(key: str, kind: FieldType, component: Mapping[str, Any]) -> Iterator[Problem]:
    """Name everything that is wrong with a component of a known type."""
    yield from _unknown_keys(key, kind, component)
    yield from property_problems(key, component, schema.PROPERTIES | _own(kind))
    yield from _check_problems(key, kind, component)
    yield from _condition_problems(key, component)
    if kind not in SILENT:
        yield from _question_problems(key, kind, component)


def property_problems(
    key: str, holder: Mapping[str, Any], known: frozenset[str]
) -> Iterator[Problem]:
    """Name the custom properties that nobody reads, and those that are not texts."""
    properties = holder.get("properties", {})
    if not isinstance(properties, dict):
        yield Problem(key, "properties_not_texts")
        return
    for name, value in properties.items():
        plain, _, language = name.partition(":")
        if plain not in known or (language and language not in schema.LANGUAGES):
            yield Problem(key, "unknown_property", {"name": name})
        if not isinstance(value, str):
            yield Problem(key, "properties_not_texts")


def _own(kind: FieldType) -> frozenset[str]:
    """Give the custom properties that are read of components of this type only."""
    if kind is FieldType.TEXT:
        return schema.TELLING_PROPERTIES
    return schema.ASKING_PROPERTIES if kind not in {*SILENT, FieldType.FILE} else frozenset()


def _unknown_keys(key: str, kind: FieldType, component: Mapping[str, Any]) -> Iterator[Problem]:
    for name in sorted(component.keys() - schema.COMPONENT_KEYS[kind]):
        yield Problem(key, "unknown_field_key", {"name": name})


def _check_problems(key: str, kind: FieldType, component: Mapping[str, Any]) -> Iterator[Problem]:
    validate = component.get("validate", {})
    if not isinstance(validate, dict):
        yield Problem(key, "unknown_check", {"name": "validate"})
        return
    known = schema.VALIDATE_KEYS.get(kind, frozenset())
    for name, value in validate.items():
        if name not in known:
            yield Problem(key, "unknown_check", {"name": name})
        elif type(value) not in ((bool,) if name == "required" else (int, float)):
            yield Problem(key, "check_out_of_range", {"name": name})


def _condition_problems(key: str, component: Mapping[str, Any]) -> Iterator[Problem]:
    conditional = component.get("conditional", {})
    shaped = isinstance(conditional, dict) and conditional.keys() <= {"hide"}
    if not shaped or not isinstance(conditional.get("hide", ""), str):
        yield Problem(key, "condition_not_feel", {"line": 1, "column": 1, "reason": "shape"})


def _question_problems(
    key: str, kind: FieldType, component: Mapping[str, Any]
) -> Iterator[Problem]:
    properties = component.get("properties")
    properties = properties if isinstance(properties, dict) else {}
    if not _KEY.fullmatch(key) or key in schema.RESERVED_KEYS or "key" not in component:
        yield Problem(key, "key_not_allowed")
    if properties.get("class", "P2") not in schema.DATA_CLASSES:
        yield Problem(key, "unknown_data_class")
    yield from _rule_problems(key, kind, properties)
    if kind is FieldType.DATE and component.get("subtype") != "date":
        yield Problem(key, "only_dates")
    if not component.get("dateLabel" if kind is FieldType.DATE else "label"):
        yield Problem(key, "no_label")
    if kind in CHOICES:
        yield from _choice_problems(key, component)


def _rule_problems(key: str, kind: FieldType, properties: Mapping[str, Any]) -> Iterator[Problem]:
    if properties.get("rule") is not None and properties["rule"] not in schema.RULES:
        yield Problem(key, "unknown_rule", {"name": properties["rule"]})
    for name, only in _ONE_VALUE.items():
        if properties.get(name, only) != only:
            yield Problem(key, "unknown_property", {"name": name})
    if "fits" in properties and not properties.get("mend"):
        yield Problem(key, "fits_without_mend")
    if "computed" in properties and kind not in _COMPUTED:
        yield Problem(key, "computed_unfit")
    if "once" in properties and not _is_once(key, kind, properties):
        yield Problem(key, "once_unfit")


def _is_once(key: str, kind: FieldType, properties: Mapping[str, Any]) -> bool:
    """Tell whether a number can be kept from coming twice: what is kept of it outlives the answer.

    So it is a text that tells nothing sensitive, and its own key is among the answers named.
    """
    named = str(properties["once"]).split()
    return kind is FieldType.TEXTFIELD and key in named and properties.get("class", "P2") in _KEPT


def _choice_problems(key: str, component: Mapping[str, Any]) -> Iterator[Problem]:
    source, values = component.get("valuesKey"), component.get("values")
    if (source is None) == (values is None):
        yield Problem(key, "options_or_source")
    if source is not None and source not in schema.SOURCES:
        yield Problem(key, "unknown_source", {"name": str(source)})
    if values is not None and not _are_options(values):
        yield Problem(key, "options_malformed")
        return
    for value in values or ():
        yield from property_problems(key, value, schema.OPTION_PROPERTIES)
    if not _is_offered(component.get("defaultValue"), values):
        yield Problem(key, "default_not_offered")


def _is_offered(default: object, values: Any) -> bool:
    if default is None:
        return True
    return values is not None and any(value["value"] == default for value in values)


def _are_options(values: object) -> bool:
    if not isinstance(values, list) or not 0 < len(values) <= schema.MAX_OPTIONS:
        return False
    known = {"label", "value", "properties"}
    shaped = all(
        isinstance(value, dict)
        and value.keys() <= known
        and isinstance(value.get("value"), str)
        and isinstance(value.get("label"), str)
        and isinstance(value.get("properties", {}), dict)
        for value in values
    )
    return shaped and len({value["value"] for value in values}) == len(values)
