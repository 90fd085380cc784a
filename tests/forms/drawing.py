"""Small form documents for the tests."""

from __future__ import annotations

import json
from typing import Any


def textfield(key: str, **more: Any) -> dict[str, Any]:
    return {"type": "textfield", "key": key, "label": key.title()} | more


def radio(key: str, *values: str, **more: Any) -> dict[str, Any]:
    listed = [{"value": value, "label": value.title()} for value in values]
    return {"type": "radio", "key": key, "label": key.title(), "values": listed} | more


def document(*components: Any, **more: Any) -> bytes:
    root = {"schemaVersion": 19, "type": "default", "components": list(components)} | more
    return json.dumps(root).encode()
