"""A worker tells its own figures, and that it is at work, at a port of its own."""

from __future__ import annotations

import signal
from dataclasses import dataclass, replace
from pathlib import Path
from socket import socket
from urllib.error import HTTPError, URLError
from urllib.request import Request, urlopen

import pytest

from engine import cluster
from engine.core.worker_figures import WorkerFigures
from engine.scheduler import Scheduler
from engine.store import database
from tests.cluster.conftest import Begin
from tests.cluster.test_processes import line_of, wait
from tests.databases import CLUSTER, Databases
from tests.faults import desk as desks
from web import worker_pages


def free_port() -> int:
    with socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def asked(port: int, path: str = "/metrics", token: str = "") -> tuple[int, str]:
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    try:
        with urlopen(
            Request(f"http://127.0.0.1:{port}{path}", headers=headers), timeout=20
        ) as answer:
            return answer.status, answer.read().decode()
    except HTTPError as refused:
        return refused.code, refused.read().decode()
    except URLError:
        return 0, ""


def figure(text: str, name: str) -> float:
    found = [line for line in text.splitlines() if line.startswith(f"{name} ")]
    return float(found[0].rpartition(" ")[2]) if found else 0.0


def overdue(url: str, folder: Path) -> None:
    """Begin a case whose clock should have rung long ago."""
    store = replace(database.open_store(url), waker=cluster.Waker())
    desks.found(store, folder).begin()
    database.close(store)


def test_a_worker_counts_what_it_does_and_is_heard(
    begin: Begin, fresh_databases: Databases, tmp_path: Path
) -> None:
    port, url = free_port(), fresh_databases.fresh(CLUSTER)
    overdue(url, tmp_path)
    worker = begin("worker", DATABASE_URL=url, WORKER_METRICS_PORT=str(port))
    line_of(worker)

    fired = 'ventanilla_deeds_total{kind="timer_fired"}'
    swept = 'ventanilla_jobs_total{ending="done",kind="sweep_fire"}'
    wait(lambda: all(figure(asked(port)[1], name) for name in (fired, swept)))
    told, (alive, _) = asked(port)[1], asked(port, "/healthz")
    worker.send_signal(signal.SIGTERM)
    _, trouble = worker.communicate(timeout=40)

    assert alive == 200
    assert figure(told, 'ventanilla_job_seconds_count{kind="sweep_fire"}') >= 1
    assert figure(told, "ventanilla_clock_jumped") == 0
    assert (worker.returncode, "Traceback" in trouble) == (0, False)


def test_figures_of_a_worker_are_for_who_brings_the_token(begin: Begin) -> None:
    port = free_port()
    line_of(begin("worker", WORKER_METRICS_PORT=str(port), METRICS_TOKEN="s3cret"))

    wait(lambda: asked(port, token="s3cret")[0] == 200)

    assert asked(port)[0] == 404


def test_a_worker_whose_port_is_taken_does_not_start(begin: Begin) -> None:
    with socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        worker = begin("worker", WORKER_METRICS_PORT=str(taken.getsockname()[1]))
        _, trouble = worker.communicate(timeout=40)

    assert worker.returncode == 1
    assert trouble.count("\n") == 1


@dataclass(slots=True)
class Watch:
    seconds: float = 0.0

    def __call__(self) -> float:
        return self.seconds


def test_jobs_are_counted_by_kind_and_ending_with_their_seconds() -> None:
    watch = Watch()
    figures = WorkerFigures(watch)

    with figures.counted("timer"):
        watch.seconds += 2
    watch.seconds = 7
    with pytest.raises(KeyError), figures.counted("timer"):
        raise KeyError

    done = figures.done
    assert done.ended == {("timer", "done"): 1, ("timer", "failed"): 1}
    assert done.seconds == {"timer": 2.0}


def test_a_worker_whose_loop_stands_is_not_well(
    fresh_databases: Databases, tmp_path: Path
) -> None:
    watch = Watch()
    figures = WorkerFigures(watch)
    office = desks.found(database.open_store(fresh_databases.fresh("sqlite")), tmp_path)
    worker = cluster.Worker(Scheduler(office.engine, watch), figures)
    pages = worker_pages.pages(worker, "").test_client()
    before = pages.get("/healthz").status_code
    figures.note_heard()
    at_work = pages.get("/healthz").status_code
    watch.seconds += 11

    silent = pages.get("/healthz")

    assert (before, at_work, silent.status_code) == (503, 200, 503)
    assert "not ticked" in silent.get_json()["reason"]
    assert "ventanilla_tick_seconds 11.0" in pages.get("/metrics").get_data(as_text=True)
