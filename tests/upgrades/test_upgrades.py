"""An office of an earlier release is opened, brought to this one, and finishes its cases."""

from __future__ import annotations

import gzip
import json
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

import server
from engine.commands import history
from engine.store import backups, database, preparation, tables
from engine.store.queries import units as unit_queries
from tests.databases import Databases
from tests.faults import oracle
from tests.upgrades.make_fixture import FIXTURES
from tests.upgrades.office import Office, open_office
from tests.upgrades.walks import NEWER, WALKS

RELEASES = sorted(path.name.partition(".")[0] for path in FIXTURES.glob("*.sql.gz"))
LATER = datetime.fromisoformat("2026-06-20T09:00:00+08:00")
Opened = Callable[[], Office]


@pytest.fixture(params=RELEASES)
def release(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def saved(release: str, tmp_path: Path) -> Path:
    """The database of an office as that release left it."""
    path = tmp_path / "office.db"
    text = gzip.decompress((FIXTURES / f"{release}.sql.gz").read_bytes()).decode()
    with closing(sqlite3.connect(path)) as written:
        written.executescript(text)
    return path


@pytest.fixture
def told(release: str) -> dict[str, Any]:
    """What the release told of its cases: when they were saved, and the id of each."""
    written: dict[str, Any] = json.loads((FIXTURES / f"{release}.json").read_text())
    return written


@pytest.fixture
def office(saved: Path, told: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> Iterator[Office]:
    """The office, opened by this release."""
    monkeypatch.chdir(saved.parent)
    at = datetime.fromisoformat(told["saved"])
    opened = open_office(f"sqlite:///{saved}", at, server.ROOT)
    yield opened
    database.close(opened.engine.store)


def test_an_office_of_this_release_is_kept_for_later_ones() -> None:
    # `python -m tests.upgrades.make_fixture` makes it
    assert preparation.REVISION in RELEASES


def test_the_history_of_an_earlier_release_verifies(office: Office) -> None:
    verified = history.verify(office.engine)

    assert verified.broken == ()
    assert verified.instances == len(WALKS)


def test_counties_of_an_earlier_release_name_their_issuing_organ(office: Office) -> None:
    units = {unit.code: unit for unit in unit_queries.everything(office.engine.store)}

    assert units["520102"].issuing_organ == "贵阳市公安局南明区分局"
    assert units["520121"].issuing_organ == "开阳县公安局"
    assert office.engine.organisation.version >= 1


def test_the_tables_are_those_of_this_release(office: Office) -> None:
    with database.schema_engine(office.engine.store) as engine, engine.connect() as connection:
        revision = connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar()

    assert revision == preparation.REVISION
    assert oracle.everything(office.engine.store)["process_instance"]


def test_a_backup_of_the_earlier_release_is_kept_first(
    office: Office, release: str, saved: Path
) -> None:
    kept = [*saved.parent.glob("var/backups/*")]

    assert [each.name for each in kept] == [
        f"office-{old}.db" for old in (release,) if old != preparation.REVISION
    ]
    for each in kept:
        assert preparation.revision(database.open_store(f"sqlite:///{each}")) == release


def test_a_backup_of_an_earlier_release_restores_into_postgresql(
    release: str, saved: Path, fresh_databases: Databases
) -> None:
    store = database.open_store(fresh_databases.empty("postgresql"))

    backups.restore(saved, store)
    kept = backups.before_upgrade(store, saved.parent / "kept")
    preparation.prepare(store)

    assert (kept is None) == (release == preparation.REVISION)
    if kept is not None:
        assert preparation.revision(database.open_store(f"sqlite:///{kept}")) == release
    office = open_office(store.url.render_as_string(hide_password=False), LATER, server.ROOT)
    assert history.verify(office.engine).broken == ()
    assert history.verify(office.engine).instances == len(WALKS)
    database.close(office.engine.store)
    database.close(store)


def test_every_case_waits_where_it_was_saved(office: Office, told: dict[str, Any]) -> None:
    waiting = {
        name: office.waiting(case["id"], tables.user_task).keys() - NEWER
        for name, case in told["cases"].items()
    }

    assert waiting == {name: walk.waits for name, walk in WALKS.items()}


def test_every_case_of_an_earlier_release_ends_as_its_diagram_says(
    office: Office, told: dict[str, Any]
) -> None:
    office.serve()

    for name, walk in WALKS.items():
        case = told["cases"][name]
        office.walk(case["id"], case["citizen"], walk.after)
    office.travel(LATER)

    ended = {name: office.outcome(case["id"]) for name, case in told["cases"].items()}
    assert ended == {name: walk.outcome for name, walk in WALKS.items()}
    assert oracle.violations(office.engine) == []
