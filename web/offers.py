"""The services that a guest may start, each with its address."""

from __future__ import annotations

from dataclasses import dataclass

from flask import url_for

from engine.commands import process_definitions
from engine.store.queries.definitions import DefinitionRow
from web import visit, words


@dataclass(frozen=True, slots=True)
class Offer:
    """A process that may be started."""

    url: str
    name: str
    about: str
    # address of its guide, "" where it is not for the public
    guide: str


def offers() -> tuple[Offer, ...]:
    """List what the guest may start; somebody not signed in sees what citizens may."""
    guest = visit.guest()
    about = "" if guest.actor else words.say("start.for_guests", guest.language)
    return tuple(
        Offer(
            url=url_for("applicant.form", process_id=definition.process_id),
            name=words.local(definition.names, guest.language, definition.process_id),
            about=about,
            guide=_guide(definition),
        )
        for definition in process_definitions.startable(visit.engine(), guest.actor)
    )


def _guide(definition: DefinitionRow) -> str:
    if definition.start_role != "applicant":
        return ""
    return url_for("guide.page", process_id=definition.process_id)
