"""Figures for Prometheus: numbers of this process and of the office, nothing about people."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from hmac import compare_digest
from typing import cast

from flask import Blueprint, Response, current_app, request
from flask.typing import ResponseReturnValue
from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.exposition import CONTENT_TYPE_PLAIN_0_0_4
from prometheus_client.registry import Collector

from engine.commands.engine import Engine
from engine.core.errors import NotFound
from engine.store.queries import alarms, sent_mail, sizes, workload
from engine.store.queries import health as health_queries
from engine.store.queries import notices as notice_queries
from web import visit
from web.clockwork import Clockwork

BLUEPRINT = Blueprint("metrics", __name__)
MEASURES = "ventanilla.measures"
_LOOPBACK = frozenset(["127.0.0.1", "::1", "::ffff:127.0.0.1"])


@dataclass(frozen=True, slots=True)
class Measures:
    """What one application counts of its requests."""

    registry: CollectorRegistry = field(default_factory=CollectorRegistry)
    seconds: Histogram = field(init=False)
    answers: Counter = field(init=False)

    def __post_init__(self) -> None:
        """Register the counters of requests."""
        about, of = "Seconds until a request was answered", ("route", "method")
        seconds = Histogram("ventanilla_request_seconds", about, of, registry=self.registry)
        about, of_status = "Answered requests", ("route", "method", "status")
        answers = Counter("ventanilla_requests", about, of_status, registry=self.registry)
        # how a frozen record is completed
        object.__setattr__(self, "seconds", seconds)
        object.__setattr__(self, "answers", answers)


@BLUEPRINT.get("/metrics")
def page() -> ResponseReturnValue:
    """Give the figures to who brings the token, or without one to this machine."""
    if not may_read(visit.settings().metrics_token):
        raise NotFound("no_such_subject", id="metrics")
    standing = CollectorRegistry()
    standing.register(_Standing(visit.engine(), visit.clockwork()))
    body = generate_latest(_measures().registry) + generate_latest(standing)
    return Response(body, content_type=CONTENT_TYPE_PLAIN_0_0_4)


def deeds(engine: Engine) -> CounterMetricFamily:
    """Count the entries of the history that this process wrote."""
    about = "Entries of the history that this process wrote"
    family = CounterMetricFamily("ventanilla_deeds", about, labels=["kind"])
    for kind, number in sorted(engine.store.recorded.items()):
        family.add_metric([kind], number)
    return family


def observe(route: str, method: str, status: int, seconds: float) -> None:
    """Count a request that was answered."""
    _measures().seconds.labels(route, method).observe(seconds)
    _measures().answers.labels(route, method, str(status)).inc()


def _measures() -> Measures:
    return cast("Measures", current_app.extensions[MEASURES])


def may_read(token: str) -> bool:
    """Tell whether the request brings the token, or without one comes from this machine."""
    if not token:
        return request.remote_addr in _LOOPBACK
    given = request.headers.get("Authorization", "").removeprefix("Bearer ")
    return compare_digest(given.encode(), token.encode())


@dataclass(frozen=True, slots=True, eq=False)
class _Standing(Collector):
    """How things stand at the moment of asking."""

    engine: Engine
    clockwork: Clockwork | None

    def collect(self) -> Iterable[Metric]:
        """Ask the store."""
        yield from self._of_work()
        yield from self._of_room()
        yield from self._of_process()

    def _of_work(self) -> Iterator[Metric]:
        store, now = self.engine.store, self.engine.clock()
        health = health_queries.of(store, now)
        oldest = health.oldest_due_timer
        lag = (now - oldest).total_seconds() if oldest else 0.0
        yield gauge("timer_lag_seconds", "Age of the oldest timer that is due", lag)
        yield gauge("failing_timers", "Timers that failed to fire", health.failing_timers)
        yield gauge("open_instances", "Process instances that run", health.open_instances)
        rows = workload.outbox(store)
        waiting = {row.operation: row.waiting for row in rows}
        yield _family("outbox_waiting", "Service tasks that wait", "operation", waiting)
        failing = {row.operation: row.failing for row in rows}
        yield _family("outbox_failing", "Service tasks tried again", "operation", failing)
        stuck = {row.operation: row.incidents for row in rows}
        yield _family("incidents", "Service tasks for an operator", "operation", stuck)
        ringing = [one.kind for one in alarms.ringing(store)]
        counted = {kind: ringing.count(kind) for kind in ringing}
        yield _family("alarms", "Alarms that ring", "kind", counted)

    def _of_room(self) -> Iterator[Metric]:
        store = self.engine.store
        yield gauge("database_bytes", "Size of the database", sizes.of(store))
        yield gauge("log_bytes", "Size of the write-ahead log of SQLite", sizes.log(store))
        free = sizes.disk_free(store, self.engine.limits.disk_folder)
        if free is not None:
            yield gauge("disk_free_bytes", "Free bytes of the disk", free)
        yield gauge("notices", "Notices in accounts", notice_queries.count(store))
        mail = sent_mail.of_days(store, self.engine.clock())
        counted = {
            "sent": mail.sent,
            "failed": mail.failed,
            "undeliverable": mail.undeliverable,
        }
        yield _family("mail_week", "Mails of the last seven days", "ending", counted)

    def _of_process(self) -> Iterator[Metric]:
        yield deeds(self.engine)
        kept = self.engine.definitions
        yield gauge("definitions_kept", "Compiled definitions in memory", len(kept.by_id))
        asked = {"yes": kept.asked[True], "no": kept.asked[False]}
        yield _family("definition_lookups", "Definitions looked for", "at_hand", asked)
        if self.clockwork is not None:
            state = self.clockwork.state
            yield gauge("tick_seconds", "Seconds since the last tick", state.silent_for or 0)
            yield gauge("clock_jumped", "1 while deadlines are held", int(state.clock_jumped))


def gauge(name: str, about: str, value: float) -> GaugeMetricFamily:
    """Make a figure that goes up and down."""
    return GaugeMetricFamily(f"ventanilla_{name}", about, value=value)


def _family(name: str, about: str, label: str, counted: dict[str, int]) -> GaugeMetricFamily:
    family = GaugeMetricFamily(f"ventanilla_{name}", about, labels=[label])
    for value, number in sorted(counted.items()):
        family.add_metric([value], number)
    return family
