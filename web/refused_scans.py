"""The scans of the courier that completed nothing, as the page for work in bulk lists them."""

from __future__ import annotations

from dataclasses import dataclass

from flask import url_for

from engine.commands import refused_scans
from engine.commands.refused_scans import DAYS, MOST, RefusedScan
from engine.core import instants
from engine.store.queries.piles import KeyedTask
from web import moments, visit, words

_COURIER = "courier"
_KNOWN = frozenset(
    [
        "no_such_waybill",
        "waybill_of_several",
        "invalid_answers",
        "task_held",
        "task_withdrawn",
        "task_already_completed",
    ]
)


@dataclass(frozen=True, slots=True)
class CaseLink:
    """A case that waits under the waybill of a scan."""

    case_no: str
    # of its task, "" for who does not act on it
    url: str


@dataclass(frozen=True, slots=True)
class ScanOnPage:
    """A scan that completed nothing."""

    at: str
    iso: str
    waybill_no: str
    event: str
    why: str
    # what to do about it
    advice: str
    # nothing waits for it any more
    settled: bool
    cases: tuple[CaseLink, ...]


@dataclass(frozen=True, slots=True)
class ScansOnPage:
    """The newest scans that completed nothing."""

    rows: tuple[ScanOnPage, ...]
    # says that there are older ones, "" where all are shown
    cut: str
    means: str
    empty: str


def of_guest() -> ScansOnPage | None:
    """Give the scans that completed nothing to who can act on them, None to others."""
    actor, language = visit.actor(), visit.language()
    if not refused_scans.may_see(actor):
        return None
    found = refused_scans.listed(visit.engine(), actor)
    acts = actor.holds(_COURIER)
    return ScansOnPage(
        rows=tuple(_row(scan, acts) for scan in found.scans),
        cut=words.say("scan.cut", language, most=MOST) if found.cut else "",
        means=words.say("scan.means", language, days=DAYS),
        empty=words.say("scan.empty", language, days=DAYS),
    )


def _row(scan: RefusedScan, acts: bool) -> ScanOnPage:
    language, told = visit.language(), scan.told
    code = told.reason if told.reason in _KNOWN else "other"
    at, advice = instants.parse(told.scanned_at), _advice(scan)
    return ScanOnPage(
        at=moments.short(at, visit.now(), language),
        iso=at.isoformat(),
        waybill_no=told.waybill_no,
        event=words.say(f"scan.event.{told.event}", language),
        why=words.say(f"scan.why.{code}", language),
        advice=words.say(f"scan.advice.{advice}", language),
        settled=advice == "settled",
        cases=tuple(_case(task, acts) for task in scan.waiting),
    )


def _advice(scan: RefusedScan) -> str:
    """Tell what is to be done by what waits now, not by what waited when it was refused."""
    if len(scan.waiting) > 1:
        return "several"
    if scan.waiting:
        return "held" if scan.told.reason == "task_held" else "by_hand"
    return "unknown" if scan.told.reason == "no_such_waybill" else "settled"


def _case(task: KeyedTask, acts: bool) -> CaseLink:
    return CaseLink(task.case_no, url_for("desk.task", task_id=task.task_id) if acts else "")
