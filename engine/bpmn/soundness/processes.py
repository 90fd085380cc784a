"""Search all processes of a deployment, each with what those around it hand it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from engine.bpmn.resources import Resources
from engine.bpmn.soundness import findings, subjects
from engine.bpmn.soundness.findings import Unsound
from engine.bpmn.soundness.found import Found
from engine.bpmn.soundness.knowledge import Data
from engine.bpmn.soundness.premises import Premises
from engine.bpmn.soundness.search import Library
from engine.bpmn.soundness.subjects import Subject, World
from engine.core import deadlines

_NOTHING: frozenset[str] = frozenset()
_NULL = "null"
# set by the interpreter on the branch of a deadline
_OF_BRANCHES = deadlines.KINDS
# set by the engine when an instance begins
_AT_THE_START = frozenset(["case_no", "sampled"])


@dataclass(frozen=True, slots=True)
class Searched:
    """A process that was searched, and what is wrong with it."""

    process_id: str
    states: int
    steps: int
    # whether all states were met within the bound
    is_complete: bool
    findings: tuple[Unsound, ...]


def search_all(resources: Resources, premises: Premises) -> tuple[Searched, ...]:
    """Search every executable process; what is found is as drawn, so check the drawing first."""
    world = subjects.world(resources, premises)
    library = Library(world)
    for id_, subject in world.subjects.items():
        if subject.is_outermost:
            library.search(id_, _unset(subject, world))
    for id_ in world.subjects.keys() - {process_id for process_id, _data in library.found}:
        # no run comes to it, which its call tells
        library.search(id_, Data())
    return tuple(
        _searched(subject, [f for (each, _data), f in library.found.items() if each == id_])
        for id_, subject in world.subjects.items()
    )


def _searched(subject: Subject, found: Iterable[Found]) -> Searched:
    every = tuple(found)
    return Searched(
        process_id=subject.process.id,
        states=sum(len(each.steps) for each in every),
        steps=sum(each.steps_taken for each in every),
        is_complete=all(each.is_complete for each in every),
        findings=tuple(findings.of(subject.process, every)),
    )


def _unset(subject: Subject, world: World) -> Data:
    """Tell that nothing is known to an outermost process but what its start form asked."""
    known: Mapping[str, object] = world.answers.domains
    asked = world.writes.by_element.get(subject.process.starts[0].id, _NOTHING)
    strange = known.keys() - _NOTHING.union(*world.writes.by_process.values())
    empty = known.keys() - asked - strange - _OF_BRANCHES - _AT_THE_START
    return Data(now=frozenset((name, _NULL) for name in empty), written=frozenset(known))
