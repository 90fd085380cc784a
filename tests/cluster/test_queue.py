"""Jobs are put down with the rows that they are about; the rows decide, the jobs only wake."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import psycopg
import pytest

from engine import cluster
from engine.commands import process_instances, timers, user_tasks
from engine.core.errors import Conflict, StoreUnusable
from engine.core.people import SYSTEM
from engine.store import database
from engine.store.queries import timers as queries
from engine.store.queries import workers
from tests import servers
from tests.commands.offices import CLERK, posted
from tests.databases import CLUSTER, Databases
from tests.faults import desk as desks
from tests.faults import oracle
from tests.faults.desk import Desk
from tests.servers import Cluster


@pytest.fixture
def url(fresh_databases: Databases) -> str:
    """A database with the queue, which follows the clock of the office."""
    made = fresh_databases.fresh(CLUSTER)
    servers.on_office_clock(made)
    return made


@pytest.fixture
def desk(url: str, tmp_path: Path) -> Iterator[Desk]:
    """An office whose deeds put jobs down."""
    store = replace(database.open_store(url), waker=cluster.Waker())
    yield desks.found(store, tmp_path)
    database.close(store)


def jobs(url: str) -> list[tuple[str, str]]:
    """List the tasks and locks of the jobs that wait."""
    with psycopg.connect(url) as connection:
        asked = "SELECT task_name, lock FROM procrastinate_jobs WHERE status = 'todo' ORDER BY id"
        return [(str(name), str(lock)) for name, lock in connection.execute(asked)]


def test_a_deed_puts_down_a_job_for_each_row_that_will_be_due(desk: Desk, url: str) -> None:
    case = desk.begin()
    before = jobs(url)

    user_tasks.complete(desk.engine, desk.task(case, "receive"), CLERK, posted())

    assert [name for name, _ in before] == ["timer"]
    assert sorted(name for name, _ in jobs(url)) == ["service_task", "timer", "timer"]
    assert len({lock for _, lock in jobs(url)}) == 1


def test_a_deed_that_is_undone_puts_down_no_job(desk: Desk, url: str) -> None:
    desk.begin()
    before, answers = jobs(url), posted(subject="citizen 1", note="again")

    with pytest.raises(Conflict):
        process_instances.start(desk.engine, "p", CLERK, answers)

    assert jobs(url) == before


def test_a_worker_does_what_jobs_say(desk: Desk, url: str) -> None:
    case = desk.begin()
    user_tasks.complete(desk.engine, desk.task(case, "receive"), CLERK, posted())

    Cluster(desk.engine).serve()

    assert oracle.kinds(desk.store)["service_task_completed"] == 1
    assert [name for name, _ in jobs(url)] == ["timer", "timer"]


def test_a_deadline_far_off_holds_up_no_other_job_of_its_case(desk: Desk) -> None:
    """Its job was put down first and has the same lock."""
    case = desk.begin()
    user_tasks.complete(desk.engine, desk.task(case, "receive"), CLERK, posted())

    Cluster(desk.engine).serve()

    assert all(timer.ended_at is None for timer in queries.of(desk.store, case)[1:])
    assert oracle.kinds(desk.store)["service_task_completed"] == 1


def test_a_timer_fires_by_its_job_when_it_is_due(desk: Desk) -> None:
    desk.begin()
    desk.clock.advance(days=10)

    Cluster(desk.engine).fire()

    assert oracle.kinds(desk.store)["timer_fired"] == 1


def test_a_job_about_a_deadline_that_was_moved_does_nothing(desk: Desk) -> None:
    case = desk.begin()
    (timer,) = queries.of(desk.store, case)
    due = desk.clock.now + timedelta(days=30)
    timers.move(desk.engine, timer.id, due, "remote area", SYSTEM)
    desk.clock.advance(days=10)

    Cluster(desk.engine).fire()
    early = oracle.kinds(desk.store)["timer_fired"]
    desk.clock.advance(days=21)
    Cluster(desk.engine).fire()

    assert early == 0
    assert oracle.kinds(desk.store)["timer_fired"] == 1


def test_a_second_job_about_a_row_does_nothing(desk: Desk, url: str) -> None:
    desk.begin()
    with psycopg.connect(url) as connection:
        connection.execute(
            "INSERT INTO procrastinate_jobs (queue_name, task_name, lock, args)"
            " SELECT queue_name, task_name, lock, args FROM procrastinate_jobs"
        )
    desk.clock.advance(days=10)

    Cluster(desk.engine).fire()

    assert oracle.kinds(desk.store)["timer_fired"] == 1
    assert oracle.violations(desk.engine) == []


def test_a_queue_that_was_lost_costs_a_sweep(desk: Desk, url: str) -> None:
    desk.begin()
    with psycopg.connect(url) as connection:
        connection.execute("DELETE FROM procrastinate_jobs")
    desk.clock.advance(days=10)

    fired = timers.fire_due(desk.engine)

    assert fired == 1


def test_a_silent_cluster_is_told(desk: Desk, url: str) -> None:
    unheard = workers.silent_for(desk.store)
    with psycopg.connect(url) as connection:
        connection.execute(
            "INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now() - interval '1 hour')"
        )

    silent = cluster.Workers(desk.store).state.silent_for

    assert unheard is None
    assert silent is not None
    assert silent >= 3_600


def test_a_cluster_needs_postgresql(tmp_path: Path) -> None:
    store = database.open_store(f"sqlite:///{tmp_path / 'office.db'}")

    with pytest.raises(StoreUnusable) as refused:
        cluster.joined(store)

    assert refused.value.code == "cluster_needs_postgresql"
