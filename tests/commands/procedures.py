"""The small procedures that command tests run."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from tests.bpmn.drawing import end, lane, path, process, start, user

# two tasks for clerks, one after the other
TWO_TASKS = process(
    "p",
    lane("desk", "start", "receive", "decide", "end", jurisdiction="station"),
    start(),
    user("receive"),
    user("decide", separateFrom="receive"),
    end(),
    path("start", "receive", "decide", "end"),
)


def form(*components: Mapping[str, Any]) -> bytes:
    """Make a form-js document."""
    document = {"type": "default", "schemaVersion": 19, "components": list(components)}
    return json.dumps(document).encode()


def text(key: str, data_class: str = "P2", *, required: bool = False) -> Mapping[str, Any]:
    """Make a text field."""
    return {
        "type": "textfield",
        "key": key,
        "label": key,
        "validate": {"required": required},
        "properties": {"class": data_class},
    }


FORMS = {
    "p/receive.json": form(text("note")),
    "p/decide.json": form(text("decision", required=True)),
}
