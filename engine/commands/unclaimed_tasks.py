"""What heads must have taken: tasks of their units that nobody took for a working day."""

from __future__ import annotations

from engine.commands.engine import Engine
from engine.core import duties
from engine.core.clocks import Count
from engine.core.deadlines import Unit
from engine.core.errors import InvalidInput
from engine.core.people import Actor
from engine.store.queries import unclaimed_tasks
from engine.store.queries.inbox import InboxRow


def of(engine: Engine, actor: Actor) -> tuple[InboxRow, ...]:
    """List the tasks of the units that an actor leads which waited a working day untaken.

    They are the oldest ones of each unit, 50 at most. Who leads no unit is given none.
    """
    led = [(grant.unit, duties.led_by(grant.role)) for grant in actor.grants]
    return tuple(
        row
        for unit, roles in dict.fromkeys(led)
        if roles
        for row in unclaimed_tasks.of(engine.store, unit, roles)
        if _has_waited(engine, row)
    )


def leads(actor: Actor) -> bool:
    """Tell whether an actor leads a unit."""
    return any(duties.led_by(grant.role) for grant in actor.grants)


def _has_waited(engine: Engine, row: InboxRow) -> bool:
    try:
        waited = engine.clocks.deadline(row.opened, Count(Unit.WORKING, 1, row.unit))
    except InvalidInput:
        return False
    return waited.due <= engine.clock()
