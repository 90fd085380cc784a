"""The cells of lists: how a page shows them, and how a table to take away holds them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import url_for

from engine.commands.list_descriptions import ListDescription
from engine.commands.lists import ShownList
from engine.core import instants
from engine.store.queries.list_rows import Coded, ListRow
from web import moments, statuses, units, visit, words

_NOTHING = "—"
_CASE = "case"
_INSTANTS = frozenset(["asked_at", "decided_at", "ordered_at", "since", "reminder"])
_PEOPLE = frozenset(["asked_by", "decided_by", "officer", "ordered_by"])
_CODES = frozenset(["reason", "decision", "announced", "cause"])
# columns of numbers; a share is one of a hundred
NUMBERS = frozenset(
    [
        "number",
        "other",
        "share",
        "days",
        "made",
        "arrived",
        "handed_over",
        "delivered",
        "lost",
        "destroyed",
        "in_stock",
    ]
)


@dataclass(frozen=True, slots=True)
class ListCell:
    """A cell of a list."""

    text: str
    # as it stands in a table to take away: instants with their year, in civil time
    plain: str
    # page of the case, "" where it leads nowhere
    url: str = ""
    is_number: bool = False
    is_person: bool = False


def column(description: ListDescription, key: str) -> str:
    """Name a column; a list may have a name of its own for it."""
    own = f"lists.{description.name}.{key}"
    known = own if words.known(own) else f"lists.column.{key}"
    return words.say(known, visit.language())


def cell(shown: ShownList, row: ListRow, key: str) -> ListCell:
    """Write a cell."""
    value = row.cells[key]
    if value is None:
        text = _nothing(key, row)
        return ListCell(text, text, is_number=key in NUMBERS)
    if key in _INSTANTS:
        at = instants.parse(value)
        return ListCell(_instant(key, at), instants.civil(at))
    if key in _CODES:
        text = _coded(shown, value)
        return ListCell(text, text)
    text = _WRITERS.get(key, str)(value)
    url = url_for("instances.page", instance_id=row.instance_id) if key == _CASE else ""
    return ListCell(text, text, url, key in NUMBERS, key in _PEOPLE)


def percent(share: float) -> str:
    """Write a share as one of a hundred, with a place behind the point where it is not whole."""
    return f"{share * 100:.1f}".removesuffix(".0") + " %"


def _nothing(key: str, row: ListRow) -> str:
    said = f"lists.nothing.{key}"
    # of what is settled nothing is awaited
    awaited = words.known(said) and row.cells.get("settled_by") is None
    return words.say(said, visit.language()) if awaited else _NOTHING


def _instant(key: str, at: datetime) -> str:
    write = moments.due if key == "reminder" else moments.short
    return write(at, visit.now(), visit.language())


def _coded(shown: ShownList, value: Coded) -> str:
    """Write a code as its form does; one that stands in a printed list of reasons goes before."""
    own = f"lists.code.{value.field}.{value.code}"
    language = visit.language()
    if words.known(own):
        return words.say(own, language)
    asked = shown.fields.get(value.field)
    options: Mapping[str, Mapping[str, str]] = (
        {} if asked is None else {each.value: each.labels for each in asked.options}
    )
    label = words.local(options.get(value.code, {}), language)
    listed = "-" in value.code
    return " ".join(part for part in (value.code if listed or not label else "", label) if part)


def _found_at(value: Coded) -> str:
    return words.say(f"lists.found_at.{value.code}", visit.language())


def _outcome(status: str) -> str:
    return statuses.text(status, visit.language())


def _settled_by(ending: str) -> str:
    return words.say(f"lists.settled_by.{ending}", visit.language())


_WRITERS: Mapping[str, Callable[[Any], str]] = {
    "place": units.name,
    "share": percent,
    "found_at": _found_at,
    "outcome": _outcome,
    "settled_by": _settled_by,
}
