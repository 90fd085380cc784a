"""Units of the office: the tree of them, and each one on its page, for administrators."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from engine.commands import units as commands
from engine.commands.units import UnitText
from engine.core import organisation
from engine.core.errors import EngineError
from engine.core.organisation import Unit, UnitKind
from engine.store.queries.units import Leaning
from web import calendar_years, errors, inputs, people, units, visit, words

BLUEPRINT = Blueprint("office_units", __name__)
TOLD = ("added", "changed", "closed", "opened")
_LANGUAGES = ("zh-Hans", "en", "es")
_USUAL_HOURS = "09:00-12:00 13:00-17:00"
_ABOVE = {UnitKind.PROVINCE, UnitKind.PRODUCTION_CENTRE}


@dataclass(frozen=True, slots=True)
class Branch:
    """A unit in the tree with those below it."""

    code: str
    name: str
    url: str
    active: bool
    below: tuple[Branch, ...] = ()


@dataclass(frozen=True, slots=True)
class UnitForm:
    """What is written about a unit, to be corrected, and what was wrong with it."""

    code: str
    given: UnitText
    # the revision that it was written over
    seen: int = 0
    problem: str = ""


@dataclass(frozen=True, slots=True)
class UnitsPage:
    """All units, or those that a search finds."""

    top: tuple[Branch, ...]
    prefectures: tuple[Branch, ...]
    searched: str
    told: str
    form: UnitForm
    calendars: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class UnitPage:
    """One unit: what is written about it, and what leans on it."""

    title: str
    kind: str
    above: tuple[Branch, ...]
    active: bool
    is_station: bool
    is_county: bool
    leaning: Leaning
    told: str
    form: UnitForm
    calendars: tuple[tuple[str, str], ...]


@BLUEPRINT.get("/units")
def page() -> ResponseReturnValue:
    """Show the tree of units, or search it."""
    visit.only(people.ADMINISTRATOR)
    return render_template("units.html", page=_page(UnitForm("", _usual())))


@BLUEPRINT.post("/units")
def add() -> ResponseReturnValue:
    """Add a police station."""
    visit.only(people.ADMINISTRATOR)
    form = UnitForm(request.form.get("code", "").strip(), _given())
    try:
        commands.add(visit.engine(), form.code, form.given, visit.actor())
    except EngineError as refused:
        wrong = UnitForm(form.code, form.given, problem=_problem(refused))
        return render_template("units.html", page=_page(wrong)), errors.status_of(refused)
    return redirect(url_for("office_units.unit", code=form.code, told="added"), 303)


@BLUEPRINT.get("/units/<code>")
def unit(code: str) -> ResponseReturnValue:
    """Show one unit."""
    visit.only(people.ADMINISTRATOR)
    found = visit.engine().organisation.unit(code)
    form = UnitForm(code, _text(found), found.revision)
    return render_template("unit.html", page=_unit_page(found, form))


@BLUEPRINT.post("/units/<code>")
def change(code: str) -> ResponseReturnValue:
    """Change what is written about a unit."""
    visit.only(people.ADMINISTRATOR)
    engine, given = visit.engine(), _given()
    revision = inputs.number(request.form.get("seen", ""))
    found = engine.organisation.unit(code)
    try:
        commands.change(engine, code, revision, given, visit.actor())
    except EngineError as refused:
        form = UnitForm(code, given, found.revision, _problem(refused))
        content = _unit_page(found, form)
        return render_template("unit.html", page=content), errors.status_of(refused)
    return redirect(url_for("office_units.unit", code=code, told="changed"), 303)


@BLUEPRINT.post("/units/<code>/close")
def close(code: str) -> ResponseReturnValue:
    """Close a station that nothing leans on."""
    commands.close(visit.engine(), code, visit.actor())
    return redirect(url_for("office_units.unit", code=code, told="closed"), 303)


@BLUEPRINT.post("/units/<code>/open")
def reopen(code: str) -> ResponseReturnValue:
    """Open a closed station again."""
    commands.reopen(visit.engine(), code, visit.actor())
    return redirect(url_for("office_units.unit", code=code, told="opened"), 303)


def _given() -> UnitText:
    form = request.form
    return UnitText(
        names={language: form.get(f"name_{language}", "") for language in _LANGUAGES},
        address=form.get("address", ""),
        hours=form.get("hours", ""),
        calendar=form.get("calendar", ""),
        issuing_organ=form.get("issuing_organ", ""),
    )


def _usual() -> UnitText:
    return UnitText(dict.fromkeys(_LANGUAGES, ""), hours=_USUAL_HOURS)


def _text(found: Unit) -> UnitText:
    return UnitText(
        names={language: found.names.get(language, "") for language in _LANGUAGES},
        address=found.address,
        hours=organisation.written_hours(found.hours),
        calendar=found.calendar,
        issuing_organ=found.issuing_organ,
    )


def _page(form: UnitForm) -> UnitsPage:
    searched = request.args.get("q", "").strip()
    known = sorted(visit.engine().organisation.units.values(), key=lambda unit: unit.code)
    shown = _found(known, searched) if searched else {unit.code for unit in known}
    listed = [unit for unit in known if unit.code in shown]
    below: dict[str, list[Unit]] = {}
    for unit in listed:
        below.setdefault(unit.parent or "", []).append(unit)
    return UnitsPage(
        top=tuple(_branch(unit, {}) for unit in listed if unit.kind in _ABOVE),
        prefectures=tuple(
            _branch(unit, below) for unit in listed if unit.kind is UnitKind.PREFECTURE
        ),
        searched=searched,
        told=_told(),
        form=form,
        calendars=_calendars(),
    )


def _found(known: Iterable[Unit], searched: str) -> set[str]:
    """Give the codes of the units that a search finds, and of those around them."""
    wanted, units_ = searched.casefold(), visit.engine().organisation
    hits = [
        unit
        for unit in known
        if wanted in f"{unit.code} {' '.join(unit.names.values())} {unit.address}".casefold()
    ]
    return {code for unit in hits for code in (unit.code, *units_.parents(unit.code))}


def _branch(unit: Unit, below: Mapping[str, list[Unit]]) -> Branch:
    return Branch(
        code=unit.code,
        name=units.name(unit.code),
        url=url_for("office_units.unit", code=unit.code),
        active=unit.active,
        below=tuple(_branch(each, below) for each in below.get(unit.code, ())),
    )


def _unit_page(found: Unit, form: UnitForm) -> UnitPage:
    engine = visit.engine()
    above = [engine.organisation.unit(code) for code in engine.organisation.parents(found.code)]
    return UnitPage(
        title=units.name(found.code),
        kind=words.say(f"units.kind.{found.kind.value}", visit.language()),
        above=tuple(_branch(unit, {}) for unit in reversed(above)),
        active=found.active,
        is_station=found.kind is UnitKind.STATION,
        is_county=found.kind is UnitKind.COUNTY,
        leaning=commands.leaning(engine, found.code),
        told=_told(),
        form=form,
        calendars=_calendars(),
    )


def _calendars() -> tuple[tuple[str, str], ...]:
    codes = sorted(visit.engine().clocks.calendars.by_code)
    return tuple((code, f"{code} · {calendar_years.name(code)}") for code in codes)


def _told() -> str:
    told = request.args.get("told", "")
    return words.say(f"units.{told}", visit.language()) if told in TOLD else ""


def _problem(refused: EngineError) -> str:
    return words.sentence(refused.code, refused.parameters, visit.language())
