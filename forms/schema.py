"""What of form-js (schemaVersion 19 or older) a form may use; all else is refused by name."""

from __future__ import annotations

from collections.abc import Mapping

from forms.fields import FieldType

SCHEMA_VERSION = 19
MAX_BYTES = 256_000
MAX_COMPONENTS = 200
MAX_DEPTH = 4
MAX_OPTIONS = 500
LANGUAGES = ("en", "zh-Hans", "es")
DATA_CLASSES = frozenset(["P1", "P2", "P3"])
# lists that the commands hand in with the context
SOURCES = frozenset(["stations", "divisions"])
# rules that the commands hand in
RULES = frozenset(
    [
        "county",
        "id_number",
        "mail_address",
        "mainland_division",
        "name",
        "phone",
        "postcode",
        "station",
        "without_id_number",
    ]
)
# names that a page adds to what is posted, or that a store gives a meaning to
RESERVED_KEYS = frozenset(["form_token", "revision", "action", "next", "typename"])

ROOT_KEYS = frozenset(
    [
        "$schema",
        "components",
        "executionPlatform",
        "executionPlatformVersion",
        "exporter",
        "id",
        "properties",
        "schemaVersion",
        "type",
    ]
)
ROOT_PROPERTIES = frozenset(["facts", "submit"])

_SHOWN = frozenset(["type", "id", "layout", "conditional", "properties"])
_ASKED = _SHOWN | {"key", "label", "description", "validate"}
_CHOSEN = _ASKED | {"values", "valuesKey"}
_CHOSEN_ONCE = _CHOSEN | {"defaultValue"}
COMPONENT_KEYS: Mapping[FieldType, frozenset[str]] = {
    FieldType.TEXTFIELD: _ASKED,
    FieldType.TEXTAREA: _ASKED,
    FieldType.NUMBER: _ASKED,
    FieldType.DATE: (_ASKED - {"label"}) | {"subtype", "dateLabel"},
    FieldType.FILE: _ASKED | {"accept"},
    FieldType.CHECKBOX: _ASKED,
    FieldType.CHECKLIST: _CHOSEN,
    FieldType.RADIO: _CHOSEN_ONCE,
    FieldType.SELECT: _CHOSEN_ONCE | {"searchable"},
    FieldType.TEXT: _SHOWN | {"text"},
    FieldType.GROUP: _SHOWN | {"label", "components", "showOutline"},
    FieldType.SEPARATOR: _SHOWN,
    FieldType.SPACER: _SHOWN | {"height"},
}

BUTTON_KEYS = frozenset(["type", "id", "key", "label", "action", "layout", "properties"])

_LENGTH = frozenset(["required", "minLength", "maxLength"])
VALIDATE_KEYS: Mapping[FieldType, frozenset[str]] = {
    FieldType.TEXTFIELD: _LENGTH,
    FieldType.TEXTAREA: _LENGTH,
    FieldType.NUMBER: frozenset(["required", "min", "max"]),
    **dict.fromkeys(
        [
            FieldType.DATE,
            FieldType.FILE,
            FieldType.CHECKBOX,
            FieldType.CHECKLIST,
            FieldType.RADIO,
            FieldType.SELECT,
        ],
        frozenset(["required"]),
    ),
}

# custom properties; label, description and text may carry a language: label:es
PROPERTIES = frozenset(
    ["class", "rule", "optional", "until", "public", "label", "description", "text"]
)
# those of a question that is answered in words or by a choice
ASKING_PROPERTIES = frozenset(["once", "computed", "prefilled", "fits", "mend"])
# those of a text
TELLING_PROPERTIES = frozenset(["decision", "given"])
# of a choice: when the other answers rule it out
OPTION_PROPERTIES = frozenset(["label", "hide", "hide_also"])
