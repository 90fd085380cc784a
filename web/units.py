"""Units of the organisation by name."""

from __future__ import annotations

from web import visit, words


def name(code: str) -> str:
    """Name a unit in the language of the guest; an unknown code stands for itself."""
    organisation = visit.engine().organisation
    if not code or not organisation.has(code):
        return code
    return words.local(organisation.unit(code).names, visit.language(), code)
