"""Reasons for what people do beside the diagram: they say something and name nobody."""

from __future__ import annotations

from engine.commands import rules
from engine.commands.engine import Engine
from engine.core import instants
from engine.core.errors import InvalidInput
from forms.rules import RuleBroken

SHORTEST = 5
LONGEST = 500


def checked(engine: Engine, reason: str) -> str:
    """Take a reason; raises InvalidInput where it says nothing or holds an identity number."""
    text = reason.strip()
    if not SHORTEST <= len(text) <= LONGEST:
        raise InvalidInput("reason_length", least=SHORTEST, most=LONGEST)
    today = instants.day(engine.clock())
    try:
        return rules.rules(engine.organisation, today)["without_id_number"](text)
    except RuleBroken as broken:
        raise InvalidInput(broken.code, **broken.parameters) from broken
