"""What several servers tell each other: a row that is due at an instant, or due earlier now."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any


class Waiting(StrEnum):
    """The kinds of rows that somebody is woken for."""

    TIMER = "timer"
    SERVICE_TASK = "service_task"


@dataclass(frozen=True, slots=True)
class WakeUp:
    """A row, and the instant from which on it may be worked on; the row itself decides."""

    kind: Waiting
    id: str
    at: str

    @property
    def instance(self) -> str:
        """Give what the rows of one instance have in common, for they are worked on in turn."""
        return self.id.rpartition("-")[0]


# hands wake-ups to a queue by the connection of the transaction that wrote the rows.
# Any: the connection of psycopg
Waker = Callable[[Any, Sequence[WakeUp]], None]
