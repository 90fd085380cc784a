"""The deadlines of instances, as a port for handlers that remind of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import and_, bindparam, or_, select

from engine.core import instants
from engine.core.ports import Moot, OpenTask, Standing
from engine.store.database import Store
from engine.store.statements import Statement
from engine.store.tables import timer, user_task
from engine.store.transaction import reading

_BREACH, _DISARMED = "breach", "disarmed"
_OF_CLOCK = Statement(
    "timers_of_clock",
    select(timer.c.kind, timer.c.due_at, timer.c.ending)
    .where(
        timer.c.instance_id == bindparam("instance_id"),
        timer.c.clock == bindparam("clock"),
        timer.c.activity == bindparam("activity"),
    )
    # of a task that came again the last deadline counts
    .order_by(timer.c.armed_at.desc(), timer.c.due_at.desc()),
)

# the task itself, or those inside of the call that the clock is drawn on
_TASKS = Statement(
    "open_tasks_of_clock",
    select(user_task.c.role, user_task.c.unit, user_task.c.holder)
    .select_from(user_task.outerjoin(timer, user_task.c.deadline == timer.c.id))
    .where(
        user_task.c.instance_id == bindparam("instance_id"),
        user_task.c.ended_at.is_(None),
        or_(
            user_task.c.element == bindparam("activity"),
            and_(timer.c.clock == bindparam("clock"), timer.c.activity == bindparam("activity")),
        ),
    )
    .order_by(user_task.c.opened_at, user_task.c.id),
)


@dataclass(frozen=True, slots=True)
class StoredDeadlines:
    """Finds deadlines among the timers of the store."""

    store: Store

    def standing(
        self, instance_id: str, reminder: Mapping[str, Any], at: datetime
    ) -> Standing | None:
        """Tell how the deadline of a reminder stands, None where it has none."""
        with reading(self.store) as tx:
            rows = tx.all(_OF_CLOCK, _asked(instance_id, reminder))
        last = next((row for row in rows if row[0] == _BREACH), None)
        if last is None:
            return None
        _kind, due, ending = last
        if ending == _DISARMED:
            return Standing(instants.parse(due), Moot.SETTLED)
        now, own = instants.text(at), str(reminder.get("due", ""))
        overtaken = any(own < later <= now for _kind, later, _ending in rows)
        return Standing(instants.parse(due), Moot.OVERTAKEN if overtaken else None)

    def tasks(self, instance_id: str, reminder: Mapping[str, Any]) -> tuple[OpenTask, ...]:
        """List the open user tasks that a reminder is of."""
        with reading(self.store) as tx:
            rows = tx.all(_TASKS, _asked(instance_id, reminder))
        return tuple(OpenTask(*row) for row in rows)


def _asked(instance_id: str, reminder: Mapping[str, Any]) -> dict[str, str]:
    return {
        "instance_id": instance_id,
        "clock": str(reminder.get("clock", "")),
        "activity": str(reminder.get("activity", "")),
    }
