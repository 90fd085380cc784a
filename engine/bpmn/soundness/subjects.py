"""What is searched: the processes, each compiled to run alone, and what all searches share."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from engine.bpmn import diagrams
from engine.bpmn.definitions import Definition
from engine.bpmn.elements import Element, Process
from engine.bpmn.resources import Resources
from engine.bpmn.soundness import domains, liveness, stubs, writes
from engine.bpmn.soundness.domains import Answers, Domains
from engine.bpmn.soundness.liveness import Live
from engine.bpmn.soundness.premises import Premises
from engine.bpmn.soundness.writes import Writes
from engine.core.errors import DefinitionRejected
from engine.core.findings import Finding

_NOTHING: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Subject:
    """A process as it is searched."""

    process: Process
    # with service tasks in the place of calls and decisions
    definition: Definition
    # the values of the names that its own conditions read
    domains: Domains
    # names that may change at any time, from branches beside the calls around it
    volatile: frozenset[str]
    # no process calls it
    is_outermost: bool


@dataclass(frozen=True, slots=True)
class World:
    """What all searches share."""

    # the called stand before the calling
    subjects: Mapping[str, Subject]
    answers: Answers
    writes: Writes
    live: Live
    premises: Premises
    # names of the messages that processes send
    sent: frozenset[str]


def world(resources: Resources, premises: Premises) -> World:
    """Read and compile every executable process of the diagrams."""
    processes = _called_first(resources)
    answers = domains.of(processes.values(), premises)
    written = writes.of(processes, answers.domains, premises)
    subjects = {
        id_: Subject(
            process=process,
            definition=stubs.compiled(process, resources),
            domains=_own(process, answers.domains),
            volatile=_NOTHING.union(*(written.beside[each] for each in _around(id_, processes))),
            is_outermost=not _around(id_, processes),
        )
        for id_, process in processes.items()
    }
    live = liveness.of(processes, written)
    return World(subjects, answers, written, live, premises, _sent(processes.values()))


def _own(process: Process, known: Domains) -> Domains:
    return {name: known[name] for name in liveness.reads(process)}


def _around(process_id: str, processes: Mapping[str, Process]) -> Collection[str]:
    """Give the processes that call this one, directly or not."""
    wanted, found = [process_id], dict.fromkeys(_NOTHING)
    while wanted:
        inner = wanted.pop()
        new = [id_ for id_, each in processes.items() if inner in each.called and id_ not in found]
        found.update(dict.fromkeys(new))
        wanted.extend(new)
    return found


def _called_first(resources: Resources) -> dict[str, Process]:
    drawn = {
        process.id: process
        for file, body in resources.diagrams.items()
        for process in diagrams.read(file, body).processes
        if process.executable
    }
    ordered: dict[str, Process] = {}
    for id_ in drawn:
        _place((id_,), drawn, ordered)
    return ordered


def _place(
    chain: tuple[str, ...], drawn: Mapping[str, Process], ordered: dict[str, Process]
) -> None:
    """Put a process behind all that it calls; `chain` are those that call it, and itself."""
    process = drawn[chain[-1]]
    if process.id in ordered:
        return
    for called in process.called:
        code = "unknown_process" if called not in drawn else "calls_itself"
        if called not in drawn or called in chain:
            known = {"process": called}
            raise DefinitionRejected([Finding(code, process.file, process.id, known)])
        _place((*chain, called), drawn, ordered)
    ordered[process.id] = process


def _sent(processes: Iterable[Process]) -> frozenset[str]:
    elements: Iterable[Element] = (e for each in processes for e in each.elements.values())
    return frozenset(each.events[0].name for each in elements if each.sends_message)
