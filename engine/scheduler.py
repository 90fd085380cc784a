"""The tick: fire due timers and run the outbox each second, watched on the monotonic clock."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC
from threading import Event, Thread

from apscheduler.executors.pool import ThreadPoolExecutor
from apscheduler.schedulers.background import BackgroundScheduler
from apscheduler.triggers.interval import IntervalTrigger

from engine.commands import (
    alarms,
    courier_scans,
    notice_mail,
    offices,
    recounts,
    service_tasks,
    timers,
)
from engine.commands.engine import Engine
from engine.core.errors import EngineError
from engine.store.wakeups import Waiting

_LOG = logging.getLogger(__name__)
_TICK_SECONDS = 1
# between two looks for what operators must know
_WATCH_SECONDS = 60
# between two looks for tasks that the courier's scans wait for
_SCAN_SECONDS = 5
# between two looks for mails that may go
_POST_SECONDS = 5
# timers between two looks at the clock
_BATCH = 200
# without a tick for so long the scheduler is restarted
_SILENCE_SECONDS = 5.0
# the wall clock may differ from the monotonic one by so much before an alarm is raised
_DRIFT_SECONDS = 300.0


@dataclass(frozen=True, slots=True)
class SchedulerState:
    """How the tick is, for health."""

    running: bool
    # seconds since the last tick that ended, None before the first
    silent_for: float | None
    fired: int
    served: int
    # how often the watchdog had to restart the tick
    restarts: int
    # code of the last failure of a whole tick, "" for none
    failure: str
    # the wall clock jumped against the monotonic one; legal timers wait until it is looked at
    clock_jumped: bool


def start(engine: Engine) -> Scheduler:
    """Begin to tick for an engine; give what stops it and tells how it is."""
    scheduler = Scheduler(engine, since_boot)
    scheduler.start()
    return scheduler


def since_boot() -> float:
    """Count the seconds since boot, those in which the machine slept among them."""
    return time.clock_gettime(getattr(time, "CLOCK_BOOTTIME", time.CLOCK_MONOTONIC))


@dataclass(slots=True)
class Scheduler:
    """The tick of one process; `start` after forking, `stop` before the store is closed."""

    engine: Engine
    # seconds that no setting of the wall clock changes
    monotonic: Callable[[], float]
    _ticking: BackgroundScheduler | None = None
    _watchdog: Thread | None = None
    _stopped: Event = field(default_factory=Event)
    _ticked_at: float | None = None
    _fired: int = 0
    _served: int = 0
    _restarts: int = 0
    _failure: str = ""
    # wall clock minus monotonic clock at the last tick
    _offset: float | None = None
    _clock_jumped: bool = False

    @property
    def state(self) -> SchedulerState:
        """Tell how the tick is."""
        silent = None if self._ticked_at is None else self.monotonic() - self._ticked_at
        return SchedulerState(
            running=self._ticking is not None and bool(self._ticking.running),
            silent_for=silent,
            fired=self._fired,
            served=self._served,
            restarts=self._restarts,
            failure=self._failure,
            clock_jumped=self._clock_jumped,
        )

    def start(self) -> None:
        """Begin to tick, and to watch the tick."""
        self._stopped.clear()
        self._ticked_at = self.monotonic()
        self._begin()
        self._watchdog = Thread(target=self._watch, name="watchdog", daemon=True)
        self._watchdog.start()

    def stop(self) -> None:
        """End the tick; one that is running is waited for."""
        self._stopped.set()
        if self._ticking is not None and self._ticking.running:
            self._ticking.shutdown(wait=True)
        if self._watchdog is not None:
            self._watchdog.join()

    def accept_clock(self) -> None:
        """Trust the wall clock again after an operator has looked at it."""
        self._clock_jumped = False
        self._offset = None

    def fire(self) -> None:
        """Fire the timers that are due now; held back after a jump of the wall clock."""
        fired = _BATCH
        while fired and not self._stopped.is_set():
            self._note_clock()
            fired = 0 if self._clock_jumped else self._attempt(timers.fire_due)
            self._fired += fired
            self._ticked_at = self.monotonic()

    def serve(self) -> None:
        """Run the service tasks that are due now."""
        self._served += self._attempt(service_tasks.run_due)

    def recount(self) -> None:
        """Count the deadlines again that an approved decree may move."""
        while not self._stopped.is_set() and self._attempt(recounts.run):
            continue

    def watch(self) -> None:
        """Ring and clear the alarms of operators."""
        self._attempt(alarms.watch)

    def scan(self) -> None:
        """Complete the tasks that scans of the courier wait for."""
        self._attempt(courier_scans.apply_waiting)

    def post(self) -> None:
        """Send the mails of notices that may go now."""
        self._attempt(notice_mail.send_due)

    @property
    def jobs(self) -> tuple[tuple[Callable[[], None], int], ...]:
        """List what is done again and again, and after how many seconds."""
        return (
            (self.fire, _TICK_SECONDS),
            (self.serve, _TICK_SECONDS),
            (self.recount, _TICK_SECONDS),
            (self.watch, _WATCH_SECONDS),
            (self.scan, _SCAN_SECONDS),
            (self.post, _POST_SECONDS),
        )

    def wake(self, kind: Waiting, row: str, *, after_death: bool = False) -> None:
        """Work on one row that somebody says is due; the row decides.

        `after_death`: somebody was working on it who is dead, or lost the database meanwhile.
        Raises what the store raises.
        """
        self.engine = offices.refreshed(self.engine)
        if kind is Waiting.SERVICE_TASK:
            run = service_tasks.take_over if after_death else service_tasks.run_one
            self._served += run(self.engine, row)
            return
        self._note_clock()
        if not self._clock_jumped:
            self._fired += timers.fire_one(self.engine, row)

    def check(self) -> None:
        """Restart the tick where it has been silent for too long."""
        silent = self.state.silent_for or 0.0
        if silent < _SILENCE_SECONDS:
            return
        _LOG.error("tick silent, restarted", extra={"seconds": silent})
        self._restarts += 1
        self._ticked_at = self.monotonic()
        if self._ticking is not None and self._ticking.running:
            self._ticking.shutdown(wait=False)
        self._begin()

    def _begin(self) -> None:
        # a thread each: neither a slow outside system nor a decree keeps legal deadlines waiting
        self._ticking = BackgroundScheduler(
            executors={"default": ThreadPoolExecutor(len(self.jobs))}, timezone=UTC
        )
        for job, seconds in self.jobs:
            self._ticking.add_job(
                job,
                IntervalTrigger(seconds=seconds, timezone=UTC),
                coalesce=True,
                max_instances=1,
                misfire_grace_time=None,
            )
        self._ticking.start()

    def _watch(self) -> None:
        while not self._stopped.wait(_TICK_SECONDS):
            self.check()

    def _attempt(self, sweep: Callable[[Engine, int], int]) -> int:
        try:
            self.engine = offices.refreshed(self.engine)
            done = sweep(self.engine, _BATCH)
        except EngineError as problem:
            _LOG.exception("tick failed", extra={"code": problem.code})
            self._failure = problem.code
            return 0
        self._failure = ""
        return done

    def _note_clock(self) -> None:
        offset = self.engine.clock().timestamp() - self.monotonic()
        before, self._offset = self._offset, offset
        if before is not None and offset - before > _DRIFT_SECONDS:
            _LOG.error("wall clock jumped", extra={"seconds": offset - before})
            self._clock_jumped = True
