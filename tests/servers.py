"""The three ways to run an office, on a clock that the tests move."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from typing import Protocol

import psycopg

from engine import cluster
from engine.commands import service_tasks, timers
from engine.commands.engine import Engine
from engine.core import instants
from engine.store import database

# one process on SQLite; two that tick on PostgreSQL; workers who are woken by PostgreSQL
WAYS = ("one server", "two servers", "cluster")
# the queue looks at the clock of the machine; in tests a job waits for the clock of the office
_CLOCK = """
CREATE TABLE office_clock (at text NOT NULL);
INSERT INTO office_clock VALUES ('');
CREATE FUNCTION by_office_clock() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.args ? 'at' AND NEW.args->>'at' > (SELECT at FROM office_clock) THEN
    NEW.scheduled_at := '9999-01-01';
  ELSE
    NEW.scheduled_at := NULL;
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER by_office_clock BEFORE INSERT ON procrastinate_jobs
  FOR EACH ROW EXECUTE FUNCTION by_office_clock();
"""


class Servers(Protocol):
    """What fires timers and serves service tasks."""

    def fire(self) -> None:
        """Fire the timers that are due."""

    def serve(self) -> None:
        """Run the outbox until it is empty."""

    def close(self) -> None:
        """Close what was opened beside the engine of the office."""


@dataclass(frozen=True, slots=True)
class OneServer:
    """The tick of one process."""

    engine: Engine

    def fire(self) -> None:
        timers.fire_due(self.engine)

    def serve(self) -> None:
        while service_tasks.run_due(self.engine):
            pass

    def close(self) -> None:
        pass


@dataclass(frozen=True, slots=True)
class TwoServers:
    """Two processes that tick at the same moment."""

    engine: Engine
    other: Engine

    def fire(self) -> None:
        while self._together(timers.fire_due):
            pass

    def serve(self) -> None:
        while self._together(service_tasks.run_due):
            pass

    def close(self) -> None:
        database.close(self.other.store)

    def _together(self, sweep: Callable[[Engine], int]) -> int:
        with ThreadPoolExecutor(2) as pool:
            return sum(pool.map(sweep, (self.engine, self.other)))


@dataclass(frozen=True, slots=True)
class Cluster:
    """A worker who does what the jobs say, and never looks at the rows by itself."""

    engine: Engine

    def fire(self) -> None:
        self.serve()

    def serve(self) -> None:
        now = instants.text(self.engine.clock())
        with psycopg.connect(_address(self.engine), autocommit=True) as connection:
            connection.execute("UPDATE office_clock SET at = %s", (now,))
            connection.execute(
                "UPDATE procrastinate_jobs SET scheduled_at = NULL"
                " WHERE status = 'todo' AND args->>'at' <= %s",
                (now,),
            )
        # the browser tests leave an event loop running in the main thread
        with ThreadPoolExecutor(1) as worker:
            worker.submit(cluster.run_waiting, self.engine).result()

    def close(self) -> None:
        pass


def on_office_clock(url: str) -> None:
    """Let the queue of a database follow the clock of the office."""
    store = database.open_store(url)
    cluster.joined(store)
    database.close(store)
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(_CLOCK)


def run(way: str, engine: Engine) -> tuple[Engine, Servers]:
    """Run an office in one of the three ways; give its engine and what works for it."""
    if way == "cluster":
        queued = replace(engine, store=replace(engine.store, waker=cluster.Waker()))
        return queued, Cluster(queued)
    if way == "two servers":
        other = replace(engine, store=database.open_store(_address(engine)))
        return engine, TwoServers(engine, other)
    return engine, OneServer(engine)


def _address(engine: Engine) -> str:
    return engine.store.url.render_as_string(hide_password=False)
