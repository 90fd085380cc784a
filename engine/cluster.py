"""Wake the workers of several servers by jobs in their common PostgreSQL.

A job only wakes: it names a row, and the row decides whether anything is left to do. So a job
that comes twice, late or not at all does no harm: the sweeps look at the rows themselves.
The only importer of procrastinate.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

import psycopg
from procrastinate import App, JobContext, PsycopgConnector, RetryStrategy, SyncPsycopgConnector
from procrastinate.exceptions import ConnectorException
from procrastinate.jobs import DEFAULT_QUEUE, Job

from engine.commands.engine import Engine
from engine.core import instants
from engine.core.errors import StoreUnusable
from engine.core.worker_figures import WorkerFigures
from engine.scheduler import Scheduler, since_boot
from engine.store import preparation
from engine.store.database import Store
from engine.store.queries import workers
from engine.store.wakeups import Waiting, WakeUp

_LOG = logging.getLogger(__name__)
# of two waiting jobs with one lock only the one of higher priority is given out, so the priority
# is the due time: seconds before this instant, which keeps 1982 to 2118 within 32 bits
_MIDDLE = datetime(2050, 1, 1, tzinfo=instants.ZONE)
_HEARTBEAT_SECONDS = 3.0
# without a heartbeat for so long a worker is dead, and what it was doing is given out anew
_DEAD_SECONDS = 15.0
_SWEEP_SECONDS = 10
_POLL_SECONDS = 1.0
_SOON_SECONDS = 0.02
_GRACE_SECONDS = 30.0
# a job that meets a store that fails; in the end the sweeps find its row
_AGAIN = RetryStrategy(max_attempts=5, wait=3)
_AWAY = frozenset(["database_unreachable", "store_failed", "store_busy"])
# between two attempts to reach a database that is gone
_RECONNECT_SECONDS = 1.0


def joined(store: Store) -> Store:
    """Give the store with a queue for wake-ups; raises StoreUnusable where it is not PostgreSQL.

    The tables of the queue are made where there are none yet.
    """
    if store.kind != "postgresql":
        raise StoreUnusable("cluster_needs_postgresql")
    preparation.add_queue(store, App(connector=SyncPsycopgConnector()).schema_manager.get_schema())
    return replace(store, waker=Waker())


class Waker:
    """Puts wake-ups into the queue, in the transaction that wrote the rows they are about."""

    def __init__(self) -> None:
        # never opened: it works on connections of the store only
        self._jobs = App(connector=SyncPsycopgConnector()).job_manager

    # Any: the connection of psycopg
    def __call__(self, connection: Any, wakeups: Sequence[WakeUp]) -> None:
        """Put one job for each wake-up into the queue; raises what the driver raises."""
        try:
            self._jobs.batch_defer_jobs([_job(each) for each in wakeups], connection)
        except ConnectorException as problem:
            raise problem.__cause__ or problem from problem


@dataclass(frozen=True, slots=True)
class WorkersState:
    """How the workers are, for the pages of a server that has no tick of its own."""

    silent_for: float | None
    failure: str = ""
    clock_jumped: bool = False


@dataclass(frozen=True, slots=True)
class Workers:
    """The workers of the cluster, as a server sees them."""

    store: Store

    @property
    def state(self) -> WorkersState:
        """Tell how long no worker has been heard."""
        return WorkersState(workers.silent_for(self.store))

    def accept_clock(self) -> None:
        """Do nothing: each worker watches its own clock, and trusts it anew when it starts."""


def patiently(opened: Callable[[], Engine]) -> Engine:
    """Open an office; while its database is away, wait for it."""
    while True:
        try:
            return opened()
        except StoreUnusable as problem:
            if problem.code not in _AWAY:
                raise
            told = {"code": problem.code, "reason": problem.parameters.get("reason", "")}
            _LOG.warning("database away", extra=told)
            time.sleep(_RECONNECT_SECONDS)


@dataclass(frozen=True, slots=True)
class Worker:
    """One worker: what it fires and serves with, and what it has done."""

    tick: Scheduler
    figures: WorkerFigures


def worker(engine: Engine) -> Worker:
    """Make a worker of this process."""
    return Worker(Scheduler(engine, since_boot), WorkerFigures(since_boot))


def work(one: Worker, threads: int) -> None:
    """Work on what is due until SIGTERM; while the database is away, wait for it."""
    address = _address(one.tick.engine)
    while not _worked(_app(one, address), one.figures, threads):
        time.sleep(_RECONNECT_SECONDS)


def run_waiting(engine: Engine) -> None:
    """Do the jobs that wait now, and nothing that no job tells; a worker for one moment."""
    app = App(connector=PsycopgConnector(conninfo=_address(engine)))
    _add_wakes(app, worker(engine))
    app.run_worker(
        wait=False,
        listen_notify=False,
        fetch_job_polling_interval=_SOON_SECONDS,
        delete_jobs="always",
        install_signal_handlers=False,
    )


def _address(engine: Engine) -> str:
    return engine.store.url.set(drivername="postgresql").render_as_string(hide_password=False)


def _worked(app: App, figures: WorkerFigures, threads: int) -> bool:
    """Run a worker; tell whether it ended because it was told to."""
    try:
        asyncio.run(_heard(app, figures, threads))
    except (ConnectorException, psycopg.Error, OSError):
        _LOG.exception("worker lost the database")
        return False
    return True


async def _heard(app: App, figures: WorkerFigures, threads: int) -> None:
    """Run a worker, and note each second that its loop goes round."""

    async def hear() -> None:
        while True:
            figures.note_heard()
            await asyncio.sleep(_POLL_SECONDS)

    async with app.open_async():
        hearing = asyncio.create_task(hear())
        await app.run_worker_async(
            concurrency=threads,
            fetch_job_polling_interval=_POLL_SECONDS,
            shutdown_graceful_timeout=_GRACE_SECONDS,
            delete_jobs="always",
            update_heartbeat_interval=_HEARTBEAT_SECONDS,
            stalled_worker_timeout=_DEAD_SECONDS,
        )
        hearing.cancel()


def _job(wakeup: WakeUp) -> Job:
    at = instants.parse(wakeup.at)
    return Job(
        queue=DEFAULT_QUEUE,
        priority=int((_MIDDLE - at).total_seconds()),
        lock=wakeup.instance,
        queueing_lock=None,
        task_name=wakeup.kind.value,
        task_kwargs={"row": wakeup.id, "at": wakeup.at},
        scheduled_at=at,
    )


def _app(one: Worker, address: str) -> App:
    app = App(connector=PsycopgConnector(conninfo=address))
    _add_wakes(app, one)
    for job, seconds in one.tick.jobs:
        _add_sweep(app, one.figures, job, max(seconds, _SWEEP_SECONDS))
    _add_recovery(app, one.figures)
    return app


def _add_wakes(app: App, one: Worker) -> None:
    for kind in Waiting:

        def wake(context: JobContext, row: str, at: str, kind: Waiting = kind) -> None:
            with one.figures.counted(kind.value):
                one.tick.wake(kind, row, after_death=context.job.attempts > 0)

        app.task(name=kind.value, pass_context=True, retry=_AGAIN)(wake)


def _add_sweep(app: App, figures: WorkerFigures, sweep: Callable[[], None], seconds: int) -> None:
    name = f"sweep_{sweep.__name__}"

    def swept(timestamp: int) -> None:
        with figures.counted(name):
            sweep()

    task = app.task(name=name, queueing_lock=name)(swept)
    app.periodic(cron=_every(seconds))(task)


def _add_recovery(app: App, figures: WorkerFigures) -> None:
    async def recover(timestamp: int) -> None:
        jobs = app.job_manager
        for job in await jobs.get_stalled_jobs(seconds_since_heartbeat=_DEAD_SECONDS):
            _LOG.warning("job of a dead worker given out anew", extra={"job": job.task_name})
            await jobs.retry_job(job)
            figures.note_given_anew()

    task = app.task(name="recover", queueing_lock="recover")(recover)
    app.periodic(cron=_every(_SWEEP_SECONDS))(task)


def _every(seconds: int) -> str:
    return f"* * * * * */{seconds}" if seconds < 60 else "* * * * *"  # noqa: PLR2004 - a minute
