"""What a search found wrong: each with the shortest run that shows it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from engine.bpmn.elements import Process
from engine.bpmn.soundness import found as founds
from engine.bpmn.soundness.found import Found, Step
from engine.bpmn.soundness.moves import MoveKind


class Unsoundness(StrEnum):
    """The kinds of what can be wrong."""

    # no run reaches it
    DEAD_ELEMENT = "dead_element"
    DEAD_FLOW = "dead_flow"
    # a wait that nothing ends: nobody may act, no timer rings, no message comes
    NO_WAY_OUT = "no_way_out"
    # the process has reached an end, and something still waits for ever
    LEFT_BEHIND = "left_behind"
    # the main path is on an element twice at once
    RUNS_TWICE = "runs_twice"
    # the interpreter cannot take the step
    STEP_FAILS = "step_fails"


@dataclass(frozen=True, slots=True)
class Unsound:
    """Something that is wrong with a process."""

    kind: Unsoundness
    process_id: str
    # ids of the elements, or of the flow
    elements: tuple[str, ...]
    # the shortest run that shows it, a line a step; () where no run gets there
    run: tuple[str, ...]


def of(process: Process, found: Collection[Found]) -> Iterator[Unsound]:
    """Give what is wrong with a process that was searched, once for all that it was handed."""
    told: dict[tuple[Unsoundness, tuple[str, ...]], Unsound] = {}
    for each in found:
        for one in _in_one(process, each):
            known = told.setdefault((one.kind, one.elements), one)
            if len(one.run) < len(known.run):
                told[one.kind, one.elements] = one
    if all(each.is_complete for each in found):
        yield from _dead(process, found)
    yield from told.values()


def _in_one(process: Process, found: Found) -> Iterator[Unsound]:
    if found.is_complete:
        yield from _stuck(process, found)
    yield from _doubled(process, found)
    yield from _failed(process, found)


def _dead(process: Process, found: Iterable[Found]) -> Iterator[Unsound]:
    elements = {element for each in found for element in each.elements}
    flows = {flow for each in found for flow in each.flows}
    for id_ in process.elements:
        if id_ not in elements:
            yield Unsound(Unsoundness.DEAD_ELEMENT, process.id, (id_,), ())
    for id_, flow in process.flows.items():
        if id_ not in flows and {flow.source, flow.target} <= elements:
            yield Unsound(Unsoundness.DEAD_FLOW, process.id, (id_,), ())


def _stuck(process: Process, found: Found) -> Iterator[Unsound]:
    """Give the first state of each kind from which no end can be reached any more."""
    unfinished = (number for number, seen in enumerate(found.looks) if seen.doubled)
    hopeful = _before(found, {*found.ended, *unfinished})
    main_path = _main_path(process)
    told: set[tuple[Unsoundness, tuple[str, ...]]] = set()
    for number, seen in enumerate(found.looks):
        if number in hopeful:
            continue
        has_ended = seen.end in main_path
        kind = Unsoundness.LEFT_BEHIND if has_ended else Unsoundness.NO_WAY_OUT
        elements = tuple(sorted(seen.elements))
        # of states that follow one another the last one shows it best
        if found.after[number] <= {number} and (kind, elements) not in told:
            told.add((kind, elements))
            yield Unsound(kind, process.id, elements, _run(found, number))
    if not told and any(number not in hopeful for number in range(len(found.looks))):
        number = next(n for n in range(len(found.looks)) if n not in hopeful)
        elements = tuple(sorted(found.looks[number].elements))
        yield Unsound(Unsoundness.NO_WAY_OUT, process.id, elements, _run(found, number))


def _main_path(process: Process) -> set[str]:
    """Give the elements that no event has to begin beside the work."""
    elements = process.elements
    wanted = [each.id for each in process.starts]
    seen = set(wanted)
    while wanted:
        id_ = wanted.pop()
        targets = [process.flows[flow].target for flow in elements[id_].outgoing]
        events = [e.id for e in elements.values() if e.attached_to == id_ and e.interrupting]
        new = {*targets, *events} - seen
        seen |= new
        wanted.extend(new)
    return seen


def _before(found: Found, ended: Iterable[int]) -> set[int]:
    """Give the states from which one of these can be reached."""
    before: dict[int, list[int]] = {}
    for number, after in enumerate(found.after):
        for each in after:
            before.setdefault(each, []).append(number)
    reached, wanted = set(ended), list(ended)
    while wanted:
        for each in before.get(wanted.pop(), ()):
            if each not in reached:
                reached.add(each)
                wanted.append(each)
    return reached


def _doubled(process: Process, found: Found) -> Iterator[Unsound]:
    told: set[str] = set()
    for number, seen in enumerate(found.looks):
        for element in seen.doubled:
            if element not in told:
                told.add(element)
                run = _run(found, number)
                yield Unsound(Unsoundness.RUNS_TWICE, process.id, (element,), run)


def _failed(process: Process, found: Found) -> Iterator[Unsound]:
    told: set[tuple[str, str]] = set()
    for code, step in found.failures:
        key = (code, step.move.element)
        if key not in told:
            told.add(key)
            run = (*_run(found, step.before), f"{_line(step)}: {code}")
            yield Unsound(Unsoundness.STEP_FAILS, process.id, (step.move.element,), run)


def _run(found: Found, number: int) -> tuple[str, ...]:
    return tuple(_line(step) for step in founds.path(found, number))


def _line(step: Step) -> str:
    move = step.move
    said = " ".join(part for part in (move.kind.value, move.element) if part)
    if move.ending is not None:
        said += f" at {move.ending.end}"
    if move.kind is MoveKind.FAIL:
        said += f" with {move.error}"
    guessed = ", ".join(f"{name} = {text}" for name, text in sorted(step.guessed.items()))
    return f"{said} ({guessed})" if guessed else said
