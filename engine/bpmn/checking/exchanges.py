"""Refuse messages that find nobody, and counts anew of clocks that do not run."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from engine.bpmn.checking.conditions import expression
from engine.bpmn.elements import Element, Process
from engine.core.findings import Finding, Weight

_NOBODY = "platform"
_OF_SENDING = ("correlation", "payload")


def find(process: Process, processes: Mapping[str, Process]) -> Iterator[Finding]:
    """Give what is wrong with the messages of a process, its recounts and what it frees."""
    everything = [each for one in processes.values() for each in one.elements.values()]
    sent = {each.events[0].name for each in everything if each.sends_message}
    for element in process.elements.values():
        yield from _sending(process, element)
        yield from _when(process, element)
        if element.awaits_message and element.role == _NOBODY:
            yield from _never_sent(process, element, sent)
        yield from _names(process, element, everything)


def _sending(process: Process, element: Element) -> Iterator[Finding]:
    if element.sends_message:
        if not element.properties.get("correlation"):
            yield Finding("correlation_missing", process.file, element.id)
        return
    for name in _OF_SENDING:
        if name in element.properties:
            yield Finding("property_misplaced", process.file, element.id, {"property": name})


def _when(process: Process, element: Element) -> Iterator[Finding]:
    when = element.properties.get("when")
    if when is None:
        return
    if element.awaits_message:
        yield from expression(process.file, element.id, when, "")
    else:
        yield Finding("property_misplaced", process.file, element.id, {"property": "when"})


def _never_sent(process: Process, element: Element, sent: set[str]) -> Iterator[Finding]:
    name = element.events[0].name
    if name and name not in sent:
        parameters = {"message": name}
        yield Finding("message_never_sent", process.file, element.id, parameters, Weight.ADVICE)


def _names(process: Process, element: Element, everything: Iterable[Element]) -> Iterator[Finding]:
    properties = element.properties
    for clock in properties.get("recounts", "").split():
        if not any(each.properties.get("deadline") == clock for each in everything):
            yield Finding("clock_unknown", process.file, element.id, {"clock": clock})
    freed = properties.get("frees")
    if freed is not None and not any(e.properties.get("unique") == freed for e in everything):
        yield Finding("subject_unknown", process.file, element.id, {"field": freed})
