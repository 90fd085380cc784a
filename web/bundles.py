"""The bundles that npm built: their addresses from the manifest, and whether they stand."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

from flask import url_for
from markupsafe import Markup

_DIST = Path(__file__).parent / "static" / "dist"


def stands(name: str) -> bool:
    """Tell whether the bundle was built."""
    return name in _manifest()


def tags(name: str) -> Markup:
    """Give the tags that load a bundle, nothing where it was not built."""
    if not stands(name):
        return Markup("")
    files = _manifest()[name]
    sheet = '<link rel="stylesheet" href="{}">'
    script = '<script type="module" src="{}"></script>'
    made = Markup(script).format(_address(files["js"] or ""))
    return Markup(sheet).format(_address(files["css"])) + made if files["css"] else made


def _address(file: str) -> str:
    return url_for("static", filename=f"dist/{file}")


@cache
def _manifest() -> dict[str, dict[str, str | None]]:
    path = _DIST / "manifest.json"
    if not path.is_file():
        return {}
    manifest: dict[str, dict[str, str | None]] = json.loads(path.read_text("utf-8"))
    return manifest
