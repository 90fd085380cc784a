"""A backup is made while the office works: restored elsewhere it is whole, and work goes on."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event, Thread

import pytest

from engine.commands import history, process_instances, service_tasks, user_tasks
from engine.store import backups, database, preparation
from engine.store.failpoints import Failpoints
from tests.commands.offices import CLERK, posted
from tests.databases import KINDS, Databases
from tests.faults import desk as desks
from tests.faults import oracle
from tests.faults.desk import Desk

EVERY_TARGET = pytest.mark.parametrize("target", KINDS)


@dataclass(slots=True)
class Load:
    """Somebody who works without a pause."""

    at: Desk
    stop: Event = field(default_factory=Event)
    busy: Event = field(default_factory=Event)
    deeds: int = 0

    def work(self) -> None:
        """Start cases, take their first step and run the outbox."""
        number = 0
        while not self.stop.is_set():
            number += 1
            answers = posted(subject=f"in a hurry {number}", note="first")
            case = process_instances.start(self.at.engine, "p", CLERK, answers)
            user_tasks.complete(self.at.engine, self.at.task(case, "receive"), CLERK, posted())
            service_tasks.run_due(self.at.engine)
            self.deeds += 3
            self.busy.set()


@contextmanager
def at_work(desk: Desk) -> Iterator[Load]:
    """Let somebody work at the desk by connections of their own."""
    load = Load(desks.reopen(desk.place, Failpoints()))
    thread = Thread(target=load.work)
    thread.start()
    try:
        yield load
    finally:
        load.stop.set()
        thread.join()
        database.close(load.at.store)


@pytest.mark.parametrize("cases", [20, pytest.param(600, marks=pytest.mark.long)])
@EVERY_TARGET
def test_a_backup_under_load_restores_to_a_whole_office_where_work_goes_on(
    desk: Desk, tmp_path: Path, fresh_databases: Databases, target: str, cases: int
) -> None:
    for _ in range(cases):
        desk.begin()
    kept = tmp_path / "kept.db"

    with at_work(desk) as load:
        load.busy.wait(60)
        before, begun = load.deeds, time.perf_counter()
        backups.write(desk.store, kept)
        backed_up, meanwhile = time.perf_counter() - begun, load.deeds - before
    url = fresh_databases.empty(target)
    begun = time.perf_counter()
    store = database.open_store(url)
    backups.restore(kept, store)
    preparation.prepare(store)
    database.close(store)
    restored = time.perf_counter() - begun

    at = desks.reopen(desks.Place(url, desk.register.folder, desk.place.at), Failpoints())
    verified = history.verify(at.engine)
    assert verified.broken == ()
    assert verified.instances > cases
    assert oracle.violations(at.engine) == []
    service_tasks.run_due(at.engine)
    answers = posted(subject="somebody new", note="first")
    process_instances.start(at.engine, "p", CLERK, answers)
    assert history.verify(at.engine).instances == verified.instances + 1
    database.close(at.store)
    sys.stdout.write(
        f"{desk.store.kind} to {target}: {verified.entries} entries, backup {backed_up:.2f} s with"
        f" {meanwhile} deeds meanwhile, restore {restored:.2f} s\n"
    )
