"""What the command line does to a database: backups, copies and what it never writes over."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

import server
from engine.command_line import offices, places
from engine.commands.engine import Engine
from engine.core.errors import StoreUnusable
from tests.databases import Databases
from tests.server.conftest import Run
from tests.server.subcommands import started


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
