"""Which answers of a case somebody is shown in a task, by the role that the task asks."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from engine.core import duties
from forms.fields import Field


def of(role: str, values: Mapping[str, Any], fields: Mapping[str, Field]) -> dict[str, Any]:
    """Leave out the answers that the role does not see; `fields` are the questions by key."""
    return {
        key: value
        for key, value in values.items()
        if duties.sees(role, key, fields[key].rule if key in fields else "", values)
    }
