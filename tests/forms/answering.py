"""Small forms, and what they accept of what was posted."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import pytest

from forms.answers import Accepted, accept
from forms.form import read
from forms.posted import Posted
from forms.problems import AnswersRejected
from forms.rules import RuleBroken
from tests.forms.drawing import document

TODAY = date(2026, 3, 18)
REQUIRED = {"validate": {"required": True}}


def id_number(text: str) -> str:
    """Stand for a rule of the commands layer: it normalises, or refuses with a code."""
    if len(text) != 18:
        raise RuleBroken("id_number_length", expected=18)
    return text.upper()


RULES = {"id_number": id_number}


def accepted(
    *components: Any, context: Mapping[str, Any] | None = None, **posted: str
) -> Accepted:
    values = {key: (text,) for key, text in posted.items()}
    return accept(read(document(*components)), Posted(values), context or {}, RULES, TODAY)


def refusal(*components: Any, **posted: str) -> tuple[str, str]:
    with pytest.raises(AnswersRejected) as rejected:
        accepted(*components, **posted)
    (problem,) = rejected.value.problems
    return problem.key, problem.code


def number(**bounds: float) -> dict[str, Any]:
    return {"type": "number", "key": "copies", "label": "Copies", "validate": bounds}


DAY = {"type": "datetime", "subtype": "date", "key": "day", "dateLabel": "Day"}
TICK = {"type": "checkbox", "key": "agreed", "label": "Agreed"}
TICKS = {
    "type": "checklist",
    "key": "checks",
    "label": "Checks",
    "values": [{"value": "A", "label": "A"}, {"value": "B", "label": "B"}],
}
STATION = {"type": "select", "key": "station", "label": "Station", "valuesKey": "stations"}
PHOTO = {"type": "filepicker", "key": "photo", "label": "Photo"}
NOTE = {"type": "textarea", "key": "note", "label": "Note"}
STATIONS = {"stations": [{"value": "520102001", "label": "Nanming"}]}
