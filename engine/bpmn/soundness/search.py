"""Search the states of a process, the shortest runs first; what it calls is searched when met."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any

from engine.bpmn.soundness import domains, knowledge, moves, states
from engine.bpmn.soundness.found import Found, Step
from engine.bpmn.soundness.knowledge import Data, Tried
from engine.bpmn.soundness.moves import Act, Ending, Move
from engine.bpmn.soundness.states import Seen
from engine.bpmn.soundness.subjects import Subject, World
from engine.core.errors import EngineError
from engine.core.progress import Progress

_Question = Callable[[Move, Act, Mapping[str, Any]], Any]
_NULL = "null"
_NOT_CAUGHT = "error_not_caught"
_NOT_COUNTED = "timer_without_instant"


@dataclass(frozen=True, slots=True)
class Library:
    """What was searched so far: by process, and by what it was handed."""

    world: World
    found: dict[tuple[str, Data], Found] = field(default_factory=dict)
    # the ways of a step, by where it is taken and on which instants
    tried: dict[tuple[object, ...], tuple[Tried, ...]] = field(default_factory=dict)
    # what a saved state of a process looks like
    looks: dict[tuple[str, bytes], Seen] = field(default_factory=dict)

    def search(self, process_id: str, begins: Data) -> Found:
        """Search a process, once for all that begin with the same knowledge."""
        key = (process_id, begins)
        if key not in self.found:
            self.found[key] = _run(_Search(self.world.subjects[process_id], self), begins)
        return self.found[key]


@dataclass(slots=True)
class _Search:
    subject: Subject
    library: Library
    found: Found = field(default_factory=Found)
    numbers: dict[tuple[states.Shape, Data], int] = field(default_factory=dict)
    # (number, state, data) of what is still to be looked at
    waiting: list[tuple[int, bytes, Data]] = field(default_factory=list)

    @property
    def world(self) -> World:
        """Give what all searches share."""
        return self.library.world


def _run(search: _Search, begins: Data) -> Found:
    _take(search, moves.START, -1, b"", begins)
    # grows while it is walked through
    for number, state, data in search.waiting:
        seen = search.found.looks[number]
        endings = dict(_called(search, number, data))
        for move in moves.possible(seen, endings, search.world.sent):
            _take(search, move, number, state, data)
    return search.found


def _called(search: _Search, number: int, data: Data) -> Iterator[tuple[str, tuple[Ending, ...]]]:
    """Give the ways in which the calls that run now can end, by call activity."""
    for waiting in search.found.looks[number].waiting:
        called = waiting.element.called
        if not called:
            continue
        exposed = search.world.live.exposed[called] - _volatile(search, number, waiting.element.id)
        entry = frozenset(pair for pair in data.now if pair[0] in exposed)
        inner = search.library.search(called, Data(now=entry))
        search.found.is_complete &= inner.is_complete
        yield waiting.element.id, moves.told_apart(inner.endings)


def _take(search: _Search, move: Move, before: int, state: bytes, data: Data) -> None:
    volatile = _volatile(search, before, move.element)
    act = Act(search.subject.definition, state, search.world.premises)
    if not moves.is_conditional(move):
        handed = _handed(search, move, volatile, data)
        _step(search, Step(before, move, {}), act, handed)
        return
    taken: dict[Data, Mapping[str, str]] = {}
    for tried in _ways(search, Step(before, move, {}), data, moves.is_taken, act):
        if tried.result:
            taken.setdefault(data.learn(_steady(tried.guessed, volatile)), tried.guessed)
    for learnt, guessed in taken.items():
        handed = _handed(search, move, volatile, learnt)
        _step(search, Step(before, move, guessed), act, handed)


def _step(search: _Search, step: Step, act: Act, data: Data | None) -> None:
    if data is None:
        return
    volatile = _volatile(search, step.before, step.move.element)
    for tried in _ways(search, step, data, moves.take, act):
        search.found.steps_taken += 1
        learnt = data.learn(_steady(tried.guessed, volatile))
        guessed = {**step.guessed, **tried.guessed}
        _keep(search, Step(step.before, step.move, guessed), tried, learnt)


def _ways(search: _Search, step: Step, data: Data, ask: _Question, act: Act) -> Iterator[Tried]:
    """Give the ways of a step that agree with what is known.

    It is run once for all states of the same shape, with nothing known but the order of instants.
    """
    volatile = _volatile(search, step.before, step.move.element)
    known = {name: text for name, text in data.now if name not in volatile}
    instants = frozenset().union(*search.world.answers.ordered)
    fixed = {name: text for name, text in known.items() if name in instants}
    key = (*_place(search, step), ask, frozenset(fixed.items()))
    if key not in search.library.tried:
        search.library.tried[key] = tuple(
            knowledge.ways(partial(ask, step.move, act), fixed, search.subject.domains)
        )
    every = search.library.tried[key]
    agreeing = [
        each for each in every if each.guessed.items() <= {**each.guessed, **known}.items()
    ]
    if not agreeing or not every[-1].is_conclusive:
        agreeing = list(
            knowledge.ways(partial(ask, step.move, act), known, search.subject.domains)
        )
    for each in agreeing:
        new = {name: text for name, text in each.guessed.items() if name not in known}
        yield replace(each, guessed=new)


def _place(search: _Search, step: Step) -> tuple[object, ...]:
    shape = search.found.looks[step.before].shape if step.before >= 0 else ()
    return search.subject.process.id, shape, step.move.element, step.move.kind, step.move.error


def _steady(guessed: Mapping[str, str], volatile: frozenset[str]) -> dict[str, str]:
    return {name: text for name, text in guessed.items() if name not in volatile}


def _handed(search: _Search, move: Move, volatile: frozenset[str], data: Data) -> Data | None:
    """Give what is known once the move has happened, None where it cannot happen so."""
    if move.ending is None:
        return data.forget(search.world.writes.by_element.get(move.element, frozenset()))
    now, then = dict(data.now), move.ending.data
    assumed = _steady(dict(then.assumed), volatile)
    vague = search.world.answers.counted.union(*search.world.answers.ordered)
    if not all(_agrees(now[n], text, n in vague) for n, text in assumed.items() if n in now):
        return None
    left = {name: text for name, text in then.now if name in then.written}
    learnt = {name: text for name, text in assumed.items() if name not in now}
    return data.learn(learnt).forget(then.written).learn(left)


def _agrees(known: str, assumed: str, is_instant: bool) -> bool:
    """Tell whether a value is what was assumed; of instants only whether there is one."""
    return (known == _NULL) == (assumed == _NULL) if is_instant else known == assumed


def _volatile(search: _Search, before: int, but: str) -> frozenset[str]:
    """Give the names that may change at any time: what runs beside, or is called now."""
    if before < 0:
        return search.subject.volatile
    waiting = search.found.looks[before].waiting
    active = {w.element.called for w in waiting if w.element.called and w.element.id != but}
    return search.subject.volatile.union(
        *(search.world.writes.by_process[each] for each in active)
    )


def _keep(search: _Search, step: Step, tried: Tried, data: Data) -> None:
    if tried.failure is not None:
        _refused(search, step, tried.failure, data)
    elif not tried.is_conclusive:
        search.found.is_complete = False
    else:
        _went_on(search, step, tried.result, data)


def _went_on(search: _Search, step: Step, progress: Progress, data: Data) -> None:
    found, subject = search.found, search.subject
    found.elements |= {ran.element for ran in progress.ran}
    found.flows |= {ran.flow for ran in progress.ran if ran.flow}
    seen = _look(search, progress)
    data = _after_interruption(search, step, seen, data)
    data = data.note(frozenset(progress.instants), search.world.answers.ordered)
    counted = _counted(search, step, progress, data)
    if counted is None:
        return
    data = _still_needed(search, seen, counted)
    number = _number(search, step, seen, progress.state, data)
    if number is None:
        return
    if step.before >= 0:
        found.after[step.before].add(number)
    if progress.outcome is not None:
        found.ended.add(number)
        end = subject.process.elements[progress.outcome]
        error = end.event.name if end.event and end.event.kind == "error" else ""
        found.endings.setdefault(Ending(end.id, error, data), number)


def _look(search: _Search, progress: Progress) -> Seen:
    looks, subject = search.library.looks, search.subject
    key = (subject.process.id, progress.state)
    if key not in looks:
        looks[key] = states.look(subject.definition, progress.state, subject.process.elements)
    return looks[key]


def _after_interruption(search: _Search, step: Step, seen: Seen, data: Data) -> Data:
    """Forget what a call may have set before something interrupted it."""
    if step.before < 0:
        return data
    called = {
        waiting.element.called
        for waiting in search.found.looks[step.before].waiting
        if waiting.element.called and waiting.element.id not in {*seen.elements, step.move.element}
    }
    touched = frozenset().union(*(search.world.writes.by_process[each] for each in called))
    # an instant that was set is set, whether it was set again or not
    steady = search.world.writes.only_instants.difference(*search.world.answers.ordered)
    return data.forget(touched - {n for n, text in data.now if n in steady and text != _NULL})


def _counted(search: _Search, step: Step, progress: Progress, data: Data) -> Data | None:
    """Give what timers that were armed must have found to count from, None where it is null."""
    elements, now = search.subject.process.elements, dict(data.now)
    names = {domains.origin(elements[timer.element]) for timer in progress.armed} - {""}
    steady = names - _volatile(search, step.before, step.move.element)
    missing = {name for name in steady if now.get(name) == _NULL}
    if missing - dict(data.assumed).keys():
        search.found.failures.append((_NOT_COUNTED, step))
    if missing:
        return None
    return data.learn(dict.fromkeys(steady - now.keys(), knowledge.INSTANT))


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
    # what runs twice could go on without end: that it does is what is told
    if seen.waiting and not seen.doubled:
        search.waiting.append((number, state, data))
    return number


def _refused(search: _Search, step: Step, failure: EngineError, data: Data) -> None:
    if failure.code == _NOT_CAUGHT and step.move.ending is not None:
        ending = step.move.ending
        search.found.endings.setdefault(Ending(ending.end, ending.error, data), step.before)
        search.found.ended.add(step.before)
    elif search.subject.is_outermost or not data.assumed:
        # what it was handed may never be so
        search.found.failures.append((failure.code, step))


def _still_needed(search: _Search, seen: Seen, data: Data) -> Data:
    """Forget what nobody can read any more."""
    live = search.world.live
    kept = live.after[search.subject.process.id].union(*(live.at[each] for each in seen.elements))
    return data.keep(kept, search.world.answers.ordered)
