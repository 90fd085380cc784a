"""The one sentence that tells an applicant who has to act next, and by when."""

from __future__ import annotations

from collections.abc import Iterable

from engine.commands.sheets import InstanceSheet
from engine.store.queries.timers import TimerRow
from web import timers, visit, words
from web.deadlines import Deadline

# a card that lies at the station waits for its holder, not for the office
_AT_STATION = {"AT_STATION", "OVERDUE"}
_COLLECT = "CLK-PICKUP"


def sentence(sheet: InstanceSheet, shown: Iterable[TimerRow]) -> str:
    """Say by when the applicant or the office has to act, "" where no deadline says so.

    `shown` are the deadlines that the applicant may know of.
    """
    status, known = sheet.instance.status, tuple(shown)
    asked = {task.element for task in sheet.tasks if task.may_act}
    if asked:
        own = _first(sheet, (each for each in known if each.activity in asked))
        return _said("promise_yours", own)
    if status in _AT_STATION:
        found = _first(sheet, (each for each in known if each.clock == _COLLECT))
        return _said("promise_overdue" if _is_late(found) else "promise_collect", found)
    found = _first(sheet, known)
    return _said("promise_missed" if _is_late(found) else "promise", found)


def _first(sheet: InstanceSheet, known: Iterable[TimerRow]) -> Deadline | None:
    clocks = timers.clocks(known, sheet.elements, sheet.waiting)
    return next((one.deadline for one in clocks if one.deadline.state != "done"), None)


def _is_late(found: Deadline | None) -> bool:
    return found is not None and found.state == "late"


def _said(key: str, found: Deadline | None) -> str:
    return "" if found is None else words.say(f"instance.{key}", visit.language(), at=found.at)
