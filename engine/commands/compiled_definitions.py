"""Definitions in use with their forms: each is compiled once and never changes."""

from __future__ import annotations

from collections import Counter, OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass, field
from threading import Lock

from engine.bpmn.definitions import Definition
from engine.bpmn.elements import Element
from forms.fields import Field, Form

_KEPT = 64


@dataclass(frozen=True, slots=True)
class CompiledDefinition:
    """A definition as the interpreter runs it, with the forms of its deployment."""

    id: str
    definition: Definition
    # by "<process id>/<element id>"
    forms: Mapping[str, Form]
    # elements that the public never sees
    restricted: frozenset[str]
    # elements to which only deadlines lead, beside the case: to remind, to answer for delays
    beside: frozenset[str]

    def form(self, process_id: str, element: str) -> Form | None:
        """Give the form of a user task, start event or message event, None where it has none."""
        return self.forms.get(f"{process_id}/{element}")

    @property
    def fields(self) -> Mapping[str, Field]:
        """Give the questions of all forms of its processes by key."""
        return {
            field.key: field
            for name, form in self.forms.items()
            if name.partition("/")[0] in self.definition.processes
            for field in form.questions
        }

    @property
    def names(self) -> Mapping[str, Mapping[str, str]]:
        """Give the names of all elements in each language, by element id."""
        return {id_: element.names for id_, element in self.definition.elements.items()}

    def explanation(self, outcome: str | None) -> Mapping[str, str]:
        """Give in each language what the diagram tells people whose case ended there."""
        element = self.definition.elements.get(outcome or "")
        told = element.properties if element else {}
        own, translated = {"en": told.get("explanation", "")}, "explanation:"
        return own | {
            name.removeprefix(translated): text
            for name, text in told.items()
            if name.startswith(translated)
        }


def restricted(definition: Definition) -> frozenset[str]:
    """Give the elements that the public never sees: those marked, and all that only they call.

    A process that nothing calls is public.
    """
    elements = definition.elements.values()
    callers: dict[str, list[str]] = {}
    for each in elements:
        if each.called:
            callers.setdefault(each.called, []).append(each.id)
    marked = frozenset(each.id for each in elements if each.properties.get("restricted"))
    while True:
        hidden = {called for called, ids in callers.items() if marked.issuperset(ids)}
        found = marked | {each.id for each in elements if each.process_id in hidden}
        if found == marked:
            return marked
        marked = found


def beside(definition: Definition) -> frozenset[str]:
    """Give the elements to which only deadlines lead that interrupt nothing, and all they call."""
    elements = definition.elements
    sources = {
        id_: [definition.flows[flow].source for flow in each.incoming]
        for id_, each in elements.items()
    }
    found = {id_ for id_, each in elements.items() if each.attached_to and _only_tells(each)}
    while True:
        within = {each.called for each in elements.values() if each.called and each.id in found}
        within -= {each.called for each in elements.values() if each.id not in found}
        more = {
            id_
            for id_, each in elements.items()
            if each.process_id in within or (sources[id_] and found.issuperset(sources[id_]))
        }
        if more <= found:
            return frozenset(found)
        found |= more


def _only_tells(boundary: Element) -> bool:
    return not boundary.interrupting and any(each.kind == "timer" for each in boundary.events)


@dataclass(frozen=True, slots=True)
class Newest:
    """What the deployment that was stored last says to all cases, on whatever version they are."""

    # number of the deployment, 0 before the first
    number: int = 0
    # fields whose answers no two cases share
    once: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class CompiledDefinitions:
    """The definitions used last, by `<process id>:<version>`."""

    by_id: OrderedDict[str, CompiledDefinition] = field(default_factory=OrderedDict)
    lock: Lock = field(default_factory=Lock)
    # how often a definition was at hand, and how often it was not
    asked: Counter[bool] = field(default_factory=Counter)
    # one, which is replaced
    newest: list[Newest] = field(default_factory=lambda: [Newest()])

    @property
    def deployment(self) -> int:
        """Give the number of the deployment that all cases are held to."""
        return self.newest[0].number

    @property
    def once(self) -> frozenset[str]:
        """Give the fields whose answers no two cases share."""
        return self.newest[0].once

    def get(self, definition_id: str) -> CompiledDefinition | None:
        """Give a definition that is kept, or None."""
        with self.lock:
            found = self.by_id.get(definition_id)
            self.asked[found is not None] += 1
            if found is not None:
                self.by_id.move_to_end(definition_id)
            return found

    def keep(self, compiled: CompiledDefinition) -> None:
        """Keep a definition and forget the one not used for longest."""
        with self.lock:
            self.by_id[compiled.id] = compiled
            while len(self.by_id) > _KEPT:
                self.by_id.popitem(last=False)

    def hold_to(self, newest: Newest) -> None:
        """Hold all cases to what the newest deployment says of its fields."""
        with self.lock:
            if newest.number > self.deployment:
                self.newest[0] = newest
