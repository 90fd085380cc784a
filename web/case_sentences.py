"""The sentences on top of a case: what was just done, what it waits for, why it ended."""

from __future__ import annotations

from engine.commands import incidents, process_definitions
from engine.commands.sheets import InstanceSheet
from engine.core import instants
from web import moments, timers, visit, words
from web.promises import Standing

_TOLD = {
    "sent": "applications.sent",
    "begun": "instance.begun",
    "received": "instance.received",
    "refund_asked": "refund.asked",
}


def standing(sheet: InstanceSheet) -> Standing:
    """Tell how a case stands, for the sentence of who must act next."""
    return Standing(
        compiled=process_definitions.compiled(visit.engine(), sheet.instance.definition_id),
        status=sheet.instance.status,
        asked=frozenset(task.element for task in sheet.tasks if task.may_act),
        timers=tuple(row for row in sheet.timers if timers.is_open(row, sheet.waiting)),
    )


def told(sheet: InstanceSheet, deed: str, language: str) -> str:
    """Say what was just done to the case, "" for nothing that is known."""
    key = "begun" if deed == "sent" and not by_citizen(sheet) else deed
    if key not in _TOLD:
        return ""
    return words.say(_TOLD[key], language, case_no=sheet.instance.case_no)


def withdrawing(sheet: InstanceSheet, language: str) -> str:
    """Say since when the wish to withdraw waits for a check, "" where it does not."""
    noted = [row.value for row in sheet.facts if row.field == "withdrawal_noted_at"]
    if not noted or sheet.instance.ended is not None:
        return ""
    at = moments.short(instants.parse(noted[0]), visit.now(), language)
    return words.say("instance.withdrawing", language, at=at)


def explanation(sheet: InstanceSheet, language: str) -> str:
    """Say why a case ended as it did, in the words of its diagram where it was drawn."""
    if sheet.instance.outcome == incidents.GIVEN_UP and not any(sheet.explanation.values()):
        return words.say("instance.given_up", language)
    return words.local(sheet.explanation, language, "")


def unmet(sheet: InstanceSheet, language: str) -> tuple[str, ...]:
    """Say which conditions were not met and what to do about each."""
    found = [row.value for row in sheet.facts if row.field == "conditions_not_met"]
    return tuple(words.local(each, language) for each in (found[0] if found else ()))


def by_citizen(sheet: InstanceSheet) -> bool:
    """Tell whether a citizen began the case for themself, not an officer."""
    compiled = process_definitions.compiled(visit.engine(), sheet.instance.definition_id)
    return compiled.definition.start.jurisdiction == "own_case"
