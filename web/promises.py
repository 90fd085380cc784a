"""Who has to act next in a case, and by when, as its applicant is told."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from engine.bpmn.elements import Element
from engine.commands.compiled_definitions import CompiledDefinition
from engine.store.queries.timers import TimerRow
from web import timers, visit, words
from web.deadlines import Deadline

# a card that lies at the station waits for its holder, not for the office
_AT_STATION = {"AT_STATION", "OVERDUE"}
_APPLICANT, _NOBODYS = "own_case", "none"
_USER_TASK = "userTask"
_BREACH, _LATE = "breach", "late"


@dataclass(frozen=True, slots=True)
class Standing:
    """How a running case stands."""

    compiled: CompiledDefinition
    # public status
    status: str
    # elements of the tasks that wait for the applicant
    asked: frozenset[str]
    # those that run, or were missed by what still waits
    timers: tuple[TimerRow, ...]


@dataclass(frozen=True, slots=True)
class Promise:
    """A deadline and who is bound by it."""

    # applicant | collect | office | outside
    whose: str
    deadline: Deadline
    # name of the lane that has to act
    who: str

    def __str__(self) -> str:
        """Say it in a sentence."""
        key = f"instance.promise_{self.whose}"
        if self.deadline.state == _LATE:
            key = f"instance.promise_{self.whose}_missed"
        return words.say(key, visit.language(), at=timers.at(self.deadline), who=self.who)


def told(compiled: CompiledDefinition, rows: Iterable[TimerRow]) -> tuple[TimerRow, ...]:
    """Leave out the deadlines of what the public never sees, and of answering for missed ones."""
    hidden = compiled.restricted | compiled.beside
    return tuple(
        each
        for each in rows
        if each.activity not in hidden and each.element not in compiled.restricted
    )


def of(case: Standing) -> Promise | None:
    """Find the deadline of whoever must act next, by who acts where it is drawn."""
    rows = told(case.compiled, case.timers)
    if case.asked:
        return _first("applicant", case, _own(case, rows))
    elements, breaches = case.compiled.definition.elements, [*_breaches(rows)]
    if case.status in _AT_STATION:
        waits = (
            row
            for row in breaches
            if elements[row.activity].properties.get("status") in _AT_STATION
        )
        return _first("collect", case, waits)
    return _first("", case, breaches)


def _own(case: Standing, rows: tuple[TimerRow, ...]) -> list[TimerRow]:
    """Give the deadlines of the applicant's tasks; where there is none, the days of reminders."""
    own = [row for row in rows if row.activity in case.asked]
    return [*_breaches(own)] or own


def _breaches(rows: Iterable[TimerRow]) -> Iterator[TimerRow]:
    return (row for row in rows if row.kind == _BREACH)


def _first(whose: str, case: Standing, rows: Iterable[TimerRow]) -> Promise | None:
    first = min(rows, key=lambda row: row.due_at, default=None)
    if first is None:
        return None
    definition = case.compiled.definition
    activity = definition.elements[first.activity]
    lane = definition.lanes.get(activity.lane)
    return Promise(
        whose=whose or _bound(activity),
        deadline=timers.deadline_of(first),
        who=words.local(lane.names, visit.language()) if lane else "",
    )


def _bound(activity: Element) -> str:
    """Tell the office from somebody outside it, whose tasks are of no organisation."""
    if activity.jurisdiction == _APPLICANT:
        return "applicant"
    outside = activity.kind == _USER_TASK and activity.jurisdiction == _NOBODYS
    return "outside" if outside else "office"
