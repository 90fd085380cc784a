"""Fees that are given back in the weeks of a demo office: by a window, with its head."""

from __future__ import annotations

from engine.commands import refunds
from engine.commands.engine import Engine
from engine.commands.refunds import RefundText
from engine.core.people import Actor
from forms.posted import Posted

# how a head settles it; one that waits is left
_SETTLED = {"confirmed": refunds.confirm, "turned_down": refunds.turn_down}


def ask(engine: Engine, instance_id: str, posted: Posted, window: Actor) -> str:
    """Let a window ask that a fee be given back, and give the id of the refund."""
    told = {name: posted.values.get(name, ("",))[0] for name in RefundText.__slots__}
    return refunds.ask(engine, instance_id, RefundText(**told), window)


def is_settled(ending: str) -> bool:
    """Tell whether a head gets to it within the weeks."""
    return ending in _SETTLED


def settle(engine: Engine, refund_id: str, ending: str, head: Actor) -> None:
    """Let a head confirm a refund or turn it down."""
    _SETTLED[ending](engine, refund_id, head)
