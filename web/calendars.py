"""Calendars: which years have a decree, decrees that wait, and what each would move."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from engine.commands import calendars, office_calendars, recounts
from engine.commands.office_calendars import DecreedYear
from engine.core import decrees
from engine.core.business_calendar import NATION
from engine.core.decrees import DecreeRefused, DecreeText
from engine.core.errors import InvalidInput
from engine.core.findings import Finding
from engine.core.lunar_calendar import FIRST_YEAR, LAST_YEAR
from engine.store.queries import calendars as queries
from engine.store.queries.calendars import ProposalRow
from web import calendar_proposals, calendar_years, errors, inputs, moments, visit, words
from web.calendar_years import YearPicture

BLUEPRINT = Blueprint("calendars", __name__)
TOLD = ("approved", "turned_down")
# stands in a calendar file for a number that could not be read
UNREAD = "unconfirmed"
# from this month on a missing decree for the next year is told
_AUTUMN = 10
_AROUND = range(-2, 3)


@dataclass(frozen=True, slots=True)
class YearCell:
    """A year of a calendar in the table, by its decree or projected."""

    text: str
    projected: bool
    url: str
    here: bool


@dataclass(frozen=True, slots=True)
class Listed:
    """A decree in a list."""

    url: str
    what: str
    decree: str
    about: str


@dataclass(frozen=True, slots=True)
class CalendarsPage:
    """The calendars of the office."""

    told: str
    # the next year where it still has no decree, else 0
    missing: int
    left: int
    waiting: tuple[Listed, ...]
    settled: tuple[Listed, ...]
    years: tuple[int, ...]
    regions: tuple[tuple[str, tuple[YearCell, ...]], ...]
    picture: YearPicture
    decree: str
    source: str
    choices: tuple[tuple[str, str], ...]
    # what was handed in, to be corrected
    given: DecreeText
    wrongs: tuple[str, ...] = ()


@BLUEPRINT.get("/calendars")
def page() -> ResponseReturnValue:
    """Show the calendars, one year of one as a picture."""
    visit.only(*calendars.ROLES)
    year = moments.local(visit.now()).year
    given = DecreeText(NATION, year + 1, "", "", "")
    return render_template("calendars.html", page=_page(given))


@BLUEPRINT.post("/calendars")
def propose() -> ResponseReturnValue:
    """Propose a decree, and go on to what it would move."""
    visit.only(*calendars.ROLES)
    given = DecreeText(NATION, 0, "", "", "")
    try:
        given = _given()
        made = calendars.propose(visit.engine(), given, visit.actor())
    except DecreeRefused as refused:
        wrongs = tuple(_wrong(finding) for finding in refused.findings)
        status = errors.status_of(refused)
        return render_template("calendars.html", page=_page(given, wrongs)), status
    return redirect(url_for("calendars.proposal", proposal_id=made), 303)


@BLUEPRINT.get("/calendars/proposals/<proposal_id>")
def proposal(proposal_id: str) -> ResponseReturnValue:
    """Show a proposed decree with everything that it would move."""
    preview = calendars.preview(visit.engine(), proposal_id, visit.actor())
    content = calendar_proposals.page(preview)
    return render_template("calendar_proposal.html", page=content)


@BLUEPRINT.post("/calendars/proposals/<proposal_id>/approve")
def approve(proposal_id: str) -> ResponseReturnValue:
    """Put the decree in force."""
    version = inputs.number(request.form.get("seen", ""))
    calendars.approve(visit.engine(), proposal_id, version, visit.actor())
    return redirect(url_for("calendars.page", told="approved"), 303)


@BLUEPRINT.post("/calendars/proposals/<proposal_id>/turn-down")
def turn_down(proposal_id: str) -> ResponseReturnValue:
    """Turn the decree down."""
    calendars.turn_down(visit.engine(), proposal_id, visit.actor())
    return redirect(url_for("calendars.page", told="turned_down"), 303)


def _given() -> DecreeText:
    form, upload = request.form, request.files.get("file")
    text = decrees.decoded(upload.read()) if upload else form.get("text", "")
    return DecreeText(
        calendar=form.get("calendar", ""),
        year=_year(form.get("year", "")) or 0,
        decree=form.get("decree", ""),
        source=form.get("source", ""),
        text=text,
    )


def _page(given: DecreeText, wrongs: tuple[str, ...] = ()) -> CalendarsPage:
    engine, told = visit.engine(), request.args.get("told", "")
    code, year = _shown()
    known = office_calendars.decreed(engine)
    rows = queries.latest(engine.store)
    about = known.get((code, year)) or DecreedYear(code, year, "", "")
    return CalendarsPage(
        told=words.say(f"calendars.{told}", visit.language()) if told in TOLD else "",
        missing=_missing(known),
        left=recounts.left(engine),
        waiting=tuple(_listed(row) for row in rows if row.settled_at is None),
        settled=tuple(_listed(row) for row in rows if row.settled_at is not None),
        years=_years(),
        regions=_regions(known, (code, year)),
        picture=calendar_years.picture(year, engine.clocks.calendars.calendar(code)),
        decree=_number(about) if about.decree else _rests(code, known),
        source=about.source,
        choices=_choices(),
        given=given,
        wrongs=wrongs,
    )


def _shown() -> tuple[str, int]:
    this = moments.local(visit.now()).year
    code = request.args.get("calendar", NATION)
    if code not in visit.engine().clocks.calendars.by_code:
        raise InvalidInput("unknown_calendar", calendar=code)
    return code, _year(request.args.get("year", "")) or this


def _year(text: str) -> int | None:
    year = inputs.number(text)
    return year if FIRST_YEAR <= year <= LAST_YEAR else None


def _years() -> tuple[int, ...]:
    this = moments.local(visit.now()).year
    return tuple(this + step for step in _AROUND if FIRST_YEAR <= this + step <= LAST_YEAR)


def _missing(known: Mapping[tuple[str, int], DecreedYear]) -> int:
    today = moments.local(visit.now()).date()
    told = today.month >= _AUTUMN and (NATION, today.year + 1) not in known
    return today.year + 1 if told else 0


def _regions(
    known: Mapping[tuple[str, int], DecreedYear], here: tuple[str, int]
) -> tuple[tuple[str, tuple[YearCell, ...]], ...]:
    codes = sorted({code for code, _ in known} | {NATION}, key=lambda code: (code != NATION, code))
    return tuple(
        (
            calendar_years.name(code),
            tuple(_cell(code, year, known.get((code, year)), here) for year in _years()),
        )
        for code in codes
    )


def _number(decreed: DecreedYear) -> str:
    """Give the number of a decree, in words where it could not be read."""
    unread = decreed.decree == UNREAD
    return words.say("calendars.unread", visit.language()) if unread else decreed.decree


def _cell(code: str, year: int, decreed: DecreedYear | None, here: tuple[str, int]) -> YearCell:
    projected = words.say("calendars.projected", visit.language())
    return YearCell(
        text=_number(decreed) if decreed else projected,
        projected=decreed is None,
        url=url_for("calendars.page", calendar=code, year=year, _anchor="picture"),
        here=here == (code, year),
    )


def _rests(code: str, known: Mapping[tuple[str, int], DecreedYear]) -> str:
    rules = known.get((code, 0)) or known.get((NATION, 0))
    decree = _number(rules) if rules else ""
    return words.say("calendars.rests", visit.language(), decree=decree)


def _choices() -> tuple[tuple[str, str], ...]:
    engine, actor = visit.engine(), visit.actor()
    codes = sorted(engine.clocks.calendars.by_code, key=lambda code: (code != NATION, code))
    mine = (code for code in codes if calendars.may_see(engine, actor, code))
    return tuple((code, f"{code} · {calendar_years.name(code)}") for code in mine)


def _listed(row: ProposalRow) -> Listed:
    language = visit.language()
    name = calendar_years.name(row.calendar)
    return Listed(
        url=url_for("calendars.proposal", proposal_id=row.id),
        what=words.say("calendars.about", language, calendar=name, year=row.year),
        decree=row.decree,
        about=calendar_proposals.about(row),
    )


def _wrong(finding: Finding) -> str:
    language = visit.language()
    text = words.sentence(finding.code, finding.parameters, language)
    if finding.element is None:
        return text
    return words.say("calendars.line", language, line=finding.element, text=text)
