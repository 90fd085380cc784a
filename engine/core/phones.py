"""Mobile phone numbers of mainland China."""

from __future__ import annotations

import re

from engine.core.errors import InvalidInput

_SEPARATORS = re.compile(r"[ -]")
_MOBILE = re.compile(r"1[3-9][0-9]{9}")


def check(text: str) -> str:
    """Normalise a mobile number (no spaces, hyphens, +86), or raise InvalidInput (`phone`)."""
    number = _SEPARATORS.sub("", text).removeprefix("+86")
    if not _MOBILE.fullmatch(number):
        raise InvalidInput("phone")
    return number
