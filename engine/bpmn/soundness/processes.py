"""Search all processes of a deployment one by one, the called before those that call them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from engine.bpmn import diagrams
from engine.bpmn.elements import Process
from engine.bpmn.resources import Resources
from engine.bpmn.soundness import domains, findings, liveness, search, stubs, writes
from engine.bpmn.soundness.findings import Unsound
from engine.bpmn.soundness.knowledge import Data
from engine.bpmn.soundness.moves import Ending
from engine.bpmn.soundness.premises import Premises
from engine.bpmn.soundness.search import Found, Subject, World

_NOTHING: frozenset[str] = frozenset()
_NULL = "null"
# set by the interpreter on the branch of a deadline
_OF_BRANCHES = frozenset(["breach", "reminder"])
# set by the engine when an instance begins
_AT_THE_START = frozenset(["case_no", "sampled"])
# more endings than these are told apart by their end event only
MOST_ENDINGS = 200


@dataclass(frozen=True, slots=True)
class Searched:
    """A process that was searched, and what is wrong with it."""

    process_id: str
    states: int
    steps: int
    # whether all states were met within the bound
    is_complete: bool
    findings: tuple[Unsound, ...]


@dataclass(frozen=True, slots=True)
class Drawn:
    """All processes of a deployment, the called before the calling."""

    processes: Mapping[str, Process]
    resources: Resources
    world: World


@dataclass(frozen=True, slots=True)
class Ends:
    """How a called process can end."""

    endings: tuple[Ending, ...]
    is_complete: bool

    @property
    def exposed(self) -> frozenset[str]:
        """Give the names that it reads before anything in it sets them."""
        return frozenset(n for each in self.endings for n, _text in each.data.assumed)


def search_all(resources: Resources, premises: Premises) -> tuple[Searched, ...]:
    """Search every executable process; what is found is as drawn, so check the drawing first."""
    processes = _called_first(resources)
    known = domains.of(processes.values(), premises)
    written = writes.of(processes, known.domains, premises)
    sent = _sent(processes.values())
    world = World(known.domains, known.ordered, written, premises, sent)
    known_ends: dict[str, Ends] = {}
    found: list[Searched] = []
    for id_, process in processes.items():
        subject = _subject(process, Drawn(processes, resources, world), known_ends)
        met = search.run(subject, world)
        known_ends[id_] = Ends(_told_apart(met), met.is_complete)
        found.append(_searched(process, met))
    return tuple(found)


def _searched(process: Process, met: Found) -> Searched:
    wrong = tuple(findings.of(process, met))
    return Searched(process.id, len(met.steps), met.steps_taken, met.is_complete, wrong)


def _subject(process: Process, drawn: Drawn, ends: Mapping[str, Ends]) -> Subject:
    world = drawn.world
    called = {each.id: each.called for each in process.elements.values() if each.called}
    around = list(_around(process.id, drawn.processes))
    read = liveness.reads(process)
    return Subject(
        process_id=process.id,
        definition=stubs.compiled(process, drawn.resources),
        calls={id_: ends[each].endings for id_, each in called.items()},
        called=called,
        volatile=_NOTHING.union(*(world.writes.beside[each] for each in around)),
        begins=Data() if around else _unset(process, world),
        domains={name: found for name, found in world.domains.items() if name in read},
        needed=liveness.needed(process, {id_: each.exposed for id_, each in ends.items()}),
        escaping=_escaping(process, drawn.processes, around),
        is_outermost=not around,
        is_complete=all(ends[each].is_complete for each in called.values()),
    )


def _escaping(
    process: Process, processes: Mapping[str, Process], around: Iterable[str]
) -> frozenset[str]:
    """Give the names that the processes around it read, or others that these call."""
    inner = {process.id, *_inside(process.id, processes)}
    outer = {each for id_ in around for each in (id_, *_inside(id_, processes))} - inner
    return _NOTHING.union(*(liveness.reads(processes[each]) for each in outer))


def _inside(process_id: str, processes: Mapping[str, Process]) -> Iterator[str]:
    for called in processes[process_id].called:
        yield called
        yield from _inside(called, processes)


def _unset(process: Process, world: World) -> Data:
    """Tell that nothing is known to an outermost process but what its start form asked."""
    asked = world.writes.by_element.get(process.starts[0].id, _NOTHING)
    strange = frozenset(world.domains) - _NOTHING.union(*world.writes.by_process.values())
    empty = frozenset(world.domains) - asked - strange - _OF_BRANCHES - _AT_THE_START
    return Data(now=frozenset((name, _NULL) for name in empty), written=frozenset(world.domains))


def _around(process_id: str, processes: Mapping[str, Process]) -> Iterator[str]:
    """Give the processes that call this one, directly or not."""
    wanted, seen = [process_id], {process_id}
    while wanted:
        inner = wanted.pop()
        for id_, process in processes.items():
            if inner in process.called and id_ not in seen:
                seen.add(id_)
                wanted.append(id_)
                yield id_


def _called_first(resources: Resources) -> dict[str, Process]:
    drawn = {
        process.id: process
        for file, body in resources.diagrams.items()
        for process in diagrams.read(file, body).processes
        if process.executable
    }
    ordered: dict[str, Process] = {}
    for id_ in drawn:
        _place(id_, drawn, ordered)
    return ordered


def _place(id_: str, drawn: Mapping[str, Process], ordered: dict[str, Process]) -> None:
    if id_ in ordered:
        return
    for called in drawn[id_].called:
        _place(called, drawn, ordered)
    ordered[id_] = drawn[id_]


def _sent(processes: Iterable[Process]) -> frozenset[str]:
    return frozenset(
        each.events[0].name
        for process in processes
        for each in process.elements.values()
        if each.sends_message
    )


def _told_apart(met: Found) -> tuple[Ending, ...]:
    if len(met.endings) <= MOST_ENDINGS:
        return tuple(met.endings)
    merged = {
        (each.end, each.error): each.data.written | _written(met, each) for each in met.endings
    }
    return tuple(Ending(end, error, Data(written=names)) for (end, error), names in merged.items())


def _written(met: Found, like: Ending) -> frozenset[str]:
    return _NOTHING.union(
        *(e.data.written for e in met.endings if (e.end, e.error) == (like.end, like.error))
    )
