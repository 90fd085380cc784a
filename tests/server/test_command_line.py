"""The people, settings and help of the command line, word for word as scripts rely on it."""

from __future__ import annotations

import os

import pytest

import server
from engine.command_line.settings import VARIABLES
from engine.commands import passwords
from tests.server.conftest import Run
from tests.server.subcommands import ROOT, started


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


def test_every_setting_is_on_the_page_about_running() -> None:
    page = (ROOT / "docs" / "running.md").read_text("utf-8")

    assert [name for name in VARIABLES if f"`{name}`" not in page] == []
    assert [name for name in server.RUNS if f"`{name}" not in page] == []


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
