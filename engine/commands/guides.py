"""The guide to a procedure, told from its diagram: who does what, by when, on what legal basis."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial

from engine.bpmn.elements import Element, Process
from engine.commands import process_definitions
from engine.commands.compiled_definitions import CompiledDefinition
from engine.commands.engine import Engine
from engine.core import instants
from engine.core.errors import NotFound
from engine.store.queries import definitions
from engine.store.transaction import reading
from forms.fields import Field

Names = Mapping[str, str]
Days = Callable[[str], int]
_BREACH = "breach"
_COUNT = re.compile(r"=?\s*(working|calendar) days after\(")
# how many days where nothing out of the ordinary happens; another text is told by its basis alone
_DAYS = re.compile(
    r""",\s*(?:(?P<number>\d{1,3})(?:\s*\+\s*\(.*\))?|setting\("(?P<setting>\w+)"\))\)\s*$
    |\belse\s+(?P<otherwise>\d{1,3})\)\s*$""",
    re.VERBOSE | re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class Limit:
    """A legal clock that a step must keep."""

    clock: str
    # working | calendar, and how many; "" and 0 where the count depends on the case
    count: str
    days: int
    legal_basis: str


@dataclass(frozen=True, slots=True)
class Step:
    """Something that a person does."""

    element: str
    names: Names
    # of the lane
    actors: Names
    # the citizen does it
    own: bool
    menu_paths: Names
    limits: tuple[Limit, ...]
    # kinds of documents that come of it
    documents: tuple[str, ...]
    # questions of its form
    fields: tuple[Field, ...]


@dataclass(frozen=True, slots=True)
class Part:
    """The steps of one process of the procedure, in the order in which they are drawn."""

    process_id: str
    names: Names
    # of the whole part
    limits: tuple[Limit, ...]
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class Guide:
    """A procedure as everybody may know it."""

    process_id: str
    names: Names
    version: int
    parts: tuple[Part, ...]


def guide(engine: Engine, process_id: str) -> Guide:
    """Tell the newest version of a procedure that citizens start; raises NotFound.

    What is marked restricted is left out, with all that only it calls.
    """
    with reading(engine.store) as tx:
        found = definitions.latest_of(tx, process_id, engine.clock())
    if not found.startable or found.start_role != "applicant":
        raise NotFound("no_such_process", process=process_id)
    compiled = process_definitions.compiled(engine, found.id)
    days = partial(_days, engine)
    parts = (_part(compiled, each, days) for each in _told_in_order(compiled))
    told = tuple(part for part in parts if part.steps)
    return Guide(process_id, found.names, found.version, told)


def _told_in_order(compiled: CompiledDefinition) -> Iterator[Process]:
    """Tell a process behind its caller, and those that several call at the end."""
    processes = compiled.definition.processes
    elements = compiled.definition.elements.values()
    calls = Counter(each.called for each in elements if each.called)
    common = [each for each in processes if calls[each] > 1]
    waiting, told = [compiled.definition.process_id, *common], set[str]()
    while waiting:
        process = processes[waiting.pop(0)]
        if process.id in told:
            continue
        told.add(process.id)
        yield process
        waiting[:0] = [each for each in process.called if each not in common]


def _days(engine: Engine, text: str) -> int:
    """Read how many days a deadline usually gives, 0 where the text does not say so plainly."""
    found = _DAYS.search(text)
    if found is None:
        return 0
    if found["setting"]:
        today = instants.day(engine.clock())
        return engine.clocks.settings.number(found["setting"], today)
    return int(found["number"] or found["otherwise"])


def _part(compiled: CompiledDefinition, process: Process, days: Days) -> Part:
    calls = [
        each
        for each in compiled.definition.elements.values()
        if each.called == process.id and each.id not in compiled.restricted
    ]
    limits = [limit for call in calls for limit in _limits(compiled, call, days)]
    return Part(
        process_id=process.id,
        names=process.names,
        limits=tuple({limit.clock: limit for limit in limits}.values()),
        steps=tuple(_steps(compiled, process, days)),
    )


def _steps(compiled: CompiledDefinition, process: Process, days: Days) -> Iterator[Step]:
    begin = compiled.definition.start
    for element in process.elements.values():
        if element.id in compiled.restricted:
            continue
        if element.kind == "userTask" or element is begin:
            yield _step(compiled, element, days)


def _step(compiled: CompiledDefinition, element: Element, days: Days) -> Step:
    form = compiled.form(element.process_id, element.id)
    lane = compiled.definition.lanes.get(element.lane)
    return Step(
        element=element.id,
        names=element.names,
        actors=lane.names if lane else {},
        own=element.jurisdiction == "own_case",
        menu_paths=_menu_paths(element),
        limits=tuple(_limits(compiled, element, days)),
        documents=element.documents,
        fields=form.questions if form else (),
    )


def _menu_paths(element: Element) -> Names:
    told = {"en": element.properties.get("menuPath", "")}
    for name, text in element.properties.items():
        if name.startswith("menuPath:"):
            told[name.removeprefix("menuPath:")] = text
    return {language: text for language, text in told.items() if text}


def _limits(compiled: CompiledDefinition, activity: Element, days: Days) -> Iterator[Limit]:
    for each in compiled.definition.elements.values():
        if each.attached_to != activity.id or each.properties.get("kind") != _BREACH:
            continue
        text = each.event.text if each.event else ""
        kind, number = _COUNT.match(text), days(text)
        yield Limit(
            clock=each.properties.get("deadline", ""),
            count=kind[1] if kind and number else "",
            days=number,
            legal_basis=each.properties.get("legalBasis", ""),
        )
