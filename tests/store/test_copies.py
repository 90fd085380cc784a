"""A copy holds one moment of a live database, in either kind, and is served only once whole."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from threading import Event, Thread

import pytest

from engine.commands import copies as commands
from engine.commands import history, process_instances
from engine.core.errors import StoreUnusable
from engine.store import backups, copies, database, preparation
from engine.store.database import Store
from engine.store.failpoints import FailpointReached, Failpoints
from tests.commands.offices import CLERK, posted
from tests.databases import KINDS, Databases
from tests.faults import desk, oracle
from tests.faults.desk import Desk


@pytest.fixture(name="desk")
def _desk(store: Store, tmp_path: Path) -> Desk:
    """An office with a few cases."""
    found = desk.found(store, tmp_path)
    for _ in range(3):
        found.begin()
    return found


@pytest.fixture(params=KINDS)
def target(request: pytest.FixtureRequest, fresh_databases: Databases) -> Iterator[Store]:
    """A database without tables."""
    opened = database.open_store(fresh_databases.empty(request.param))
    yield opened
    database.close(opened)


def test_a_copy_holds_every_row_and_proves_its_history(desk: Desk, target: Store) -> None:
    verified = commands.copy_office(desk.engine, target)

    assert oracle.everything(target) == oracle.everything(desk.store)
    assert (verified.instances, verified.broken) == (3, ())


def test_work_goes_on_in_the_copy(desk: Desk, target: Store) -> None:
    commands.copy_office(desk.engine, target)
    place = desk.place

    moved = reopened(target, place.folder, place.at)
    answers = posted(subject="somebody else", note="first")
    process_instances.start(moved.engine, "p", CLERK, answers)

    assert oracle.violations(moved.engine) == []
    assert history.verify(moved.engine).instances == 4
    database.close(moved.store)


def test_a_copy_is_told_how_far_it_is(desk: Desk, target: Store) -> None:
    told: list[tuple[int, int]] = []

    rows = copies.copy(desk.store, target, lambda done, total: told.append((done, total)))

    assert told[-1] == (rows, rows)
    assert [done for done, _ in told] == sorted(done for done, _ in told)


def test_what_is_written_meanwhile_is_not_in_the_copy(desk: Desk, target: Store) -> None:
    """The desk goes on working between the pages of the copy."""
    before = oracle.everything(desk.store)
    wanted, written = Event(), Event()

    def work() -> None:
        wanted.wait(20)
        desk.begin()
        written.set()

    at_work = Thread(target=work)
    at_work.start()

    def tell(_done: int, _total: int) -> None:
        wanted.set()
        written.wait(20)

    copies.copy(desk.store, target, tell)
    at_work.join()

    assert oracle.everything(target) == before
    assert len(oracle.everything(desk.store)["process_instance"]) == 4


def test_a_target_that_is_not_empty_is_refused(desk: Desk, target: Store) -> None:
    preparation.prepare(target)

    with pytest.raises(StoreUnusable) as refused:
        copies.copy(desk.store, target)

    assert refused.value.code == "target_not_empty"


def test_a_copy_that_was_cut_short_is_never_served(desk: Desk, target: Store) -> None:
    cut_short(desk, target)

    with pytest.raises(StoreUnusable) as refused:
        preparation.prepare(target)

    assert refused.value.code == "half_copied"


def test_a_copy_that_was_cut_short_is_begun_anew(desk: Desk, target: Store) -> None:
    cut_short(desk, target)

    commands.copy_office(desk.engine, target)

    preparation.prepare(target)
    assert oracle.everything(target) == oracle.everything(desk.store)


def test_an_empty_source_is_refused(target: Store, fresh_databases: Databases) -> None:
    empty = database.open_store(fresh_databases.empty("sqlite"))

    with pytest.raises(StoreUnusable) as refused:
        copies.copy(empty, target)

    assert refused.value.code == "foreign_database"


def test_a_backup_restores_into_either_kind(desk: Desk, target: Store, tmp_path: Path) -> None:
    backups.write(desk.store, tmp_path / "kept.db")

    if target.kind == "sqlite":
        Path(str(target.url.database)).unlink(missing_ok=True)
    backups.restore(tmp_path / "kept.db", target)

    preparation.prepare(target)
    assert oracle.everything(target) == oracle.everything(desk.store)


def test_a_backup_is_one_file_and_leaves_nothing_beside_it(desk: Desk, tmp_path: Path) -> None:
    folder = tmp_path / "backups"
    folder.mkdir()

    backups.write(desk.store, folder / "kept.db")

    assert [each.name for each in folder.iterdir()] == ["kept.db"]


def cut_short(desk: Desk, target: Store) -> None:
    """Copy as a process does that dies at its commit."""
    dying = database.open_store(
        target.url.render_as_string(hide_password=False), Failpoints("commit")
    )
    with pytest.raises(FailpointReached):
        copies.copy(desk.store, dying)
    database.close(dying)


def reopened(store: Store, folder: Path, at: str) -> Desk:
    """Open the desk at a copy."""
    url = store.url.render_as_string(hide_password=False)
    return desk.reopen(desk.Place(url, folder, at), Failpoints())
