"""What can happen in a state, and the interpreter's step for it."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from engine.bpmn import interpreter
from engine.bpmn.definitions import Definition
from engine.bpmn.interpreter import FiringTimer
from engine.bpmn.soundness.knowledge import Data
from engine.bpmn.soundness.premises import AT, Premises
from engine.bpmn.soundness.states import Seen, Waiting
from engine.core.progress import Progress
from engine.core.surroundings import Surroundings

# of more endings than these only the end events are told apart, and anything may have been set
MOST_ENDINGS = 40
# what no person acts as
_NOBODY = ("", "platform")
_ANY_ERROR = "ANY_ERROR"
# a count of days that ends with their number; the opening of a day is before its end
_COUNTED = re.compile(
    r"=?\s*(?P<opening>opening of )?(?P<days>\w+) days? after"
    r"(?P<origin>\(.*),\s*(?P<number>\d+)\s*\)",
    re.DOTALL,
)


class MoveKind(StrEnum):
    """The kinds of steps."""

    START = "start"
    COMPLETE = "complete"
    SUCCEED = "succeed"
    FAIL = "fail"
    RETURN = "return"
    RING = "ring"
    SEND = "send"


@dataclass(frozen=True, slots=True)
class Act:
    """Where a step is taken."""

    definition: Definition
    state: bytes
    world: Premises


@dataclass(frozen=True, slots=True)
class Ending:
    """One way in which a called process ends."""

    # id of its end event
    end: str
    # code of the error that it ends with, "" for none
    error: str
    # what it must have been handed, and what it leaves
    data: Data


@dataclass(frozen=True, slots=True)
class Move:
    """One thing that can happen to a token that waits."""

    kind: MoveKind
    waiting: Waiting | None = None
    error: str = ""
    ending: Ending | None = None

    @property
    def element(self) -> str:
        """Give the element that it is about, "" for the start."""
        return self.waiting.element.id if self.waiting else ""


START = Move(MoveKind.START)


def told_apart(endings: Collection[Ending]) -> tuple[Ending, ...]:
    """Give endings as a caller takes them: many are told apart by their end event only."""
    if len(endings) <= MOST_ENDINGS:
        return tuple(endings)
    written: dict[tuple[str, str], frozenset[str]] = {}
    for each in endings:
        key = (each.end, each.error)
        written[key] = written.get(key, frozenset()) | each.data.written
    return tuple(
        Ending(end, error, Data(written=names)) for (end, error), names in written.items()
    )


def possible(
    seen: Seen, calls: Mapping[str, tuple[Ending, ...]], sent: frozenset[str]
) -> Iterator[Move]:
    """Give all that can happen; `calls` are the endings of what is called, by call activity.

    A message that nobody of us may send comes if a process sends it: `sent` names those.
    """
    first = next((each for each in seen.waiting if _is_independent(each, calls)), None)
    for waiting in seen.waiting if first is None else (first,):
        yield from _of(waiting, seen, calls, sent)


def _of(
    waiting: Waiting, seen: Seen, calls: Mapping[str, tuple[Ending, ...]], sent: frozenset[str]
) -> Iterator[Move]:
    element = waiting.element
    match waiting.kind:
        case "service":
            yield from _of_service(waiting, calls)
        case "timer" if not any(_rings_before(each, waiting) for each in seen.waiting):
            yield Move(MoveKind.RING, waiting)
        case "message" if element.role not in _NOBODY or element.events[0].name in sent:
            yield Move(MoveKind.SEND, waiting)
        case "person" if element.role not in _NOBODY:
            yield Move(MoveKind.COMPLETE, waiting)


def take(move: Move, act: Act, answers: Mapping[str, Any]) -> Progress:
    """Take the step; raises EngineError where it fails."""
    around = _around(act, answers)
    definition, state = act.definition, act.state
    if move.waiting is None:
        return interpreter.start(definition, around)
    name = move.waiting.name
    match move.kind:
        case MoveKind.COMPLETE:
            return interpreter.complete_user_task(definition, state, name, around)
        case MoveKind.RING:
            return interpreter.fire_timer(definition, state, _ringing(move.waiting), around)
        case MoveKind.SEND:
            return interpreter.deliver_message(definition, state, name, around)
        case MoveKind.FAIL:
            return interpreter.raise_error(definition, state, name, move.error, around)
        case _:
            return interpreter.finish_service_task(definition, state, name, {}, around)


def _is_independent(waiting: Waiting, calls: Mapping[str, tuple[Ending, ...]]) -> bool:
    """Tell whether it makes no difference when a service or a call goes on.

    Nothing can interrupt it at its own level, and it does go on.
    """
    if waiting.kind != "service" or waiting.is_watched or waiting.element.parent:
        return False
    return calls.get(waiting.element.id) != ()


def _rings_before(one: Waiting, other: Waiting) -> bool:
    """Tell whether a timer of the same activity counts fewer days from the same origin."""
    if one.kind != "timer" or one.host != other.host or not one.host:
        return False
    first, second = _COUNTED.fullmatch(_text(one)), _COUNTED.fullmatch(_text(other))
    if first is None or second is None or _family(first) != _family(second):
        return False
    return _place(first) < _place(second)


def _family(counted: re.Match[str]) -> tuple[str, str]:
    """Tell what is counted and from where."""
    return counted["days"], counted["origin"]


def _place(counted: re.Match[str]) -> tuple[int, bool]:
    """Give the day of a count and whether it lies at the end of it, to be compared."""
    return int(counted["number"]), counted["opening"] is None


def _text(waiting: Waiting) -> str:
    return waiting.element.events[0].text


def is_conditional(move: Move) -> bool:
    """Tell whether the diagram says when it takes a message."""
    waiting = move.waiting
    return (
        move.kind is MoveKind.SEND and waiting is not None and "when" in waiting.element.properties
    )


def is_taken(move: Move, act: Act, answers: Mapping[str, Any]) -> bool:
    """Tell whether the diagram takes the message now, on what is known without it."""
    taken = interpreter.taken_now(act.definition, act.state, _around(act, answers))
    return move.waiting is not None and move.waiting.name in {each.id for each in taken}


def _around(act: Act, answers: Mapping[str, Any]) -> Surroundings:
    return Surroundings(AT, answers, act.world.clocks, act.world.unit)


def _ringing(waiting: Waiting) -> FiringTimer:
    properties = waiting.element.properties
    return FiringTimer(
        waiting.name, AT, properties.get("deadline", ""), properties.get("kind", "")
    )


def _of_service(waiting: Waiting, calls: Mapping[str, tuple[Ending, ...]]) -> Iterator[Move]:
    endings = calls.get(waiting.element.id)
    if endings is None:
        yield Move(MoveKind.SUCCEED, waiting)
        for code in waiting.caught:
            yield Move(MoveKind.FAIL, waiting, code or _ANY_ERROR)
        return
    for ending in endings:
        kind = MoveKind.FAIL if ending.error else MoveKind.RETURN
        yield Move(kind, waiting, ending.error, ending)
