"""What a worker has done since it started, in numbers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import Lock

DONE, FAILED = "done", "failed"


@dataclass(frozen=True, slots=True)
class Done:
    """The figures of one moment."""

    # by kind and ending
    ended: Mapping[tuple[str, str], int]
    # by kind
    seconds: Mapping[str, float]
    # jobs of dead workers that this one gave out anew
    given_anew: int
    # seconds since the worker was last known to be at work, None before it began
    silent_for: float | None


@dataclass(slots=True)
class WorkerFigures:
    """Counts jobs by kind and ending, from several threads."""

    # seconds that no setting of the wall clock changes
    monotonic: Callable[[], float]
    _ended: Counter[tuple[str, str]] = field(default_factory=Counter)
    _seconds: dict[str, float] = field(default_factory=dict)
    _given_anew: int = 0
    _heard_at: float | None = None
    _lock: Lock = field(default_factory=Lock)

    @contextmanager
    def counted(self, kind: str) -> Iterator[None]:
        """Count a job of a kind with its seconds; one that raises has failed."""
        begun, ending = self.monotonic(), FAILED
        try:
            yield
            ending = DONE
        finally:
            with self._lock:
                self._ended[kind, ending] += 1
                spent = self._seconds.get(kind, 0.0) + self.monotonic() - begun
                self._seconds[kind] = spent

    def note_given_anew(self) -> None:
        """Count a job of a dead worker that was given out anew."""
        with self._lock:
            self._given_anew += 1

    def note_heard(self) -> None:
        """Note that the worker is at work."""
        self._heard_at = self.monotonic()

    @property
    def done(self) -> Done:
        """Give the figures of this moment."""
        heard = self._heard_at
        with self._lock:
            return Done(
                ended=dict(self._ended),
                seconds=dict(self._seconds),
                given_anew=self._given_anew,
                silent_for=None if heard is None else self.monotonic() - heard,
            )
