"""What a diagram is made of: processes, lanes, elements and sequence flows, as frozen records."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

_CATCHING = ("boundaryEvent", "intermediateCatchEvent")
_THROWING = ("endEvent", "intermediateThrowEvent")


@dataclass(frozen=True, slots=True)
class Lane:
    """An organisational role in a process; who acts there is in its properties."""

    id: str
    process_id: str
    # {"en": …, "zh-Hans": …, "es": …}, only those that are given
    names: Mapping[str, str]
    role: str
    jurisdiction: str
    # flow nodes of the lane, innermost lanes only
    members: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Event:
    """The event definition of an event."""

    # timer, message, error, terminate, or the name of one that is not run here
    kind: str
    # timeDate, timeDuration or timeCycle of a timer
    timing: str = ""
    # expression of a timer
    text: str = ""
    # expressionLanguage or xsi-free attribute of the expression
    language: str = ""
    # id of the message or error
    reference: str = ""
    # name of the message, code of the error
    name: str = ""


@dataclass(frozen=True, slots=True)
class Element:
    """A flow node of a diagram with everything that is drawn and written about it."""

    id: str
    process_id: str
    # userTask, boundaryEvent, … as BPMN has it
    kind: str
    names: Mapping[str, str]
    # id of its lane, "" where it has none
    lane: str
    role: str
    jurisdiction: str
    properties: Mapping[str, str]
    # ids of sequence flows, in the order of the document
    incoming: tuple[str, ...]
    outgoing: tuple[str, ...]
    # the activity of a boundary event, "" for all else
    attached_to: str = ""
    # id of the sub-process around it, "" at the top of a process
    parent: str = ""
    events: tuple[Event, ...] = ()
    interrupting: bool = True
    # id of the default flow of a gateway
    default: str = ""
    # process id that a call activity calls
    called: str = ""
    # operation of a service task
    operation: str = ""
    # decision of a business rule task
    decision: str = ""
    # property `decisionVersion` as it is written, "" for the latest at deployment
    decision_version: str = ""
    result_variable: str = ""

    @property
    def event(self) -> Event | None:
        """Give the one event definition, None for a plain event."""
        return self.events[0] if self.events else None

    @property
    def documents(self) -> tuple[str, ...]:
        """Give the kinds of documents that come of it."""
        return tuple(self.properties.get("documents", "").split())

    @property
    def awaits_message(self) -> bool:
        """Tell whether it waits for a message."""
        event = self.event
        return event is not None and event.kind == "message" and self.kind in _CATCHING

    @property
    def sends_message(self) -> bool:
        """Tell whether it sends a message to other instances."""
        event = self.event
        return event is not None and event.kind == "message" and self.kind in _THROWING


@dataclass(frozen=True, slots=True)
class SequenceFlow:
    """An arrow of a diagram."""

    id: str
    process_id: str
    source: str
    target: str
    names: Mapping[str, str]
    # text of the condition, None where there is none
    condition: str | None = None
    language: str = ""


@dataclass(frozen=True, slots=True)
class Process:
    """One process of a file."""

    id: str
    # the file it is drawn in
    file: str
    names: Mapping[str, str]
    executable: bool
    elements: Mapping[str, Element]
    flows: Mapping[str, SequenceFlow]
    lanes: Mapping[str, Lane]

    @property
    def starts(self) -> tuple[Element, ...]:
        """Give the start events outside of sub-processes."""
        found = self.elements.values()
        return tuple(each for each in found if each.kind == "startEvent" and not each.parent)

    @property
    def called(self) -> tuple[str, ...]:
        """Give the ids of the processes that its call activities call, each once."""
        return tuple(dict.fromkeys(e.called for e in self.elements.values() if e.called))


@dataclass(frozen=True, slots=True)
class Diagram:
    """One file."""

    file: str
    processes: tuple[Process, ...]
    # ids that occur in the diagram interchange
    drawn: frozenset[str] = field(default=frozenset())
