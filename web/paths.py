"""The path of a case through its diagram: for the viewer, and as a table that says the same."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from flask import url_for

from engine.commands import process_definitions
from engine.commands.sheets import InstanceSheet
from engine.core import instants
from engine.store.queries.history import TimelineEntry
from web import moments, timers, visit, words

# where a token is shown as a badge, and what is only drawn as holding one
_SHOWN = {"userTask", "serviceTask", "intermediateCatchEvent"}
_AROUND = {"callActivity", "subProcess"}


@dataclass(frozen=True, slots=True)
class PathRow:
    """One element that the case has passed or waits on."""

    name: str
    state: str
    at: str


def for_viewer(sheet: InstanceSheet, entries: Iterable[TimelineEntry]) -> dict[str, Any]:
    """Give what the viewer marks: taken elements and flows, waits, late ones, called-off ones."""
    compiled = process_definitions.compiled(visit.engine(), sheet.instance.definition_id)
    kinds = {id_: element.kind for id_, element in compiled.definition.elements.items()}
    taken: dict[str, None] = {}
    cancelled: dict[str, None] = {}
    for entry in entries:
        for element, flow in entry.body.get("path", ()):
            taken |= {element: None} | ({flow: None} if flow else {})
        cancelled |= dict.fromkeys(entry.body.get("ended", ()))
    return {
        "diagram": url_for("instances.diagram", instance_id=sheet.instance.id),
        "taken": list(taken),
        "cancelled": [each for each in cancelled if each not in sheet.waiting],
        "waiting": {each: n for each, n in sheet.waiting.items() if kinds[each] in _SHOWN},
        "inside": [each for each in sheet.waiting if kinds[each] in _AROUND],
        "late": _late(sheet),
        "language": visit.language(),
        "words": words.below("diagram", visit.language()),
    }


def table(sheet: InstanceSheet, entries: Iterable[TimelineEntry]) -> tuple[PathRow, ...]:
    """List what was passed and what waits, in the order of time."""
    rows = []
    for entry in entries:
        at = _at(entry)
        rows += [_row(sheet, each, "taken", at) for each, _flow in entry.body.get("path", ())]
        rows += [_row(sheet, each, "cancelled", at) for each in entry.body.get("ended", ())]
    late = _late(sheet)
    for element in sheet.waiting:
        rows.append(_row(sheet, element, "late" if element in late else "waiting", ""))
    return tuple(rows)


def _row(sheet: InstanceSheet, element: str, state: str, at: str) -> PathRow:
    language = visit.language()
    name = words.local(sheet.elements.get(element, {}), language, element)
    return PathRow(name, words.say(f"diagram.{state}", language), at)


def _at(entry: TimelineEntry) -> str:
    return moments.short(instants.parse(entry.at), visit.now(), visit.language())


def _late(sheet: InstanceSheet) -> Mapping[str, str]:
    """Give the activities whose breach has fired while they still wait, and how late they are."""
    fired = [timer for timer in sheet.timers if timer.ending == "fired" and timer.kind == "breach"]
    return {
        timer.activity: timers.deadline_of(timer).left
        for timer in fired
        if timer.activity in sheet.waiting
    }
