"""Dated settings: proposed by one person, approved by another, in force from a day on."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from engine.commands import dated_settings, offices, organisation
from engine.commands.dated_settings import SettingText
from engine.commands.engine import Engine
from engine.core.clocks import Count
from engine.core.deadlines import Unit
from engine.core.errors import Conflict, InvalidInput, NotFound, NotPermitted
from engine.core.instants import ZONE
from engine.core.office_settings import DECLARED
from engine.core.people import Actor, Grant
from engine.store.queries import dated_settings as queries
from tests.server.conftest import Clock, deeds

ROOT = Path(__file__).resolve().parents[2]
TODAY = date(2026, 3, 16)
TOMORROW = TODAY + timedelta(days=1)
TWELVE = SettingText("supplement_days", "12", TOMORROW.isoformat(), "黔公通〔2026〕3号")


@pytest.fixture
def office_url(database_url: str) -> str:
    """Every test of this file runs on both kinds of store."""
    return database_url


@pytest.fixture
def office(engine: Engine, first: Actor) -> Engine:
    """A real office with its units."""
    organisation.load_divisions(engine)
    return offices.refreshed(engine)


def test_a_lone_administrator_decides_and_the_history_says_so(
    office: Engine, first: Actor
) -> None:
    dated_settings.propose(office, TWELVE, first)

    settings = offices.refreshed(office).clocks.settings
    assert (settings.at("supplement_days", TODAY), settings.at("supplement_days", TOMORROW)) == (
        10,
        12,
    )
    assert deeds(office)[-2:] == ["setting_proposed", "setting_approved"]


def test_with_two_administrators_a_value_waits_for_the_second(
    office: Engine, first: Actor, second: Actor
) -> None:
    proposal = dated_settings.propose(office, TWELVE, first)
    assert offices.refreshed(office) is office

    dated_settings.approve(office, proposal, second)

    assert offices.refreshed(office).clocks.settings.at("supplement_days", TOMORROW) == 12
    with pytest.raises(Conflict, match="setting_settled"):
        dated_settings.approve(office, proposal, second)


def test_nobody_approves_an_own_value(office: Engine, first: Actor, second: Actor) -> None:
    proposal = dated_settings.propose(office, TWELVE, first)

    with pytest.raises(NotPermitted, match="second_person_needed"):
        dated_settings.approve(office, proposal, first)


def test_a_value_that_was_turned_down_never_counts(
    office: Engine, first: Actor, second: Actor
) -> None:
    proposal = dated_settings.propose(office, TWELVE, first)

    dated_settings.turn_down(office, proposal, second)

    assert offices.refreshed(office) is office
    assert [row.ending for row in queries.everything(office.store)] == ["turned_down"]
    assert deeds(office)[-1] == "setting_turned_down"


def test_a_value_is_not_approved_after_its_day(
    office: Engine, first: Actor, second: Actor, clock: Clock
) -> None:
    proposal = dated_settings.propose(office, TWELVE, first)
    clock.advance(days=2)

    with pytest.raises(InvalidInput, match="setting_day_passed"):
        dated_settings.approve(office, proposal, second)


def test_of_two_values_for_one_day_the_one_approved_last_counts(
    office: Engine, first: Actor, clock: Clock
) -> None:
    dated_settings.propose(office, TWELVE, first)
    clock.advance(minutes=1)

    dated_settings.propose(
        office, SettingText("supplement_days", "15", TOMORROW.isoformat(), "corrected"), first
    )

    assert offices.refreshed(office).clocks.settings.at("supplement_days", TOMORROW) == 15


@pytest.mark.parametrize(
    ("given", "code"),
    [
        (SettingText("colour", "red", "2026-04-01", "s"), "setting_unknown"),
        (SettingText("supplement_days", "0", "2026-04-01", "s"), "setting_unusable"),
        (SettingText("supplement_days", "12", "2026-03-15", "s"), "setting_day_passed"),
        (SettingText("supplement_days", "12", "soon", "s"), "setting_day_unreadable"),
        (SettingText("supplement_days", "12", "2026-04-01", " "), "setting_source_missing"),
        (SettingText("remote_counties", "520100", "2026-04-01", "s"), "setting_unusable"),
    ],
)
def test_what_cannot_stand_is_refused(
    office: Engine, first: Actor, given: SettingText, code: str
) -> None:
    with pytest.raises(InvalidInput, match=code):
        dated_settings.propose(office, given, first)


def test_an_unknown_county_is_not_remote(office: Engine, first: Actor) -> None:
    with pytest.raises(NotFound):
        dated_settings.propose(
            office, SettingText("remote_counties", "529999", "2026-04-01", "s"), first
        )


def test_settings_are_the_provinces_and_its_administrators(office: Engine, first: Actor) -> None:
    clerk = Actor("wei", "Wei", "520102", (Grant("clerk", "520102"),))
    below = Actor("nan", "Nan", "520102", (Grant("administrator", "520102"),))

    for actor in (clerk, below):
        with pytest.raises(NotPermitted, match="settings_not_yours"):
            dated_settings.propose(office, TWELVE, actor)
        with pytest.raises(NotPermitted, match="settings_not_yours"):
            dated_settings.approve(office, "x", actor)
        with pytest.raises(NotPermitted, match="settings_not_yours"):
            dated_settings.turn_down(office, "x", actor)
    with pytest.raises(NotFound, match="setting_proposal_unknown"):
        dated_settings.turn_down(office, "x", first)


def test_after_hours_counts_as_the_next_working_day_where_the_office_says_so(
    office: Engine, first: Actor
) -> None:
    evening = datetime(2026, 3, 18, 18, tzinfo=ZONE)
    before = office.clocks.deadline(evening, Count(Unit.WORKING, 3)).due

    dated_settings.propose(
        office, SettingText("start_cutoff", "office_close", "2026-03-16", "by notice"), first
    )

    clocks = offices.refreshed(office).clocks
    morning = clocks.deadline(datetime(2026, 3, 18, 10, tzinfo=ZONE), Count(Unit.WORKING, 3)).due
    assert before == morning == datetime(2026, 3, 23, 9, tzinfo=UTC)
    assert clocks.deadline(evening, Count(Unit.WORKING, 3)).due == datetime(
        2026, 3, 24, 9, tzinfo=UTC
    )


@pytest.mark.parametrize("name", DECLARED)
def test_every_setting_is_read_where_it_says(name: str) -> None:
    for reader in DECLARED[name].read_by:
        path = ROOT / reader if "/" in reader else ROOT / "processes" / reader

        text = path.read_text("utf-8").replace("&#34;", '"').replace("&quot;", '"')
        text = text.replace('\\"', '"')
        assert re.search(rf'"{name}"', text), f"{reader} does not read {name}"
