"""Search the states of one process, the shortest runs first."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from engine.bpmn.definitions import Definition
from engine.bpmn.soundness import knowledge, moves, states
from engine.bpmn.soundness.domains import Domains
from engine.bpmn.soundness.knowledge import Data, Result, Tried
from engine.bpmn.soundness.moves import Ending, Move, MoveKind
from engine.bpmn.soundness.premises import Premises
from engine.bpmn.soundness.states import Seen
from engine.bpmn.soundness.writes import Writes
from engine.core.errors import EngineError
from engine.core.progress import Progress

Answers = Mapping[str, Any]
_NULL = "null"
_NOT_CAUGHT = "error_not_caught"


@dataclass(frozen=True, slots=True)
class Subject:
    """A process as it is searched: alone, with the endings of what it calls."""

    process_id: str
    definition: Definition
    # by call activity
    calls: Mapping[str, tuple[Ending, ...]]
    # process ids by call activity
    called: Mapping[str, str]
    # names that may change at any time, from branches beside the calls around it
    volatile: frozenset[str]
    # what is known when it begins
    begins: Data
    # the values of the names that its own expressions read
    domains: Domains
    # element id -> names that may be read from there on
    needed: Mapping[str, frozenset[str]]
    # names that are read around it
    escaping: frozenset[str]
    # nothing around it hands it anything
    is_outermost: bool
    # everything that it calls was searched to the last state
    is_complete: bool


@dataclass(frozen=True, slots=True)
class World:
    """What all searches share."""

    domains: Domains
    # names of instants that are compared with each other
    ordered: frozenset[str]
    writes: Writes
    premises: Premises
    # names of the messages that processes send
    sent: frozenset[str]


@dataclass(frozen=True, slots=True)
class Step:
    """How a state was first reached."""

    # number of the state before, -1 for none
    before: int
    move: Move
    # what was read and guessed on the way
    guessed: Mapping[str, str]


@dataclass(slots=True)
class Found:
    """All states that were met, by number, and what was seen on the way."""

    steps: list[Step] = field(default_factory=list)
    looks: list[Seen] = field(default_factory=list)
    # numbers of the states after each one
    after: list[set[int]] = field(default_factory=list)
    endings: dict[Ending, int] = field(default_factory=dict)
    # states at which the process has ended
    ended: set[int] = field(default_factory=set)
    elements: set[str] = field(default_factory=set)
    flows: set[str] = field(default_factory=set)
    # code, element and step of what the interpreter refused
    failures: list[tuple[str, Step]] = field(default_factory=list)
    steps_taken: int = 0
    is_complete: bool = True


@dataclass(slots=True)
class _Search:
    subject: Subject
    world: World
    found: Found
    numbers: dict[tuple[states.Shape, Data], int] = field(default_factory=dict)
    # (number, state, data) of what is still to be looked at
    waiting: list[tuple[int, bytes, Data]] = field(default_factory=list)


def run(subject: Subject, world: World) -> Found:
    """Search all states of a process, as far as the bound allows."""
    search = _Search(subject, world, Found(is_complete=subject.is_complete))
    _take(search, moves.START, -1, b"", subject.begins)
    # grows while it is walked through
    for number, state, data in search.waiting:
        seen = search.found.looks[number]
        for move in moves.possible(seen, subject.calls, world.sent):
            _take(search, move, number, state, data)
    return search.found


def _take(search: _Search, move: Move, before: int, state: bytes, data: Data) -> None:
    volatile = _volatile(search, before, move)
    if not (
        move.kind is MoveKind.SEND and move.waiting and move.waiting.element.properties.get("when")
    ):
        _step(search, Step(before, move, {}), state, _handed(search, move, volatile, data))
        return
    tried = _ways(search, data, volatile, lambda a: moves.is_taken(move, *_on(search, state, a)))
    for each in tried:
        if each.result:
            learnt = data.learn(_steady(each.guessed, volatile))
            handed = _handed(search, move, volatile, learnt)
            _step(search, Step(before, move, each.guessed), state, handed)


def _step(search: _Search, step: Step, state: bytes, data: Data | None) -> None:
    if data is None:
        return
    move, volatile = step.move, _volatile(search, step.before, step.move)
    for tried in _ways(search, data, volatile, lambda a: moves.take(move, *_on(search, state, a))):
        search.found.steps_taken += 1
        learnt = data.learn(_steady(tried.guessed, volatile))
        guessed = {**step.guessed, **tried.guessed}
        _keep(search, Step(step.before, move, guessed), tried, learnt)


def _ways(
    search: _Search, data: Data, volatile: frozenset[str], step: Callable[[Answers], Result]
) -> Iterator[Tried]:
    known = {name: text for name, text in data.now if name not in volatile}
    return knowledge.ways(step, known, search.subject.domains)


def _on(
    search: _Search, state: bytes, answers: Answers
) -> tuple[Definition, bytes, Answers, Premises]:
    return search.subject.definition, state, answers, search.world.premises


def _steady(guessed: Mapping[str, str], volatile: frozenset[str]) -> dict[str, str]:
    return {name: text for name, text in guessed.items() if name not in volatile}


def _handed(search: _Search, move: Move, volatile: frozenset[str], data: Data) -> Data | None:
    """Give what is known once the move has happened, None where it cannot happen so."""
    if move.ending is None:
        return data.forget(search.world.writes.by_element.get(move.element, frozenset()))
    now, then = dict(data.now), move.ending.data
    assumed = _steady(dict(then.assumed), volatile)
    if not all(
        _agrees(now[n], text, n in search.world.ordered) for n, text in assumed.items() if n in now
    ):
        return None
    left = {name: text for name, text in then.now if name in then.written}
    learnt = {name: text for name, text in assumed.items() if name not in now}
    return data.learn(learnt).forget(then.written).learn(left)


def _agrees(known: str, assumed: str, is_ordered: bool) -> bool:
    """Tell whether a value is what was assumed; of ordered instants only whether there is one."""
    return (known == _NULL) == (assumed == _NULL) if is_ordered else known == assumed


def _volatile(search: _Search, before: int, move: Move) -> frozenset[str]:
    """Give the names that may change at any time: what runs beside, or is called now."""
    if before < 0:
        return search.subject.volatile
    called = search.subject.called
    elements = search.found.looks[before].elements
    active = (called[each] for each in elements if each in called and each != move.element)
    return search.subject.volatile.union(
        *(search.world.writes.by_process[each] for each in active)
    )


def _keep(search: _Search, step: Step, tried: Tried, data: Data) -> None:
    found = search.found
    if tried.failure is not None:
        _refused(search, step, tried.failure, data)
        return
    if tried.result is None:
        found.is_complete = False
        return
    progress: Progress = tried.result
    found.elements |= {ran.element for ran in progress.ran}
    found.flows |= {ran.flow for ran in progress.ran if ran.flow}
    seen = states.look(search.subject.definition, progress.state)
    data = data.note(frozenset(progress.instants), search.world.ordered)
    data = _still_needed(search.subject, seen, data)
    number = _number(search, step, seen, progress.state, data)
    if number is None:
        return
    if step.before >= 0:
        found.after[step.before].add(number)
    if progress.outcome is not None:
        found.ended.add(number)
        end = search.subject.definition.elements[progress.outcome]
        error = end.event.name if end.event and end.event.kind == "error" else ""
        found.endings.setdefault(Ending(end.id, error, data), number)


def _number(search: _Search, step: Step, seen: Seen, state: bytes, data: Data) -> int | None:
    """Give the number of a state, a new one where it was not met before; None where it repeats."""
    found, key = search.found, (seen.shape, data)
    if key in search.numbers:
        return search.numbers[key]
    if seen.repeats:
        return None
    number = len(found.steps)
    if number == search.world.premises.most_states:
        found.is_complete = False
        return None
    search.numbers[key] = number
    found.steps.append(step)
    found.looks.append(seen)
    found.after.append(set())
    found.elements |= seen.active
    if seen.waiting:
        search.waiting.append((number, state, data))
    return number


def _refused(search: _Search, step: Step, failure: EngineError, data: Data) -> None:
    if failure.code == _NOT_CAUGHT and step.move.ending is not None:
        ending = step.move.ending
        search.found.endings.setdefault(Ending(ending.end, ending.error, data), step.before)
        return
    # what it was handed may never be so
    if search.subject.is_outermost or not data.assumed:
        search.found.failures.append((failure.code, step))


def _still_needed(subject: Subject, seen: Seen, data: Data) -> Data:
    """Forget what nobody can read any more."""
    kept = subject.escaping.union(*(subject.needed[each] for each in seen.elements))
    now = frozenset(pair for pair in data.now if pair[0] in kept)
    return Data(now, data.assumed, data.written & kept)


def path(found: Found, number: int) -> Iterator[Step]:
    """Give the steps of the shortest run to a state, the first one first."""
    steps: list[Step] = []
    while number >= 0:
        steps.append(found.steps[number])
        number = found.steps[number].before
    return reversed(steps)
