"""Settings of the office: what is in force, from when, on what ground, and who reads it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from engine.commands import dated_settings as commands
from engine.commands.dated_settings import SettingText
from engine.core import instants, office_settings
from engine.core.errors import EngineError, NotPermitted
from engine.core.office_settings import DECLARED, DeclaredSetting, SettingKind
from engine.core.open_points import OPEN_POINTS, ChangedIn, OpenPoint
from engine.store.queries import dated_settings as queries
from engine.store.queries.dated_settings import DatedSettingRow
from web import errors, moments, units, visit, words

BLUEPRINT = Blueprint("office_settings", __name__)
TOLD = ("proposed", "approved", "turned_down")
_PAGES = {ChangedIn.UNITS: "office_units.page", ChangedIn.CALENDARS: "calendars.page"}


@dataclass(frozen=True, slots=True)
class ValueRow:
    """A value of a setting with its day and source: past, in force or future."""

    valid_from: str
    value: str
    source: str
    about: str
    # past | now | future
    when: str


@dataclass(frozen=True, slots=True)
class WaitingValue:
    """A value that waits for a second person."""

    what: str
    source: str
    about: str
    # "" where this guest is not the second person
    approve_url: str
    turn_down_url: str


@dataclass(frozen=True, slots=True)
class SettingRow:
    """A setting: what it is for, its value today, and all its values."""

    name: str
    help: str
    value: str
    source: str
    read_by: str
    default: str
    values: tuple[ValueRow, ...]
    choices: tuple[tuple[str, str], ...]
    is_number: bool
    lowest: int
    highest: int


@dataclass(frozen=True, slots=True)
class PointRow:
    """A point that the law leaves open: the default, and where it is changed."""

    text: str
    where: str
    # addresses and names of settings, or of the page that holds it
    places: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class SettingsPage:
    """All dated settings of the office."""

    told: str
    problem: str
    waiting: tuple[WaitingValue, ...]
    settings: tuple[SettingRow, ...]
    points: tuple[PointRow, ...]
    # what was proposed, to be corrected
    given: SettingText


@BLUEPRINT.get("/settings")
def page() -> ResponseReturnValue:
    """Show every dated setting."""
    _looked_after()
    return render_template("settings.html", page=_page(SettingText("", "", "", "")))


@BLUEPRINT.post("/settings")
def propose() -> ResponseReturnValue:
    """Propose a value for a setting from a day on."""
    _looked_after()
    form = request.form
    fields = ("name", "value", "valid_from", "source")
    given = SettingText(*(form.get(field, "") for field in fields))
    try:
        commands.propose(visit.engine(), given, visit.actor())
    except EngineError as refused:
        content = _page(given, words.sentence(refused.code, refused.parameters, visit.language()))
        return render_template("settings.html", page=content), errors.status_of(refused)
    return redirect(url_for("office_settings.page", told="proposed"), 303)


@BLUEPRINT.post("/settings/<proposal_id>/approve")
def approve(proposal_id: str) -> ResponseReturnValue:
    """Approve a value that somebody else proposed."""
    commands.approve(visit.engine(), proposal_id, visit.actor())
    return redirect(url_for("office_settings.page", told="approved"), 303)


@BLUEPRINT.post("/settings/<proposal_id>/turn-down")
def turn_down(proposal_id: str) -> ResponseReturnValue:
    """Turn a proposed value down."""
    commands.turn_down(visit.engine(), proposal_id, visit.actor())
    return redirect(url_for("office_settings.page", told="turned_down"), 303)


def _looked_after() -> None:
    if not commands.may_see(visit.actor()):
        raise NotPermitted("not_for_this_actor")


def _page(given: SettingText, problem: str = "") -> SettingsPage:
    told = request.args.get("told", "")
    rows = [row for row in queries.everything(visit.engine().store) if row.name in DECLARED]
    return SettingsPage(
        told=words.say(f"settings.{told}", visit.language()) if told in TOLD else "",
        problem=problem,
        waiting=tuple(_waiting(row) for row in rows if row.settled_at is None),
        settings=tuple(_setting(one, rows) for one in DECLARED.values()),
        points=tuple(map(_point, OPEN_POINTS)),
        given=given,
    )


def _point(point: OpenPoint) -> PointRow:
    language, endpoint = visit.language(), _PAGES.get(point.changed_in)
    places = tuple(
        (f"#{name}", words.say(f"settings.help.{name}", language)) for name in point.settings
    )
    if endpoint is not None:
        places = ((url_for(endpoint), words.say(f"place.{point.changed_in}", language)),)
    return PointRow(
        text=words.say(f"settings.open.{point.name}", language),
        where=words.say(f"settings.changed_in.{point.changed_in}", language),
        places=places,
    )


def _setting(declared: DeclaredSetting, rows: list[DatedSettingRow]) -> SettingRow:
    today = moments.local(visit.now()).date()
    settings = visit.engine().clocks.settings
    value = settings.at(declared.name, today)
    own = [row for row in rows if row.name == declared.name and row.ending == "approved"]
    return SettingRow(
        name=declared.name,
        help=words.say(f"settings.help.{declared.name}", visit.language()),
        value=_shown(declared, office_settings.written(value)),
        source=words.say(f"settings.from.{declared.name}", visit.language()),
        read_by=", ".join(declared.read_by),
        default=_shown(declared, office_settings.written(declared.default)),
        values=tuple(_value(declared, row, own, today) for row in sorted(own, key=_by_day)),
        choices=tuple((choice, _shown(declared, choice)) for choice in declared.choices),
        is_number=declared.kind is SettingKind.NUMBER,
        lowest=declared.lowest,
        highest=declared.highest,
    )


def _by_day(row: DatedSettingRow) -> tuple[str, str]:
    return row.valid_from, row.settled_at or ""


def _value(
    declared: DeclaredSetting, row: DatedSettingRow, own: list[DatedSettingRow], today: date
) -> ValueRow:
    begun = [each for each in own if date.fromisoformat(each.valid_from) <= today]
    in_force = max(begun, key=_by_day) if begun else None
    future = date.fromisoformat(row.valid_from) > today
    return ValueRow(
        valid_from=row.valid_from,
        value=_shown(declared, row.value),
        source=row.source,
        about=_about(row),
        when="now" if row == in_force else "future" if future else "past",
    )


def _waiting(row: DatedSettingRow) -> WaitingValue:
    shown = _shown(DECLARED[row.name], row.value)
    others = visit.actor().id != row.proposed_by
    language = visit.language()
    return WaitingValue(
        what=words.say("settings.what", language, name=row.name, value=shown, day=row.valid_from),
        source=row.source,
        about=_about(row),
        approve_url=url_for("office_settings.approve", proposal_id=row.id) if others else "",
        turn_down_url=url_for("office_settings.turn_down", proposal_id=row.id),
    )


def _about(row: DatedSettingRow) -> str:
    by, at = row.proposed_by, row.proposed_at
    key = "settings.by"
    if row.settled_by and row.settled_at:
        key = "settings.by_alone" if row.settled_by == row.proposed_by else "settings.by_two"
        at = row.settled_at
    moment = moments.short(instants.parse(at), visit.now(), visit.language())
    return words.say(key, visit.language(), name=by, second=row.settled_by or "", at=moment)


def _shown(declared: DeclaredSetting, text: str) -> str:
    """Write a value for people: choices in words, counties by name."""
    if declared.kind is SettingKind.CHOICE:
        return words.say(f"settings.choice.{declared.name}.{text}", visit.language())
    if declared.kind is SettingKind.COUNTIES:
        named = ", ".join(units.name(code) for code in text.split())
        return named or words.say("settings.nobody", visit.language())
    return text
