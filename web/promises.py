"""Who has to act next in a case, and by when, as its applicant is told."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from engine.commands import bound_parties
from engine.commands.compiled_definitions import CompiledDefinition
from engine.store.queries.timers import TimerRow
from web import timers, visit, words
from web.deadlines import Deadline

# a card that lies at the station waits for its holder, not for the office
_AT_STATION = {"AT_STATION", "OVERDUE"}
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


def of(case: Standing) -> Promise | None:
    """Find the deadline of whoever must act next, by who acts where it is drawn."""
    rows = bound_parties.public(case.compiled, case.timers)
    if case.asked:
        return _first("applicant", case, _own(case, rows))
    breaches = [*_breaches(rows)]
    if case.status in _AT_STATION:
        return _first("collect", case, (row for row in breaches if _is_to_collect(case, row)))
    return _first("", case, breaches)


def _is_to_collect(case: Standing, row: TimerRow) -> bool:
    return bound_parties.of(case.compiled, row).status in _AT_STATION


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
    bound = bound_parties.of(case.compiled, first)
    return Promise(
        whose=whose or bound.party,
        deadline=timers.deadline_of(first),
        who=words.local(bound.names, visit.language()),
    )
