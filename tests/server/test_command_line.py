"""The command line, word for word as scripts rely on it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

import server
from engine.command_line import offices, places
from engine.command_line.settings import VARIABLES
from engine.commands import passwords
from engine.commands.engine import Engine
from engine.core.errors import StoreUnusable
from tests.databases import Databases
from tests.server.conftest import Run

ROOT = Path(__file__).parents[2]


def started(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run a subcommand as its own process."""
    return subprocess.run(
        [sys.executable, "server.py", *arguments],
        cwd=ROOT,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


# -- due


@pytest.mark.parametrize(
    ("asked", "line"),
    [
        (["2026-03-13", "3"], "2026-03-18T17:00:00+08:00"),
        (["2026-03-13T23:30:00Z", "3"], "2026-03-18T17:00:00+08:00"),
        (["2026-02-13", "1"], "2026-02-14T17:00:00+08:00"),
        (["2026-03-13", "60", "--unit", "calendar"], "2026-05-12T17:00:00+08:00"),
        (["2024-08-07", "1", "--calendar", "522700"], "2024-08-12T17:00:00+08:00"),
        (["2026-12-31", "1"], "2027-01-04T17:00:00+08:00 provisional"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_due_prints_the_end_of_a_deadline(run: Run, asked: list[str], line: str) -> None:
    assert run("due", *asked) == (0, f"{line}\n", "")


@pytest.mark.parametrize(
    "asked",
    [
        ["2026-03-13", "0"],
        ["2026-03-13", "-1"],
        ["2026-03-13", "three"],
        ["2026-03-13", "999999999999"],
        ["2003-12-31", "1"],
        ["2100-12-30", "30"],
        ["13.03.2026", "3"],
        ["2026-02-30", "3"],
        ["2026-03-13", "3", "--calendar", "999999"],
        ["2026-03-13", "3", "--unit", "weeks"],
        ["2026-03-13"],
        ["2026-03-13", "3", "--hurry"],
    ],
    ids=" ".join,
)
def test_due_refuses_what_cannot_be_counted_in_one_line(run: Run, asked: list[str]) -> None:
    code, out, err = run("due", *asked)

    assert (code, out) == (2, "")
    assert err.count("\n") == 1
    assert err.endswith("\n")


# -- feel and decide


@pytest.mark.parametrize(
    ("asked", "line"),
    [
        (["1 + 1"], "2"),
        (["-1 + x", "--variables", '{"x": 0.1}'], "-0.9"),
        (["--variables", '{"x": 2}', "-x"], "-2"),
        (["--variables={}", "--", "-1"], "-1"),
        (["first name", "--variables", '{"first name": "田"}'], '"田"'),
        (['string(working days after(date("2026-03-13"), 3))'], None),
        (["[1, null]"], "[1, null]"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_feel_prints_one_line_of_json(run: Run, asked: list[str], line: str | None) -> None:
    code, out, err = run("feel", *asked)

    assert (code, err) == (0, "")
    assert out.count("\n") == 1
    assert line is None or out == f"{line}\n"


def test_feel_counts_by_the_calendar_of_the_province(run: Run) -> None:
    _, out, _ = run("feel", 'string(working days after(date("2026-03-13"), 3))')

    assert out.startswith('"2026-03-18T17:00:00')


def test_feel_knows_what_day_it_is(run: Run) -> None:
    _, out, err = run(
        "feel", 'today() > date("2026-01-01") and now() > date and time("2026-01-01T00:00:00Z")'
    )

    assert (out, err) == ("true\n", "")


def test_feel_warns_on_stderr_and_gives_null(run: Run) -> None:
    code, out, err = run("feel", "1 / 0")

    assert (code, out) == (0, "null\n")
    assert err


@pytest.mark.parametrize(
    "asked",
    [["1 +"], ["not known"], ["1", "--variables", "[1]"], ["1", "--variables", "{"]],
    ids=" ".join,
)
def test_feel_refuses_what_it_cannot_read(run: Run, asked: list[str]) -> None:
    code, out, err = run("feel", *asked)

    assert (code, out) == (1, "")
    assert err.count("\n") == 1


def test_feel_without_an_expression_is_misused(run: Run) -> None:
    assert run("feel")[0] == 2


def test_decide_prints_the_result_of_one_decision(run: Run) -> None:
    variables = '{"reason": "LOSS", "age": 40, "hukou_in_guizhou": true, "found": true,'
    variables += ' "months_since_last_card": 14, "fingerprint_status": "ENROLLED"}'

    code, out, err = run(
        "decide", "processes/eligibility.dmn", "eligibility", "--variables", variables
    )

    assert (code, err) == (0, "")
    assert '"ONLINE_OK"' in out


@pytest.mark.parametrize(
    "asked",
    [
        ["processes/eligibility.dmn", "nothing"],
        ["processes/nowhere.dmn", "eligibility"],
        ["processes/organisation.toml", "eligibility"],
    ],
    ids=" ".join,
)
def test_decide_refuses_what_it_cannot_read(run: Run, asked: list[str]) -> None:
    code, out, err = run("decide", *asked)

    assert (code, out) == (1, "")
    assert err.count("\n") == 1


# -- people


def test_setup_makes_the_first_administrator_once(run: Run) -> None:
    first = run("setup", "ana", typed="a long password\n")
    again = run("setup", "bea", typed="a long password\n")

    assert first[0] == 0
    assert again[:2] == (1, "")
    assert again[2].count("\n") == 1


def test_a_well_known_password_sets_up_nobody(run: Run) -> None:
    refused = run("setup", "ana", typed="ventanilla\n")

    assert refused[0] == 1
    assert run("setup", "ana", typed="a long password\n")[0] == 0


def test_people_are_added_disabled_and_given_passwords(run: Run) -> None:
    run("setup", "ana", typed="a long password\n")
    wei = ("--name", "Wei Clerk", "--unit", "520102", "--role", "clerk")

    assert run("user", "add", "wei", *wei, typed="another password\n") == (0, "wei added\n", "")
    assert run("user", "password", "wei", typed="a third password\n")[0] == 0
    assert run("user", "disable", "wei")[0] == 0
    assert run("user", "disable", "wei")[0] == 1
    assert run("user", "disable", "nobody.here")[0] == 1


def test_a_role_waits_where_there_are_two_administrators(run: Run) -> None:
    run("setup", "ana", typed="a long password\n")
    administrator = ("--name", "Bea", "--unit", "520000", "--role", "administrator")
    run("user", "add", "bea", *administrator, typed="a long password\n")
    clerk = ("--name", "Wei", "--unit", "520102", "--role", "clerk")

    code, out, _ = run("user", "add", "wei", *clerk, typed="a long password\n")

    assert (code, out) == (0, "wei added; clerk waits for an administrator\n")


@pytest.mark.parametrize(
    "asked",
    [
        ["wei", "--name", "Wei", "--unit", "999999"],
        ["wei", "--name", "Wei", "--unit", "520102", "--role", "king"],
        ["We i", "--name", "Wei", "--unit", "520102"],
    ],
    ids=" ".join,
)
def test_people_who_make_no_sense_are_not_added(run: Run, asked: list[str]) -> None:
    run("setup", "ana", typed="a long password\n")

    code, out, err = run("user", "add", *asked, typed="a long password\n")

    assert (code, out) == (1, "")
    assert err.count("\n") == 1


# -- the database


def test_an_empty_history_is_whole(run: Run) -> None:
    assert run("verify-history") == (0, "OK 0 entries, 0 instances\n", "")


def test_deeds_of_the_command_line_are_in_the_history(run: Run) -> None:
    run("setup", "ana", typed="a long password\n")

    assert run("verify-history")[1] == "OK 3 entries, 0 instances\n"


def test_a_backup_restores_to_an_empty_place(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run("setup", "ana", typed="a long password\n")
    copy = str(tmp_path / "copy.db")

    saved = run("backup", copy)
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path / 'other' / 'office.db'}")
    restored = run("restore", copy)

    assert (saved[0], restored[0]) == (0, 0)
    assert run("verify-history")[1] == "OK 3 entries, 0 instances\n"


def test_a_backup_never_writes_over_a_file(run: Run, tmp_path: Path) -> None:
    run("setup", "ana", typed="a long password\n")
    (tmp_path / "copy.db").write_text("mine")

    code, _, err = run("backup", str(tmp_path / "copy.db"))

    assert (code, err.count("\n")) == (1, 1)
    assert (tmp_path / "copy.db").read_text() == "mine"


def test_a_restore_never_writes_over_an_office(run: Run, tmp_path: Path) -> None:
    run("setup", "ana", typed="a long password\n")
    run("backup", str(tmp_path / "copy.db"))

    assert run("restore", str(tmp_path / "copy.db"))[0] == 1


@pytest.mark.parametrize("content", [b"", b"no database at all", None])
def test_only_a_whole_backup_is_restored(run: Run, tmp_path: Path, content: bytes | None) -> None:
    if content is not None:
        (tmp_path / "copy.db").write_bytes(content)

    code, _, err = run("restore", str(tmp_path / "copy.db"))

    assert (code, err.count("\n")) == (1, 1)
    assert not (tmp_path / "office.db").exists()


def test_a_database_that_is_none_is_refused_in_one_line(run: Run, tmp_path: Path) -> None:
    (tmp_path / "office.db").write_bytes(b"this is a letter, not a database" * 100)

    code, _, err = run("migrate")

    assert (code, err.count("\n")) == (1, 1)


def test_a_database_of_a_newer_release_is_refused_in_one_line(run: Run, tmp_path: Path) -> None:
    import sqlite3
    from contextlib import closing

    run("migrate")
    with closing(sqlite3.connect(tmp_path / "office.db")) as database:
        database.execute("UPDATE alembic_version SET version_num = '9999'")
        database.commit()

    code, _, err = run("verify-history")

    assert (code, err.count("\n")) == (1, 1)


@pytest.mark.parametrize("address", ["mysql://h/d", "nonsense", "sqlite:////proc/no/x.db"])
def test_an_address_that_is_no_database_is_refused_in_one_line(
    run: Run, monkeypatch: pytest.MonkeyPatch, address: str
) -> None:
    monkeypatch.setenv("DATABASE_URL", address)

    code, out, err = run("migrate")

    assert (code, out, err.count("\n")) == (1, "", 1)


def test_a_demo_is_founded_with_demo_only(run: Run) -> None:
    code, out, err = run("demo")

    assert (code, out, err.count("\n")) == (1, "", 1)


def test_there_is_no_backup_of_a_database_that_is_not_there(run: Run, tmp_path: Path) -> None:
    code, out, err = run("backup", str(tmp_path / "copy.db"))

    assert (code, out, err.count("\n")) == (1, "", 1)
    assert list(tmp_path.iterdir()) == []


def test_a_backup_to_nowhere_is_refused_in_one_line(run: Run, tmp_path: Path) -> None:
    run("setup", "ana", typed="a long password\n")

    code, out, err = run("backup", str(tmp_path / "no" / "copy.db"))

    assert (code, out, err.count("\n")) == (1, "", 1)


def test_an_office_moves_to_postgresql_and_back_with_its_proofs(
    run: Run, url: str, tmp_path: Path, fresh_databases: Databases
) -> None:
    run("setup", "ana", typed="a long password\n")
    server_url, other_url = (fresh_databases.empty("postgresql") for _ in range(2))
    back_url = f"sqlite:///{tmp_path / 'back.db'}"
    entries = run("verify-history")[1].strip()

    there = started("copy-to", server_url, DATABASE_URL=url)
    kept = started("backup", str(tmp_path / "kept.db"), DATABASE_URL=server_url)
    back = started("copy-to", back_url, DATABASE_URL=server_url)
    restored = started("restore", str(tmp_path / "kept.db"), DATABASE_URL=other_url)

    assert [each.stderr for each in (there, kept, back, restored)] == [""] * 4
    assert "key" in kept.stdout.splitlines()[1]
    assert [each.stdout.splitlines()[1] for each in (there, back, restored)] == [entries] * 3


def test_a_copy_never_writes_over_an_office(run: Run, tmp_path: Path) -> None:
    run("setup", "ana", typed="a long password\n")
    run("copy-to", f"sqlite:///{tmp_path / 'other.db'}")

    code, out, err = run("copy-to", f"sqlite:///{tmp_path / 'other.db'}")

    assert (code, out, err.count("\n")) == (1, "", 1)


def test_there_is_no_copy_of_a_database_that_is_not_there(run: Run, tmp_path: Path) -> None:
    code, out, err = run("copy-to", f"sqlite:///{tmp_path / 'other.db'}")

    assert (code, out, err.count("\n")) == (1, "", 1)
    assert list(tmp_path.iterdir()) == []


def test_a_password_in_an_address_is_not_printed() -> None:
    hidden = places.shown("postgresql://ana:secret@db.example/office")

    assert hidden == "postgresql://ana:***@db.example/office"


def test_a_password_in_an_address_is_not_told_by_a_refusal(engine: Engine) -> None:
    address = "postgresql://ana:secret@db.example/office"

    with pytest.raises(StoreUnusable, match="not_a_demo") as refused:
        offices.refuse_mixture(engine.store, server.Settings(demo=True, database_url=address))

    assert refused.value.parameters["database"] == "postgresql://ana:***@db.example/office"


def test_every_setting_is_on_the_page_about_running() -> None:
    page = (ROOT / "docs" / "running.md").read_text("utf-8")

    assert [name for name in VARIABLES if f"`{name}`" not in page] == []
    assert [name for name in server.RUNS if f"`{name}" not in page] == []


# -- settings


def test_the_demo_has_a_database_of_its_own() -> None:
    assert server.settings_from({"DEMO": "1"}).database_url == "sqlite:///var/demo.db"
    assert server.settings_from({}).database_url == "sqlite:///var/ventanilla.db"
    assert server.settings_from({"DEMO": "1", "DATABASE_URL": "x"}).database_url == "x"


@pytest.mark.parametrize(
    ("name", "value"), [("PORT", "http"), ("PORT", "70000"), ("DEMO", "yes"), ("THREADS", "-1")]
)
def test_a_setting_that_makes_no_sense_is_refused(name: str, value: str) -> None:
    with pytest.raises(server.InvalidInput, match="setting_unusable"):
        server.settings_from({name: value})


def test_every_setting_is_explained() -> None:
    settings = server.Settings.__dataclass_fields__

    assert [name.upper() for name in settings] == sorted(
        VARIABLES, key=[name.upper() for name in settings].index
    )


def test_help_names_every_subcommand_and_setting(run: Run) -> None:
    code, out, _ = run("--help")

    assert code == 0
    assert [name for name in server.RUNS if name.split()[0] not in out] == []
    assert [name for name in VARIABLES if name not in out] == []


def test_an_unknown_subcommand_is_refused_in_one_line(run: Run) -> None:
    code, out, err = run("copy-back", "sqlite:///x.db")

    assert (code, out, err.count("\n")) == (2, "", 1)


# -- processes of their own


def test_due_starts_without_the_libraries_of_the_server() -> None:
    program = (
        "import server, sys; server.main(['due', '2026-03-13', '3']);"
        "print(sorted({'flask', 'sqlalchemy', 'SpiffWorkflow', 'lxml'} & set(sys.modules)))"
    )

    ran = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True
    )

    assert ran.stdout == "2026-03-18T17:00:00+08:00\n[]\n"


def test_feel_starts_without_the_libraries_of_the_server() -> None:
    program = (
        "import server, sys; server.main(['feel', '1 + 1']);"
        "print(sorted({'flask', 'sqlalchemy', 'SpiffWorkflow'} & set(sys.modules)))"
    )

    ran = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True
    )

    assert ran.stdout == "2\n[]\n"


def test_a_subcommand_is_a_process_with_an_exit_code() -> None:
    assert started("due", "2026-03-13", "3").stdout == "2026-03-18T17:00:00+08:00\n"
    assert started("due", "yesterday", "3").returncode == 2


def test_passwords_are_read_from_the_first_line_of_stdin(run: Run) -> None:
    run("setup", "ana", typed="a long password\r\nand more\n")

    with_engine = server.assemble(server.settings_from(os.environ))
    stored = server_account(with_engine, "ana")

    assert passwords.matches("a long password", stored)


def server_account(engine, account_id: str) -> str | None:  # type: ignore[no-untyped-def]
    from engine.store.queries import accounts

    found = accounts.account(engine.store, account_id)
    return found.password_hash if found else None
