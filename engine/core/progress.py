"""What one run of the interpreter did: the new state, what waits now, and what ran."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

# operation of the outbox that delivers a message to other instances
SENDING = "messages.send"


@dataclass(frozen=True, slots=True)
class Ran:
    """An element that was entered and left, in the order of running."""

    process_id: str
    element: str
    # id of the sequence flow through which it was entered, None for starts and boundary events
    flow: str | None
    cancelled: bool = False


@dataclass(frozen=True, slots=True)
class OpenedUserTask:
    """A user task that waits for a person."""

    id: str
    process_id: str
    element: str
    role: str
    jurisdiction: str
    # code of the organisation that must act, "" for own_case and none
    unit: str
    # id of the breach timer on the task, else on the nearest call activity around it
    deadline: str | None
    # elements whose actor may not act here (separation of duties)
    separate_from: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ArmedTimer:
    """A timer that waits for its instant."""

    id: str
    process_id: str
    element: str
    # the activity that it sits on, "" for an intermediate event
    activity: str
    due: datetime
    provisional: bool = False
    # CLK-… and reminder|breach where the diagram says so, else ""
    clock: str = ""
    kind: str = ""
    legal_basis: str = ""
    # how the due time was counted: origin, number, working|calendar|opening, calendar code
    start: datetime | None = None
    days: int | None = None
    count: str = ""
    calendar: str = ""
    # version of the calendar files that it was counted by, None where it was not counted
    calendar_version: int | None = None
    # organisation that must act on the activity
    unit: str = ""


@dataclass(frozen=True, slots=True)
class CalledService:
    """A service task that waits for its handler."""

    id: str
    process_id: str
    element: str
    operation: str
    # variables of class P1 that the handler may read
    variables: Mapping[str, Any] = field(default_factory=dict)
    result_variable: str = ""


@dataclass(frozen=True, slots=True)
class AwaitedMessage:
    """A message that a person may send to the instance now."""

    id: str
    process_id: str
    element: str
    name: str
    role: str
    jurisdiction: str
    unit: str


@dataclass(frozen=True, slots=True)
class DecisionWarning:
    """What an evaluation warned of, at an element of the decision document."""

    element: str
    code: str
    # names and kinds that the words need
    parameters: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class MadeDecision:
    """A business rule task that ran: what it was given, which rules matched, what it gave."""

    element: str
    decision: str
    # JSON values of all that it looked at
    inputs: Mapping[str, Any]
    # (table id, rule id, line)
    matched: tuple[tuple[str, str, int], ...]
    output: Any
    # those inputs that are answers of the case, and may be personal
    answers: tuple[str, ...] = ()
    # the version of its document that the diagram pins, 0 for the latest at deployment
    version: int = 0
    # why a value is null or doubtful, without values
    warnings: tuple[DecisionWarning, ...] = ()


@dataclass(frozen=True, slots=True)
class Progress:
    """The result of running one instance from one wait to the next."""

    state: bytes
    ran: tuple[Ran, ...]
    opened: tuple[OpenedUserTask, ...] = ()
    # user tasks that wait no longer, without the one that was completed
    withdrawn: tuple[str, ...] = ()
    armed: tuple[ArmedTimer, ...] = ()
    disarmed: tuple[str, ...] = ()
    # deadlines that were armed before, as an element of this run lets them be counted anew
    recounted: tuple[ArmedTimer, ...] = ()
    # clock -> the element that asks for its being counted anew
    recounts: Mapping[str, str] = field(default_factory=dict)
    called: tuple[CalledService, ...] = ()
    uncalled: tuple[str, ...] = ()
    awaited: tuple[AwaitedMessage, ...] = ()
    unawaited: tuple[str, ...] = ()
    decisions: tuple[MadeDecision, ...] = ()
    # variables that are set to an instant of this run (property `instants`), as ISO text
    instants: Mapping[str, str] = field(default_factory=dict)
    # variables that tell how often something has happened by now (property `counts`)
    counts: Mapping[str, int] = field(default_factory=dict)
    # number series to draw from (property `assigns`): (field, unit)
    assigns: tuple[tuple[str, str], ...] = ()
    # the case is settled for its citizen, who may begin another (property `frees`)
    frees: bool = False
    # last public status passed (property `status`), None where it did not change
    status: str | None = None
    # id of the end event of the outermost process, None while it runs
    outcome: str | None = None
