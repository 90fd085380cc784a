"""The words for how a fee was settled and why one is given back."""

from __future__ import annotations

from web import visit, words


def payment(code: str) -> str:
    """Say how a fee was settled."""
    key, language = f"till.{code}", visit.language()
    return words.say(key, language) if words.known(key, language) else code


def ground(code: str) -> str:
    """Say why a fee is given back."""
    return words.say(f"refund.grounds.{code}", visit.language())
