"""Which names the elements of the processes set, and when a name can change behind one's back."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from engine.bpmn.elements import Element, Process
from engine.bpmn.soundness.domains import Domains
from engine.bpmn.soundness.premises import Premises

_NOTHING: frozenset[str] = frozenset()
_SERVICES = ("serviceTask",)


@dataclass(frozen=True, slots=True)
class Writes:
    """What is set where, of the names that anybody reads."""

    # element id -> names that it sets itself
    by_element: Mapping[str, frozenset[str]]
    # element id -> names that it sets to an instant
    instants: Mapping[str, frozenset[str]]
    # names that nothing sets but to an instant
    only_instants: frozenset[str]
    # process id -> names that it sets, or what it calls
    by_process: Mapping[str, frozenset[str]]
    # process id -> names that branches beside its calls may set while these run
    beside: Mapping[str, frozenset[str]]


def of(processes: Mapping[str, Process], domains: Domains, premises: Premises) -> Writes:
    """Work out what is set where, for processes in which the called stand before the calling."""
    everything = [each for process in processes.values() for each in process.elements.values()]
    instants = {each.id: _named(each, "instants") & domains.keys() for each in everything}
    entered = {each.id: _entered(each, premises) & domains.keys() for each in everything}
    known = _NOTHING.union(*instants.values(), *entered.values())
    # what no form and no diagram sets comes from outside, by whatever service
    outside = frozenset(domains) - known
    by_element = {
        each.id: entered[each.id] | (outside if each.kind in _SERVICES else _NOTHING)
        for each in everything
    }
    by_process: dict[str, frozenset[str]] = {}
    for id_, process in processes.items():
        own = (by_element[each] | instants[each] for each in process.elements)
        called = (by_process[each] for each in process.called if each in by_process)
        by_process[id_] = _NOTHING.union(*own, *called)
    beside = {
        id_: _beside(each, by_element, instants, by_process) for id_, each in processes.items()
    }
    others = outside.union(*entered.values())
    only = _NOTHING.union(*instants.values()) - others
    return Writes(by_element, instants, only, by_process, beside)


def _named(element: Element, name: str) -> frozenset[str]:
    return frozenset(element.properties.get(name, "").split())


def _entered(element: Element, premises: Premises) -> frozenset[str]:
    form = premises.fields.get(f"{element.process_id}/{element.id}", _NOTHING)
    result = {element.result_variable} if element.result_variable else _NOTHING
    return form | result | _named(element, "assigns") | _named(element, "counts")


def _beside(
    process: Process,
    by_element: Mapping[str, frozenset[str]],
    instants: Mapping[str, frozenset[str]],
    by_process: Mapping[str, frozenset[str]],
) -> frozenset[str]:
    found = _NOTHING
    for id_ in _aside(process):
        element = process.elements[id_]
        found |= by_element[id_] | instants[id_] | by_process.get(element.called, _NOTHING)
    return found


def _aside(process: Process) -> Iterator[str]:
    """Give the elements on branches that events begin without interrupting their activity."""
    elements = process.elements.values()
    wanted = [each.id for each in elements if each.attached_to and not each.interrupting]
    seen = set(wanted)
    while wanted:
        id_ = wanted.pop()
        yield id_
        for flow in process.elements[id_].outgoing:
            target = process.flows[flow].target
            if target not in seen:
                seen.add(target)
                wanted.append(target)
