"""Codes that people copy by hand: in groups, without what looks alike."""

from __future__ import annotations

import secrets

_ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"


def draw(groups: int, size: int) -> str:
    """Draw a code of so many groups of so many characters that nobody can guess."""
    return "-".join("".join(secrets.choice(_ALPHABET) for _ in range(size)) for _ in range(groups))
