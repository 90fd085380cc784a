"""The sixteen weeks of the demo: played by its people, with a clock that travels."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random

import pytest
from sqlalchemy import select

import server
from engine.command_line import demo
from engine.commands import demo_hours, demo_office, demo_weeks, history, shipped_files
from engine.commands.demo_weeks import Weeks
from engine.commands.engine import Engine
from engine.core import identity_numbers, instants
from engine.store import database, tables
from engine.store.queries import incidents
from engine.store.statements import Statement
from engine.store.transaction import reading
from forms import form as forms
from tests.server.conftest import Run

NOW = datetime(2026, 11, 25, 4, 30, tzinfo=UTC)
FEW, ALL = 12, 500
WEEKS = demo_weeks.read(shipped_files.text(server.PROCESSES / "demo-weeks.toml"))
PERSONAS = demo_office.personas(shipped_files.text(server.PROCESSES / "demo-office.toml"))
# roles of the demo's own people for whom something waits
WORKING = {
    *("clerk", "window", "head", "reviewer", "signer", "leader", "investigator"),
    *("prefecture", "province", "director", "maker", "dispatcher"),
}
PEOPLE = demo_weeks.citizens(shipped_files.text(server.PROCESSES / "demo-people.csv"))


@dataclass(frozen=True)
class Played:
    """A demo office with its weeks behind it."""

    engine: Engine
    puzzled: Mapping[str, int]
    told: list[tuple[int, int]]

    def rows(self, table: str, *columns: str) -> list[tuple[object, ...]]:
        found = tables.METADATA.tables[table]
        statement = Statement(f"played_{table}", select(*(found.c[name] for name in columns)))
        with reading(self.engine.store) as tx:
            return [tuple(row) for row in tx.all(statement)]


def play(path: Path, applications: int) -> Played:
    url = f"sqlite:///{path}"
    assembled = server.assemble(server.Settings(demo=True, database_url=url), lasting=False)
    engine, told = replace(assembled, clock=lambda: NOW), []  # type: ignore[var-annotated]
    puzzled = demo.furnish_weeks(
        engine, server.ROOT, applications, lambda *days: told.append(days)
    )
    return Played(engine, puzzled, told)


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Played]:
    """A dozen applications, by the same code as the five hundred."""
    office = play(tmp_path_factory.mktemp("weeks") / "demo.db", FEW)
    yield office
    database.close(office.engine.store)


def test_nobody_is_puzzled_by_a_task(played: Played) -> None:
    assert dict(played.puzzled) == {}


def test_every_application_is_filed_within_the_weeks(played: Played) -> None:
    filed = [str(at) for (at,) in played.rows("process_instance", "started_at")]

    assert len(filed) >= FEW + 3
    assert min(filed) >= instants.text(NOW - timedelta(days=WEEKS.days))
    assert max(filed) <= instants.text(NOW)


def test_nothing_lies_in_the_future_and_every_proof_holds(played: Played) -> None:
    latest = max(str(at) for (at,) in played.rows("history", "at"))

    assert latest <= instants.text(NOW)
    assert history.verify(played.engine).broken == ()


def test_no_timer_that_is_due_was_left_behind(played: Played) -> None:
    waiting = [
        due
        for due, ended in played.rows("timer", "due_at", "ended_at")
        if ended is None and str(due) <= instants.text(NOW)
    ]

    assert waiting == []


def test_the_passing_of_the_weeks_is_told(played: Played) -> None:
    assert played.told[-1] == (WEEKS.days, WEEKS.days)
    assert [done for done, _ in played.told] == sorted(done for done, _ in played.told)


def test_colleagues_work_in_office_hours_only(played: Played) -> None:
    staff = {str(one) for one, _ in played.rows("grant", "account_id", "role")} - {
        str(one) for one, role in played.rows("grant", "account_id", "role") if role == "applicant"
    }
    done = [
        instants.parse(str(at)).astimezone(instants.ZONE)
        for kind, actor, at in played.rows("history", "kind", "actor", "at")
        if kind == "user_task_completed" and actor in staff and "." in str(actor)
    ]

    works = played.engine.clocks.calendars.calendar("520000").is_working_day
    assert done
    assert not [at for at in done if not 9 <= at.hour < 18 or not works(at.date())]


@pytest.mark.parametrize("days", [0, 1, 5])
def test_a_holiday_is_no_working_day(days: int) -> None:
    calendar = shipped_files.calendars(server.PROCESSES).calendar("520000")
    eve = datetime(2026, 9, 30, 8, 59, 30, tzinfo=UTC)

    drawn = [demo_hours.at_work(Random(seed), calendar, eve, days) for seed in range(50)]

    assert all(calendar.is_working_day(at.date()) for at in drawn)
    assert all(at > eve for at in drawn)


def test_citizens_are_made_up_and_live_in_every_county() -> None:
    counties = {one.division for one in PEOPLE[:ALL]}

    assert len({one.id_number for one in PEOPLE}) == len(PEOPLE) == demo.MOST_APPLICATIONS
    assert all(one.id_number.startswith("520199") for one in PEOPLE)
    assert all(identity_numbers.check(one.id_number, NOW.date()) for one in PEOPLE)
    assert len(counties) == 88


@pytest.mark.parametrize("applications", ["0", "561", "many", ""])
def test_a_number_of_applications_that_makes_no_sense_is_refused(
    run: Run, monkeypatch: pytest.MonkeyPatch, applications: str
) -> None:
    monkeypatch.setenv("DEMO", "1")

    code, out, err = run("demo", f"--applications={applications}")

    assert (code, out, err.count("\n")) == (1, "", 1)


def test_the_weeks_name_nothing_that_is_not_drawn() -> None:
    files = shipped_files.resources(server.ROOT)
    fields = {
        name.partition("/")[2].removesuffix(".json"): {
            field.key for field in forms.read(body).fields
        }
        for name, body in files.items()
        if name.endswith(".json")
    }

    assert list(names(WEEKS, fields)) == []


def names(weeks: Weeks, fields: Mapping[str, set[str]]) -> Iterator[str]:
    """Give every element or field that the weeks name and no form has."""
    said = [(element, answers) for element, answers in weeks.answers.items()]
    for way in weeks.ways:
        said += [(element, each) for element, all_ in way.answers.items() for each in all_]
        said += [(deed.message, deed.answers) for deed in way.deeds if deed.message]
        yield from (f"{way.name}: {each}" for each in way.left - set(fields))
    for element, answers in said:
        if element in fields:
            yield from (f"{element}: {each}" for each in set(answers) - fields[element])
        elif element not in {way.process for way in weeks.ways}:
            yield element


@pytest.mark.long
def test_five_hundred_applications_go_every_way(tmp_path: Path) -> None:
    played = play(tmp_path / "demo.db", ALL)

    statuses = {str(status) for (status,) in played.rows("process_instance", "status")}
    stations = {
        json.loads(str(value))[:6]
        for field, value in played.rows("answer", "field", "value")
        if field == "accepting_station" and value
    }
    fired = {kind for kind, ending in played.rows("timer", "kind", "ending") if ending == "fired"}
    waiting = {
        (str(role), str(unit))
        for role, unit, ended in played.rows("user_task", "role", "unit", "ended_at")
        if ended is None
    }

    assert dict(played.puzzled) == {}
    assert len(played.rows("process_instance", "id")) >= ALL
    assert len(stations) == 88
    assert fired >= {"reminder", "breach"}
    assert {"COLLECTED", "RETURNED", "WITHDRAWN", "OVERDUE", "VERIFYING"} <= statuses
    assert incidents.open_incidents(played.engine.store)
    assert waiting >= {(one.role, one.at) for one in PERSONAS if one.role in WORKING}
    assert history.verify(played.engine).broken == ()
    database.close(played.engine.store)


def test_five_hundred_draws_leave_no_way_out() -> None:
    random = Random(1)
    ways = tuple(way for way in WEEKS.ways if way.ago is None)
    draw = demo_weeks.Draw(ways, random)

    for one in PEOPLE[:ALL]:
        draw.way(random.randrange(WEEKS.days), one.division)

    assert set(draw.drawn) == {way.name for way in ways}
