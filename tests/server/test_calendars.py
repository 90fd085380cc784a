"""Decrees on the command line: proposed with a preview, approved, refused line by line."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

import server
from engine.command_line.machine import COMMAND_LINE
from engine.commands import accounts, process_instances
from engine.commands.accounts import NewAccount
from engine.commands.engine import Engine
from engine.core.people import Actor
from engine.store import database
from forms.posted import Posted
from tests.bpmn.drawing import draw
from tests.commands.decrees import CLOCKED, DECREE, FILES, WINTER
from tests.server.conftest import SECRET, Clock, Run
from tests.server.conftest import person as account

CLERK = Actor("cleo", "Cleo", "520102001")


@pytest.fixture
def decree(tmp_path: Path) -> Path:
    path = tmp_path / "2027.csv"
    path.write_text(DECREE, "utf-8")
    return path


def asked(path: Path, *, calendar: str = "CN", year: str = "2027") -> tuple[str, ...]:
    about = ("--calendar", calendar, "--year", year, "--decree", "国办发明电〔2026〕9号")
    return ("calendar", "import", str(path), *about)


@pytest.fixture
def case(engine: Engine, first: Actor, clock: Clock) -> str:
    """A case that is open over the turn of the year."""
    from engine.commands import process_definitions

    clock.now = WINTER
    new = NewAccount("cleo", "Cleo", "520102001", SECRET, role="clerk")
    accounts.add(engine, new, first)
    process_definitions.deploy(engine, {"p.bpmn": draw(CLOCKED), **FILES}, COMMAND_LINE)
    return process_instances.start(engine, "p", account(engine, "cleo"), Posted({}))


@pytest.mark.usefixtures("case")
def test_an_import_prints_what_would_move(run: Run, decree: Path) -> None:
    code, out, err = run(*asked(decree))

    head, columns, *rows = out.splitlines()
    assert (code, err) == (0, "")
    assert head.startswith("proposal ")
    assert "CN 2027, 国办发明电〔2026〕9号; " in head
    assert columns.split() == ["UNIT", "CLOCK", "KIND", "FROM", "TO", "DEADLINES"]
    # in nine working days the day off is made up for
    assert [row.split()[:3] for row in rows] == [
        ["520102001", clock, "breach"] for clock in ("CLK-B", "CLK-D")
    ]


@pytest.mark.usefixtures("case")
def test_an_approval_moves_them_and_tells_how_far_it_is(run: Run, decree: Path) -> None:
    _, out, _ = run(*asked(decree))

    code, told, err = run("calendar", "approve", out.split()[1].rstrip(":"))

    assert (code, err) == (0, "")
    assert told == ("4 of 4 open deadlines counted again\ncalendar files version 2 in force\n")
    assert (
        run(*asked(decree))[1]
        .splitlines()[0]
        .endswith("; 0 open deadlines move, 0 stay and are provisional no longer")
    )
    assert run("verify-history")[0] == 0


@pytest.mark.usefixtures("second")
def test_the_command_line_is_no_second_person_for_itself(run: Run, decree: Path) -> None:
    _, out, _ = run(*asked(decree))

    code, told, err = run("calendar", "approve", out.split()[1].rstrip(":"))

    assert (code, told, err.count("\n")) == (1, "", 1)


def test_a_refusal_names_file_and_line(run: Run, decree: Path) -> None:
    decree.write_text(DECREE + "2026-05-11,holiday\n2027-06-08,working\n", "utf-8")

    code, out, err = run(*asked(decree))

    assert (code, out) == (1, "")
    assert err == (
        f"{decree}:15: 2026-05-11 is not in the year 2027.\n"
        f"{decree}:16: 2027-06-08 is a weekday: "
        "only a Saturday or Sunday can be made a working day.\n"
    )


@pytest.mark.parametrize(
    ("about", "told"),
    [
        ({"calendar": "999999"}, "There is no calendar 999999."),
        ({"year": "next"}, "Days are counted from 2004 to 2100 only."),
    ],
)
def test_what_a_decree_is_about_is_checked(
    run: Run, decree: Path, about: dict[str, str], told: str
) -> None:
    assert run(*asked(decree, **about)) == (1, "", f"{decree}:-: {told}\n")


def test_an_unknown_proposal_is_refused(run: Run) -> None:
    assert run("calendar", "approve", "7") == (1, "", "There is no proposed decree 7.\n")


def test_a_file_of_a_chinese_spreadsheet_is_read(run: Run, decree: Path) -> None:
    decree.write_bytes(DECREE.replace("Qingming", "清明节").encode("gb18030"))

    assert run(*asked(decree))[0] == 0


def test_a_file_that_is_no_text_is_refused(run: Run, decree: Path) -> None:
    decree.write_bytes(b"\xff\xfe\x00\x81")

    code, _, err = run(*asked(decree))

    assert (code, err) == (1, f"{decree}:-: The file is no text in UTF-8 or GB 18030.\n")


def test_a_new_office_has_the_shipped_calendars_as_its_own(engine: Engine) -> None:
    shipped = server.shipped_files.clocks(server.PROCESSES).calendars

    assert engine.clocks.version == 1
    assert engine.clocks.calendars.version == shipped.version


def test_another_process_notices_a_decree(run: Run, engine: Engine, decree: Path) -> None:
    from engine.commands import offices

    _, out, _ = run(*asked(decree))
    run("calendar", "approve", out.split()[1].rstrip(":"))

    after = offices.refreshed(engine)

    assert after.clocks.version == 2
    assert offices.refreshed(after) is after


def test_due_needs_no_database(run: Run, url: str) -> None:
    code, _, _ = run("due", "2026-03-13", "3")

    assert code == 0
    assert not Path(url.removeprefix("sqlite:///")).exists()


def test_two_processes_found_the_calendars_once(engine: Engine) -> None:
    again = server.assemble(server.Settings(database_url=str(engine.store.url)))

    assert replace(again, store=engine.store).clocks.version == 1
    database.close(again.store)
