"""What the pages for work in bulk show."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from flask import url_for

from engine.commands.bulk_completions import Result
from engine.commands.piles import Pile, PileSheet, Row
from engine.core import instants
from web import facts, form_pages, moments, refusals, units, visit, words
from web.form_pages import Filling, FormOnPage
from web.refused_scans import ScansOnPage

_CASE = "case_no"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one row."""

    # "Line 4", "" without a file
    line: str
    subject: str
    # "" where it is done
    problem: str


@dataclass(frozen=True, slots=True)
class Told:
    """What was just done or refused."""

    done: str = ""
    wrong: str = ""
    results: tuple[Outcome, ...] = ()
    # code that is to be completed with a corrected form
    scanned: str = ""

    @property
    def number_done(self) -> int:
        """Count the rows that are done."""
        return sum(1 for each in self.results if not each.problem)


@dataclass(frozen=True, slots=True)
class PileLink:
    """A step with open tasks."""

    url: str
    name: str
    count: int


@dataclass(frozen=True, slots=True)
class BulkPage:
    """The steps that may be done in bulk."""

    piles: tuple[PileLink, ...]
    told: Told
    # of the courier, None for who does not act on them
    scans: ScansOnPage | None = None


@dataclass(frozen=True, slots=True)
class RowOnPage:
    """An open task in the table."""

    url: str
    case_no: str
    key: str
    group: str
    due: str
    late: bool
    batch: str
    batch_url: str


@dataclass(frozen=True, slots=True)
class GroupOnPage:
    """Tasks that go together."""

    code: str
    name: str
    count: int


@dataclass(frozen=True, slots=True)
class PilePage:
    """The open tasks of one step."""

    name: str
    told: Told
    batch: str
    # address of the whole pile
    whole: str
    key: str
    group: str
    rows: tuple[RowOnPage, ...]
    groups: tuple[GroupOnPage, ...]
    # addresses of what can be done
    pull: str
    table: str
    fill: str
    group_url: str
    # the form that a scanned task, or a group, is completed with
    form: FormOnPage
    held: int
    columns: str


def listed(
    found: Iterable[Pile], told: Told | None = None, scans: ScansOnPage | None = None
) -> BulkPage:
    """Build the list of steps."""
    language = visit.language()
    links = tuple(
        PileLink(_address(pile), words.local(pile.names, language, pile.element), pile.count)
        for pile in found
    )
    return BulkPage(links, told or Told(), scans)


def page(sheet: PileSheet, batch: str, told: Told, filling: Filling) -> PilePage:
    """Build the page of one step."""
    language, pile = visit.language(), sheet.pile
    scan = _address(pile, "scan")
    return PilePage(
        name=words.local(pile.names, language, pile.element),
        told=told,
        batch=batch,
        whole=_address(pile) if batch else "",
        key=facts.label(pile.key, sheet.fields),
        group=facts.label(pile.group, sheet.fields) if pile.group else "",
        rows=tuple(_row(row, pile) for row in sheet.rows),
        # a scanned code is corrected with the form that it came with
        groups=() if told.scanned else _groups(sheet),
        pull=_address(pile, "pull"),
        table=_address(pile, "table", batch=batch),
        fill=_address(pile, "fill"),
        group_url=_address(pile, "group"),
        form=form_pages.build(scan, sheet.form, sheet.context, filling),
        held=sum(1 for row in sheet.rows if row.task.holder == visit.actor().id),
        columns=", ".join([pile.key, *(field.key for field in sheet.form.questions)]),
    )


def result(each: Result) -> Outcome:
    """Tell what became of one row."""
    language = visit.language()
    return Outcome(
        line=words.say("bulk.line", language, line=each.line) if each.line else "",
        subject=each.subject,
        problem=refusals.in_full(each.problem) if each.problem else "",
    )


def cells(row: Row, columns: Sequence[str]) -> tuple[str, ...]:
    """Write a row as a line of a table; what is not known yet stays empty."""
    known = {**row.facts, _CASE: row.task.case_no}
    return tuple("" if known.get(name) is None else str(known[name]) for name in columns)


def _row(row: Row, pile: Pile) -> RowOnPage:
    task, language = row.task, visit.language()
    due = instants.parse(task.due) if task.due else None
    at = moments.due(due, visit.now(), language) if due else ""
    return RowOnPage(
        url=url_for("desk.task", task_id=task.task_id),
        case_no=task.case_no,
        key=row.key,
        group=units.name(row.group),
        due=words.say("deadline.at_provisional", language, at=at) if task.provisional else at,
        late=due is not None and due <= visit.now(),
        batch=task.batch or "",
        batch_url=_address(pile, batch=task.batch) if task.batch else "",
    )


def _groups(sheet: PileSheet) -> tuple[GroupOnPage, ...]:
    if not sheet.pile.group:
        return ()
    counts: dict[str, int] = {}
    for row in sheet.rows:
        counts[row.group] = counts.get(row.group, 0) + 1
    return tuple(GroupOnPage(code, units.name(code), counts[code]) for code in sorted(counts))


def _address(pile: Pile, endpoint: str = "pile", **more: str) -> str:
    wanted: dict[str, Any] = {name: text for name, text in more.items() if text}
    return url_for(f"bulk.{endpoint}", process_id=pile.process_id, element=pile.element, **wanted)
