"""A wall clock that has jumped: legal timers wait until an operator has looked at it."""

from __future__ import annotations

from typing import Protocol

from engine.commands import readings
from engine.commands.engine import Engine
from engine.core.errors import Conflict, NotPermitted
from engine.core.people import Actor

ROLE = "operator"


class WatchState(Protocol):
    """What a watch has seen."""

    @property
    def clock_jumped(self) -> bool:
        """Tell whether legal timers wait for somebody to look at the wall clock."""


class Watch(Protocol):
    """What watches the wall clock."""

    @property
    def state(self) -> WatchState:
        """Tell what it has seen."""

    def accept_clock(self) -> None:
        """Trust the wall clock again."""


def accept(engine: Engine, watch: Watch | None, actor: Actor) -> None:
    """Trust the wall clock again, which is recorded first; raise NotPermitted or Conflict."""
    if not actor.holds(ROLE):
        raise NotPermitted("not_an_operator")
    if watch is None or not watch.state.clock_jumped:
        raise Conflict("clock_not_doubted")
    readings.record(engine, actor, "clock_accepted", "", {})
    watch.accept_clock()
