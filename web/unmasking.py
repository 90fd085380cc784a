"""What of a case an auditor may ask to see in full, and how."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from flask import url_for

from engine.commands import unmasking
from engine.core.people import Actor
from web.pieces import Fact


@dataclass(frozen=True, slots=True)
class Unmask:
    """The form that shows one masked answer for a reason."""

    url: str
    # key and name of each masked answer
    choices: tuple[tuple[str, str], ...]
    shortest: int = unmasking.SHORTEST_REASON
    longest: int = unmasking.LONGEST_REASON


def offered(actor: Actor, instance_id: str, known: Iterable[Fact]) -> Unmask | None:
    """Offer an auditor the masked ones of the known answers; None where there is nothing."""
    choices = tuple((fact.key, fact.label) for fact in known if fact.masked)
    if not choices or not actor.holds(unmasking.AUDITOR):
        return None
    return Unmask(url_for("instances.show", instance_id=instance_id), choices)
