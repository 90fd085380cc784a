"""Where a request wants to go on to, as far as that is here."""

from __future__ import annotations

from flask import request


def local_address(default: str = "/") -> str:
    """Give the address in the field `next`, if it is one of ours."""
    wanted = request.form.get("next", "")
    ours = wanted.startswith("/") and not wanted.startswith(("//", "/\\"))
    return wanted if ours and wanted.isprintable() else default
