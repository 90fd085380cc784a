"""Who is bound by a deadline, by whose lane it is drawn on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from engine.bpmn.elements import Element
from engine.commands.compiled_definitions import CompiledDefinition
from engine.store.queries.timers import TimerRow

_OWN_CASE, _NOBODYS = "own_case", "none"
_USER_TASK = "userTask"


class Party(StrEnum):
    """Somebody who has to act."""

    APPLICANT = "applicant"
    OFFICE = "office"
    # of no organisation of the office, as a courier
    OUTSIDE = "outside"


@dataclass(frozen=True, slots=True)
class Bound:
    """Who is bound by a deadline."""

    party: Party
    # of the lane
    names: Mapping[str, str]
    # public status that the activity stands for, "" where none is drawn on it
    status: str


def public(compiled: CompiledDefinition, rows: Iterable[TimerRow]) -> tuple[TimerRow, ...]:
    """Leave out the deadlines of what the public never sees, and of answering for missed ones."""
    hidden = compiled.restricted | compiled.beside
    return tuple(
        each
        for each in rows
        if each.activity not in hidden and each.element not in compiled.restricted
    )


def of(compiled: CompiledDefinition, row: TimerRow) -> Bound:
    """Tell who is bound by the deadline of an activity."""
    activity = compiled.definition.elements[row.activity]
    lane = compiled.definition.lanes.get(activity.lane)
    return Bound(
        party=_party(activity),
        names=lane.names if lane else {},
        status=activity.properties.get("status", ""),
    )


def is_of_case(compiled: CompiledDefinition, row: TimerRow, task: tuple[str, str]) -> bool:
    """Tell a deadline of the case from that of a task, or of the innermost process around it.

    `task` are the process and the element.
    """
    process_id, element = task
    elements = compiled.definition.elements
    if row.activity == element or row.activity not in elements:
        return False
    calls_on = bool(compiled.definition.processes[process_id].called)
    return elements[row.activity].called != process_id or calls_on


def is_of_whole_case(compiled: CompiledDefinition, row: TimerRow) -> bool:
    """Tell a deadline around whole stretches of a case from that of one step."""
    activity = compiled.definition.elements.get(row.activity)
    called = compiled.definition.processes.get(activity.called) if activity else None
    return called is not None and bool(called.called)


def _party(activity: Element) -> Party:
    if activity.jurisdiction == _OWN_CASE:
        return Party.APPLICANT
    outside = activity.kind == _USER_TASK and activity.jurisdiction == _NOBODYS
    return Party.OUTSIDE if outside else Party.OFFICE
