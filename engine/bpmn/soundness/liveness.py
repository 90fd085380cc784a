"""Which names can still be read from where a token is: the others need not be remembered."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from engine.bpmn.elements import Element, Process
from engine.bpmn.product_functions import NAMES
from engine.bpmn.soundness import domains

_NOTHING: frozenset[str] = frozenset()


def reads(process: Process) -> frozenset[str]:
    """Give the names that the expressions of a process itself read."""
    return _NOTHING.union(*(each.names for each in domains.conditions(process))) - NAMES


def needed(
    process: Process, exposed: Mapping[str, frozenset[str]]
) -> Mapping[str, frozenset[str]]:
    """Give the names that may be read from each element on.

    `exposed` are those that called processes may read, by process id.
    """
    after = {id_: _after(each, process) for id_, each in process.elements.items()}
    own = {id_: _own(each, process, exposed) for id_, each in process.elements.items()}
    return {id_: _NOTHING.union(*(own[each] for each in _reached(id_, after))) for id_ in own}


def _own(
    element: Element, process: Process, exposed: Mapping[str, frozenset[str]]
) -> frozenset[str]:
    texts = domains.of_element(element, process)
    return exposed.get(element.called, _NOTHING).union(*(each.names for each in texts))


def _after(element: Element, process: Process) -> tuple[str, ...]:
    """Give where a token can go from an element, or what it waits beside or inside."""
    flows = [process.flows[each].target for each in element.outgoing]
    around = process.elements.get(element.parent)
    outer = [around.id] if around else []
    beside = [
        each.id
        for each in process.elements.values()
        if element.id in (each.attached_to, each.parent)
    ]
    return (*flows, *beside, *outer)


def _reached(begun: str, after: Mapping[str, Iterable[str]]) -> set[str]:
    seen, wanted = {begun}, [begun]
    while wanted:
        for each in after[wanted.pop()]:
            if each not in seen:
                seen.add(each)
                wanted.append(each)
    return seen
