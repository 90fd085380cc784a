"""Units as data of the office: founded, added, changed, closed, and noticed by every process."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import time

import pytest

from engine.commands import (
    accounts,
    form_answers,
    grants,
    offices,
    organisation,
    process_definitions,
    process_instances,
    units,
)
from engine.commands.accounts import NewAccount
from engine.commands.engine import Engine
from engine.commands.units import UnitText
from engine.core.errors import Conflict, InvalidAnswers, InvalidInput, NotFound, NotPermitted
from engine.core.organisation import UnitKind
from engine.core.people import SYSTEM, Actor, Grant
from engine.store.issuing_organs import StoredIssuingOrgans
from engine.store.queries import timers
from forms.posted import Posted
from tests.bpmn.drawing import draw, end, lane, path, process, start, timer_on, user
from tests.commands.procedures import form
from tests.server.conftest import SECRET, deeds, person

STATION = "520102007"
NAMES = {"zh-Hans": "七里派出所", "en": "Qili Police Station", "es": "Comisaría de Qili"}
QILI = UnitText(NAMES, "七里路7号", "09:00-12:00 13:00-16:30")
CHOICE = form(
    {
        "type": "select",
        "key": "accepting_station",
        "label": "Station",
        "valuesKey": "stations",
        "properties": {"class": "P1", "rule": "station"},
    }
)
CHECKED = process(
    "p",
    lane("citizen", "start", role="applicant", jurisdiction="own_case"),
    lane("desk", "check", "end", jurisdiction="station"),
    start(instants="begun_at"),
    user("check"),
    timer_on(
        "check",
        "late",
        "working days after(begun_at, 3)",
        deadline="CLK-PRE",
        kind="breach",
        legalBasis="Art. 12",
    ),
    end(),
    path("start", "check", "end"),
    path("late", "end"),
)


@pytest.fixture
def office_url(database_url: str) -> str:
    """Every test of this file runs on both kinds of store."""
    return database_url


@pytest.fixture
def office(engine: Engine, first: Actor) -> Engine:
    """A real office with its units, and one station that somebody added."""
    organisation.load_divisions(engine)
    units.add(engine, STATION, QILI, first)
    return offices.refreshed(engine)


def citizen(engine: Engine, first: Actor) -> Actor:
    new = NewAccount("mei", "Mei", "520102", SECRET, role="applicant")
    accounts.add(engine, new, first)
    return person(engine, "mei")


def handed_in(engine: Engine, first: Actor, station: str = STATION) -> str:
    files = {"p.bpmn": draw(CHECKED), "p/start.json": CHOICE, "p/check.json": form()}
    process_definitions.deploy(engine, files, SYSTEM)
    given = Posted({"accepting_station": (station,)})
    return process_instances.start(engine, "p", citizen(engine, first), given)


def test_a_real_office_has_every_division_and_no_made_up_station(
    engine: Engine, first: Actor
) -> None:
    organisation.load_divisions(engine)

    known = offices.refreshed(engine).organisation.units.values()

    assert {kind: sum(one.kind is kind for one in known) for kind in UnitKind} == {
        UnitKind.PROVINCE: 1,
        UnitKind.PREFECTURE: 9,
        UnitKind.COUNTY: 88,
        UnitKind.STATION: 0,
        UnitKind.PRODUCTION_CENTRE: 1,
    }


@pytest.mark.parametrize(
    ("county", "organ"),
    [
        ("520102", "贵阳市公安局南明区分局"),
        ("520121", "开阳县公安局"),
        ("520181", "清镇市公安局"),
        ("522732", "三都水族自治县公安局"),
        ("520203", "六盘水市公安局六枝特区分局"),
    ],
)
def test_each_county_has_the_usual_issuing_organ(office: Engine, county: str, organ: str) -> None:
    assert office.organisation.unit(county).issuing_organ == organ


def test_a_station_is_added_below_its_county(office: Engine, first: Actor) -> None:
    added = office.organisation.unit(STATION)

    assert (added.parent, added.names, added.address) == ("520102", NAMES, "七里路7号")
    assert office.organisation.closing_time(STATION) == time(16, 30)
    assert deeds(office)[-1] == "unit_added"
    assert [one["value"] for one in form_answers.lists(office.organisation)["stations"]] == [
        STATION
    ]


@pytest.mark.parametrize("code", ["52010200", "5201020070", "520100007", "52010200x", "999999001"])
def test_a_code_that_is_none_of_a_station_is_refused(
    office: Engine, first: Actor, code: str
) -> None:
    with pytest.raises((InvalidInput, NotFound)):
        units.add(office, code, QILI, first)


def test_a_station_is_added_once(office: Engine, first: Actor) -> None:
    with pytest.raises(Conflict, match="unit_exists"):
        units.add(office, STATION, QILI, first)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (replace(QILI, names={**NAMES, "es": " "}), "unit_text_unusable"),
        (replace(QILI, address="x" * 201), "unit_text_unusable"),
        (replace(QILI, address="a\nb"), "unit_text_unusable"),
        (replace(QILI, hours="9-12"), "hours_unreadable"),
        (replace(QILI, hours="13:00-17:00 09:00-12:00"), "hours_unreadable"),
        (replace(QILI, hours="12:00-09:00"), "hours_unreadable"),
        (replace(QILI, calendar="XX"), "unknown_calendar"),
    ],
)
def test_what_cannot_stand_is_refused(
    office: Engine, first: Actor, text: UnitText, code: str
) -> None:
    with pytest.raises(InvalidInput, match=code):
        units.change(office, STATION, 1, text, first)


def test_a_change_is_noticed_by_every_process_and_kept_in_the_history(
    office: Engine, first: Actor
) -> None:
    other = offices.refreshed(office)

    units.change(office, STATION, 1, replace(QILI, calendar="522700"), first)

    assert other.clocks.calendar_of(STATION) == "520102"
    noticed = offices.refreshed(other)
    assert noticed.clocks.calendar_of(STATION) == "522700"
    assert offices.refreshed(noticed) is noticed
    assert deeds(office)[-1] == "unit_changed"


def test_a_change_over_an_older_one_is_refused(office: Engine, first: Actor) -> None:
    units.change(office, STATION, 1, QILI, first)

    with pytest.raises(Conflict, match="unit_moved_on"):
        units.change(office, STATION, 1, QILI, first)


def test_a_new_closing_hour_leaves_running_deadlines_alone(office: Engine, first: Actor) -> None:
    case = handed_in(office, first)
    before = [row.due_at for row in timers.of(office.store, case)]

    units.change(office, STATION, 1, replace(QILI, hours="09:00-15:00"), first)

    assert [row.due_at for row in timers.of(office.store, case)] == before
    assert offices.refreshed(office).organisation.closing_time(STATION) == time(15)


def test_a_station_that_is_needed_is_not_closed(office: Engine, first: Actor) -> None:
    accounts.add(office, NewAccount("wei", "Wei", STATION, SECRET, role="clerk"), first)
    handed_in(office, first)

    with pytest.raises(Conflict) as refused:
        units.close(office, STATION, first)

    assert refused.value.code == "unit_in_use"
    assert refused.value.parameters == {
        "unit": STATION,
        "tasks": 1,
        "cases": 1,
        "people": 1,
        "roles": 1,
    }


def test_a_closed_station_is_offered_to_nobody_until_it_opens_again(
    office: Engine, first: Actor
) -> None:
    units.close(office, STATION, first)
    closed = offices.refreshed(office)

    assert form_answers.lists(closed.organisation)["stations"] == ()
    with pytest.raises(InvalidAnswers):
        handed_in(closed, first)
    with pytest.raises(Conflict, match="unit_closed"):
        accounts.add(closed, NewAccount("wei", "Wei", STATION, SECRET), first)
    with pytest.raises(Conflict, match="unit_closed"):
        grants.ask(closed, "mei", Grant("clerk", STATION), first)
    units.reopen(closed, STATION, first)
    assert offices.refreshed(closed).organisation.unit(STATION).active
    assert [kind for kind in deeds(office) if kind in {"unit_closed", "unit_opened"}] == [
        "unit_closed",
        "unit_opened",
    ]


def test_units_are_the_administrators_to_change(office: Engine, first: Actor) -> None:
    wei = Actor("wei", "Wei", STATION, (Grant("clerk", STATION), Grant("head", STATION)))

    with pytest.raises(NotPermitted):
        units.add(office, "520102008", QILI, wei)
    with pytest.raises(NotPermitted):
        units.change(office, STATION, 1, QILI, wei)
    with pytest.raises(NotPermitted):
        units.close(office, STATION, wei)
    with pytest.raises(NotPermitted):
        units.reopen(office, STATION, wei)


def test_an_administrator_of_a_county_adds_its_stations_only(office: Engine) -> None:
    nan = Actor("nan", "Nan", "520102", (Grant("administrator", "520102"),))

    units.add(office, "520102008", QILI, nan)

    with pytest.raises(NotPermitted):
        units.add(office, "520103008", QILI, nan)


def test_only_stations_are_closed(office: Engine, first: Actor) -> None:
    with pytest.raises(InvalidInput, match="station_code_unusable"):
        units.close(office, "522732", first)


def test_units_stand_in_the_database_as_json_and_text(office: Engine) -> None:
    row = units.row(office.organisation.unit(STATION))

    assert json.loads(row.names) == NAMES
    assert row.hours == "09:00-12:00 13:00-16:30"


def test_a_card_names_the_organ_that_the_office_has_set(office: Engine, first: Actor) -> None:
    organs = StoredIssuingOrgans(office.store)
    nanming = office.organisation.unit("520102")
    text = UnitText(nanming.names, issuing_organ="贵阳市公安局南明分局")

    units.change(office, "520102", nanming.revision, text, first)

    assert organs.of("520102") == "贵阳市公安局南明分局"
    assert (organs.of("520103"), organs.of("110101")) == ("贵阳市公安局云岩区分局", "")
