"""The deadlines of instances, as a port for handlers that remind of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, select

from engine.core import instants
from engine.core.ports import Moot, Standing
from engine.store.database import Store
from engine.store.statements import Statement
from engine.store.tables import timer
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


@dataclass(frozen=True, slots=True)
class StoredDeadlines:
    """Finds deadlines among the timers of the store."""

    store: Store

    def standing(
        self, instance_id: str, reminder: Mapping[str, Any], at: datetime
    ) -> Standing | None:
        """Tell how the deadline of a reminder stands, None where it has none."""
        asked = {
            "instance_id": instance_id,
            "clock": str(reminder.get("clock", "")),
            "activity": str(reminder.get("activity", "")),
        }
        with reading(self.store) as tx:
            rows = tx.all(_OF_CLOCK, asked)
        last = next((row for row in rows if row[0] == _BREACH), None)
        if last is None:
            return None
        _kind, due, ending = last
        if ending == _DISARMED:
            return Standing(instants.parse(due), Moot.SETTLED)
        now, own = instants.text(at), str(reminder.get("due", ""))
        overtaken = any(own < later <= now for _kind, later, _ending in rows)
        return Standing(instants.parse(due), Moot.OVERTAKEN if overtaken else None)
