"""The bundles that npm built: their addresses from the manifest, and whether they stand."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

from flask import url_for
from markupsafe import Markup

_SHEET = Markup('<link rel="stylesheet" href="{}">')
_SCRIPT = Markup('<script type="module" src="{}"></script>')
_DIST = Path(__file__).parent / "static" / "dist"


def stands(name: str) -> bool:
    """Tell whether the bundle was built."""
    return name in _manifest()


def tags(name: str) -> Markup:
    """Give the tags that load a bundle, nothing where it was not built."""
    if not stands(name):
        return Markup("")
    files = _manifest()[name]
    made = _SCRIPT.format(_address(files["js"] or ""))
    return _SHEET.format(_address(files["css"])) + made if files["css"] else made


def _address(file: str) -> str:
    return url_for("static", filename=f"dist/{file}")


@cache
def _manifest() -> dict[str, dict[str, str | None]]:
    path = _DIST / "manifest.json"
    if not path.is_file():
        return {}
    manifest: dict[str, dict[str, str | None]] = json.loads(path.read_text("utf-8"))
    return manifest
