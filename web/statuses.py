"""The public statuses of a case, in words and with the mark they carry."""

from __future__ import annotations

from engine.store.queries.instances import InstanceRow
from web import words

_WAITS_FOR_APPLICANT = {"SUPPLEMENT", "AT_STATION", "OVERDUE"}
_CLOSED = "CLOSED"
_ENDED_WITHOUT = {"RETURNED", "WITHDRAWN"}


def of(instance: InstanceRow, language: str) -> str:
    """Give the public status of a case; one that ended without a drawn status is closed."""
    unsaid = not instance.status and instance.ended is not None
    return text(_CLOSED if unsaid else instance.status, language)


def text(status: str, language: str) -> str:
    """Give the public text of a status; a drawn status without words is shown as drawn."""
    key = f"public_status.{status or 'NONE'}"
    return words.say(key, language) if words.known(key, language) else status


def came_to_nothing(instance: InstanceRow) -> bool:
    """Tell a case that ended by a refusal or a withdrawal."""
    return instance.ended is not None and instance.status in _ENDED_WITHOUT


def is_without_card(instance: InstanceRow) -> bool:
    """Tell a case that ended, or may have ended, without what was applied for."""
    return came_to_nothing(instance) or instance.status == _CLOSED


def kind(status: str, *, running: bool) -> str:
    """Give the mark of a status: live, soon (somebody is asked), done or later."""
    if status in _WAITS_FOR_APPLICANT and running:
        return "soon"
    if running:
        return "live"
    return "later" if status in _ENDED_WITHOUT else "done"
