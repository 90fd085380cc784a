"""What waits: open user tasks, armed timers, called services, awaited messages."""

from __future__ import annotations

from typing import Any

from engine.bpmn.elements import Element
from engine.bpmn.product_functions import asked_for, clock
from engine.bpmn.timers import Timer, literal_due, value_due
from engine.bpmn.tokens import Token
from engine.core import jurisdictions
from engine.core.clocks import Count
from engine.core.deadlines import Deadline, Unit
from engine.core.errors import EngineError
from engine.core.progress import (
    SENDING,
    ArmedTimer,
    AwaitedMessage,
    CalledService,
    OpenedUserTask,
)

_PLACES = ("accepting_station", "hukou_division", "breach")
_APPLICANT = "applicant"


def name_of(top: Any, number: int) -> str:
    """Name a token towards the outside."""
    return f"{top.key}-{number}"


def unit_of(top: Any, token: Token, jurisdiction: str) -> str:
    """Find the code of the organisation that must act, "" where it is nobody's in particular."""
    surroundings = top.run.surroundings
    return jurisdictions.unit_of(
        jurisdiction,
        {name: top.look(token, name) for name in _PLACES},
        surroundings.starter_unit,
        surroundings.clocks.organisation,
    )


def opened(top: Any, token: Token) -> OpenedUserTask:
    """Describe a user task that waits for a person."""
    element: Element = token.task_spec.element
    return OpenedUserTask(
        id=name_of(top, token.id),
        process_id=element.process_id,
        element=element.id,
        role=element.role,
        jurisdiction=element.jurisdiction,
        unit=unit_of(top, token, element.jurisdiction),
        deadline=_deadline(top, token),
        separate_from=tuple(element.properties.get("separateFrom", "").split()),
    )


def awaited(top: Any, token: Token) -> AwaitedMessage:
    """Describe a message that a person may send."""
    element: Element = token.task_spec.element
    return AwaitedMessage(
        id=name_of(top, token.id),
        process_id=element.process_id,
        element=element.id,
        name=element.events[0].name,
        role=element.role,
        jurisdiction=element.jurisdiction,
        unit=unit_of(top, token, element.jurisdiction),
    )


def called(top: Any, token: Token) -> CalledService:
    """Describe a service task that waits for its handler, or a message that is to be sent."""
    element: Element = token.task_spec.element
    sends = element.sends_message
    return CalledService(
        id=name_of(top, token.id),
        process_id=element.process_id,
        element=element.id,
        operation=SENDING if sends else element.operation,
        variables=_sent(element) if sends else {**top.variables, **token.data},
        result_variable=element.result_variable,
    )


def _sent(element: Element) -> dict[str, Any]:
    return {
        "message": element.events[0].name,
        "correlation": element.properties.get("correlation", ""),
        "payload": element.properties.get("payload", "").split(),
    }


def armed(top: Any, token: Token) -> ArmedTimer:
    """Count when a timer is due; raises EngineError where nothing can be counted."""
    counted = _counted(top, token)
    if counted is None:
        element, text = token.task_spec.element, token.task_spec.timer.text
        raise EngineError("timer_without_instant", element=element.id, text=text)
    return counted


def recounted(top: Any) -> tuple[ArmedTimer, ...]:
    """Count anew the deadlines that an element of this run asks for and that had been armed.

    What cannot be counted now stays as it was.
    """
    run = top.run
    if not run.recounts:
        return ()
    tokens = (token for scope in top.scopes for token in scope.tasks.values())
    asked = (t for t in tokens if t.task_spec.waits_for == "timer" and t.id not in run.armed)
    again = (
        _counted(top, token)
        for token in asked
        if token.task_spec.element.properties.get("deadline") in run.recounts
    )
    return tuple(timer for timer in again if timer is not None)


def _counted(top: Any, token: Token) -> ArmedTimer | None:
    element: Element = token.task_spec.element
    activity = top.definition.elements.get(element.attached_to, element)
    unit = unit_of(top, token, activity.jurisdiction)
    place = Count(
        Unit.WORKING,
        1,
        unit or top.run.surroundings.starter_unit,
        until_midnight=activity.role == _APPLICANT,
    )
    counted: list[tuple[Deadline, Count]] = []
    due = _due(top, token, place, counted)
    if due is None:
        return None
    deadline, count = counted[-1] if counted else (None, None)
    return ArmedTimer(
        id=name_of(top, token.id),
        process_id=element.process_id,
        element=element.id,
        activity=element.attached_to,
        due=due,
        provisional=deadline is not None and deadline.provisional,
        clock=element.properties.get("deadline", ""),
        kind=element.properties.get("kind", ""),
        legal_basis=element.properties.get("legalBasis", ""),
        start=None if deadline is None else deadline.start,
        days=None if deadline is None else deadline.days,
        count="" if count is None else count.kind.value,
        calendar="" if deadline is None else deadline.calendar,
        calendar_version=None if deadline is None else top.run.surroundings.clocks.version,
        unit=unit,
    )


def _due(top: Any, token: Token, place: Count, counted: list[tuple[Deadline, Count]]) -> Any:
    timer: Timer = token.task_spec.timer
    at = top.run.surroundings.at
    if timer.expression is None:
        return literal_due(timer.text, at)
    surroundings, names = top.run.surroundings, timer.expression.names
    known = asked_for(names, surroundings, place, lambda *count: counted.append(count))
    if timer.expression.reads_clock:
        known = {**known, **clock(at)}
    value = timer.expression.evaluate(lambda name: top.look(token, name), known)
    return value_due(timer.timing, value, at)


def _deadline(top: Any, token: Token | None) -> str | None:
    while token is not None:
        for waiting in token.hosted():
            properties = waiting.task_spec.element.properties
            if properties.get("kind") == "breach" and "deadline" in properties:
                return name_of(top, waiting.id)
        token = top.caller_of(token)
    return None
