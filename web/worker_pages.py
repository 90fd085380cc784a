"""What a worker of a cluster tells machines: that it is at work, and its figures."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from socket import socket
from threading import Thread
from typing import Protocol

import waitress  # type: ignore[import-untyped]
from flask import Flask, Response
from flask.typing import ResponseReturnValue
from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import CounterMetricFamily, Metric, SummaryMetricFamily
from prometheus_client.exposition import CONTENT_TYPE_PLAIN_0_0_4
from prometheus_client.registry import Collector

from engine.commands.engine import Engine
from engine.core.worker_figures import Done, WorkerFigures
from web import clockwork, metrics, words
from web.clockwork import TickState

_THREADS = 2


class Tick(Protocol):
    """What a worker fires timers with."""

    @property
    def engine(self) -> Engine:
        """Give the office."""

    @property
    def state(self) -> TickState:
        """Tell how the tick is."""


class Worker(Protocol):
    """A worker of this process."""

    @property
    def tick(self) -> Tick:
        """Give what fires timers."""

    @property
    def figures(self) -> WorkerFigures:
        """Give what it has done."""


@contextmanager
def served(worker: Worker, token: str, listener: socket | None) -> Iterator[None]:
    """Answer /healthz and /metrics beside a worker; without a listener nothing is answered."""
    if listener is None:
        yield
        return
    server = waitress.create_server(
        pages(worker, token), sockets=[listener], threads=_THREADS, ident=None
    )
    Thread(target=server.run, name="figures", daemon=True).start()
    try:
        yield
    finally:
        server.close()


def pages(worker: Worker, token: str) -> Flask:
    """Make the two pages of a worker; the figures are for who brings the token."""
    app = Flask("web.worker", static_folder=None)

    @app.get("/healthz")
    def healthz() -> ResponseReturnValue:
        silent = worker.figures.done.silent_for
        if silent is None or silent > clockwork.LONGEST_SILENCE:
            return {"status": "down", "reason": words.say("operations.silent")}, 503
        return {"status": "ok"}

    @app.get("/metrics")
    def figures() -> ResponseReturnValue:
        if not metrics.may_read(token):
            return {"error": "token"}, 404
        registry = CollectorRegistry()
        registry.register(_Figures(worker))
        return Response(generate_latest(registry), content_type=CONTENT_TYPE_PLAIN_0_0_4)

    return app


@dataclass(frozen=True, slots=True, eq=False)
class _Figures(Collector):
    worker: Worker

    def collect(self) -> Iterable[Metric]:
        """Tell what the worker has done."""
        done, state = self.worker.figures.done, self.worker.tick.state
        yield metrics.deeds(self.worker.tick.engine)
        yield from _jobs(done)
        about = "Jobs of dead workers that this one gave out anew"
        yield CounterMetricFamily("ventanilla_jobs_given_anew", about, value=done.given_anew)
        about = "Seconds since the worker was last at work"
        yield metrics.gauge("tick_seconds", about, done.silent_for or 0)
        about = "1 while the last sweep of the rows failed"
        yield metrics.gauge("tick_failing", about, int(bool(state.failure)))
        about = "1 while deadlines are held after a jump of the clock"
        yield metrics.gauge("clock_jumped", about, int(state.clock_jumped))


def _jobs(done: Done) -> Iterator[Metric]:
    """Count timers, service tasks and sweeps (`sweep_fire` is the tick) with their seconds."""
    ended = CounterMetricFamily("ventanilla_jobs", "Jobs that ended", labels=["kind", "ending"])
    for labels, number in sorted(done.ended.items()):
        ended.add_metric(list(labels), number)
    yield ended
    spent = SummaryMetricFamily("ventanilla_job_seconds", "Seconds of jobs", labels=["kind"])
    for kind, seconds in sorted(done.seconds.items()):
        number = sum(count for (of, _), count in done.ended.items() if of == kind)
        spent.add_metric([kind], number, seconds)
    yield spent
