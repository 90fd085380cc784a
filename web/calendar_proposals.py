"""A proposed decree on its page: what it would move, and its year as a picture."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from engine.commands import calendars, moved_deadlines, recounts
from engine.commands.calendars import Preview
from engine.commands.moved_deadlines import MovedTogether
from engine.core import instants
from engine.store.queries.calendars import ProposalRow
from web import calendar_years, moments, units, visit, words
from web.calendar_years import YearPicture


@dataclass(frozen=True, slots=True)
class MovedRow:
    """Deadlines of one clock that move from one instant to another."""

    clock: str
    old: str
    new: str
    provisional: bool
    number: int


@dataclass(frozen=True, slots=True)
class ProposalPage:
    """A decree and what it moves."""

    id: str
    title: str
    decree: str
    source: str
    about: str
    # "" | approved | turned_down
    ending: str
    # deadlines that wait to be counted again
    left: int
    moves: str
    stays: str
    # how many citizens will be told of a new date
    told: str
    units: tuple[tuple[str, tuple[MovedRow, ...]], ...]
    picture: YearPicture
    # version that the preview was compared with
    seen: int
    may_approve: bool
    # approving one's own proposal, as the only administrator
    alone: bool


def page(preview: Preview) -> ProposalPage:
    """Write a proposed decree with everything that it would move."""
    language, proposal = visit.language(), preview.proposal
    name = calendar_years.name(proposal.calendar)
    may_approve = calendars.may_approve(visit.engine(), proposal, visit.actor())
    calendar = preview.calendars.calendar(proposal.calendar)
    return ProposalPage(
        id=proposal.id,
        title=words.say("calendars.title", language, calendar=name, year=proposal.year),
        decree=proposal.decree,
        source=proposal.source,
        about=about(proposal),
        ending=proposal.ending or "",
        left=recounts.left(visit.engine()),
        moves=_moves(preview),
        stays=words.count("calendars.stays", preview.settled, language) if preview.settled else "",
        told=_told(preview),
        units=_units(preview),
        picture=calendar_years.picture(proposal.year, calendar),
        seen=preview.version,
        may_approve=may_approve,
        alone=may_approve and visit.actor().id == proposal.proposed_by,
    )


def about(row: ProposalRow) -> str:
    """Say who proposed or settled a decree, and when."""
    key = f"by_{row.ending}" if row.ending else "by"
    at = instants.parse(row.settled_at or row.proposed_at)
    return words.say(
        f"calendars.{key}",
        visit.language(),
        name=row.settled_by or row.proposed_by,
        at=moments.short(at, visit.now(), visit.language()),
        moved=row.moved,
    )


def _moves(preview: Preview) -> str:
    if not preview.moves:
        return words.say("calendars.moves_none", visit.language())
    return words.count("calendars.moves", len(preview.moves), visit.language())


def _told(preview: Preview) -> str:
    if not preview.told:
        return words.say("calendars.told_none", visit.language()) if preview.moves else ""
    return words.count("calendars.told", preview.told, visit.language())


def _units(preview: Preview) -> tuple[tuple[str, tuple[MovedRow, ...]], ...]:
    by_unit: dict[str, list[MovedRow]] = {}
    for one in moved_deadlines.together(preview.moves):
        by_unit.setdefault(one.unit, []).append(_row(one))
    return tuple((units.name(code) or "–", tuple(rows)) for code, rows in by_unit.items())


def _row(one: MovedTogether) -> MovedRow:
    reminder = words.say("calendars.reminder", visit.language())
    return MovedRow(
        clock=f"{one.clock} · {reminder}" if one.kind == "reminder" else one.clock or "–",
        old=_due(one.old),
        new=_due(one.new),
        provisional=one.provisional,
        number=one.number,
    )


def _due(instant: datetime) -> str:
    return moments.due(instant, visit.now(), visit.language())
