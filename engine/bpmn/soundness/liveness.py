"""Which names can still be read before they are set: the others need not be remembered."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from engine.bpmn.elements import Element, Process
from engine.bpmn.product_functions import NAMES
from engine.bpmn.soundness import domains
from engine.bpmn.soundness.writes import Writes

_NOTHING: frozenset[str] = frozenset()
_Names = Mapping[str, frozenset[str]]


@dataclass(frozen=True, slots=True)
class Live:
    """The names that matter, by element and after each process."""

    # element id -> names that may be read once a token is there
    at: _Names
    # process id -> names that may be read once it has ended
    after: _Names
    # process id -> names that it may read before it sets them
    exposed: _Names


def reads(process: Process) -> frozenset[str]:
    """Give the names that the expressions of a process itself read."""
    named = _NOTHING.union(*(each.names for each in domains.conditions(process))) - NAMES
    return named | domains.origins(process)


def of(processes: Mapping[str, Process], writes: Writes) -> Live:
    """Work out what matters where, for processes in which the called stand before the calling."""
    exposed: dict[str, frozenset[str]] = {}
    for id_, process in processes.items():
        alone = _at(process, writes, exposed, _NOTHING)
        exposed[id_] = alone[process.starts[0].id]
    after = dict.fromkeys(processes, _NOTHING)
    at: dict[str, frozenset[str]] = {}
    for id_ in reversed(list(processes)):
        process = processes[id_]
        own = _at(process, writes, exposed, after[id_])
        at |= own
        for element in process.elements.values():
            if element.called in after:
                after[element.called] |= _behind(element, process, own, after[id_])
    return Live(at, after, exposed)


def _at(process: Process, writes: Writes, exposed: _Names, after: frozenset[str]) -> _Names:
    """Give what may be read from each element on, by going back from the ends until it stands."""
    used = {id_: _used(each, process, exposed) for id_, each in process.elements.items()}
    found = dict.fromkeys(process.elements, _NOTHING)
    moved = True
    while moved:
        moved = False
        for id_, element in process.elements.items():
            behind = _behind(element, process, found, after)
            own = used[id_] | (behind - writes.by_element[id_] - writes.instants[id_])
            names = own.union(*(found[each] for each in _beside(element, process)))
            moved = moved or names != found[id_]
            found[id_] = names
    return found


def _used(element: Element, process: Process, exposed: _Names) -> frozenset[str]:
    texts = domains.of_element(element, process)
    named = _NOTHING.union(*(each.names for each in texts)) - NAMES
    return named | {domains.origin(element)} - {""} | exposed.get(element.called, _NOTHING)


def _behind(
    element: Element, process: Process, found: _Names, after: frozenset[str]
) -> frozenset[str]:
    """Give what may be read once a token has left an element."""
    targets = [process.flows[each].target for each in element.outgoing]
    if targets:
        return _NOTHING.union(*(found[each] for each in targets))
    around = process.elements.get(element.parent)
    return after if around is None else _behind(around, process, found, after)


def _beside(element: Element, process: Process) -> list[str]:
    """Give the events that wait on an element, and what begins inside it."""
    return [
        each.id
        for each in process.elements.values()
        if each.attached_to == element.id
        or (each.parent == element.id and each.kind == "startEvent")
    ]
