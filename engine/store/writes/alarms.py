"""Write alarms: raised, seen again, told, acknowledged, cleared."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import bindparam, update
from sqlalchemy.dialects.postgresql import insert as upsert

from engine.store.statements import Statement
from engine.store.tables import alarm
from engine.store.transaction import Transaction

_OPEN = (alarm.c.id == bindparam("of_id"), alarm.c.cleared_at.is_(None))
# another process may have raised it in the same minute
_RAISE = Statement("raise_alarm", upsert(alarm).on_conflict_do_nothing())
_SEE = Statement(
    "see_alarm",
    update(alarm).where(*_OPEN).values(seen_at=bindparam("at"), facts=bindparam("facts")),
)
_CLEAR = Statement("clear_alarm", update(alarm).where(*_OPEN).values(cleared_at=bindparam("at")))
_TELL = Statement(
    "tell_alarm",
    update(alarm)
    .where(*_OPEN, alarm.c.told_at.is_not_distinct_from(bindparam("seen")))
    .values(told_at=bindparam("at")),
)
_ACKNOWLEDGE = Statement(
    "acknowledge_alarm",
    update(alarm)
    .where(*_OPEN, alarm.c.acknowledged_at.is_(None))
    .values(acknowledged_by=bindparam("by"), acknowledged_at=bindparam("at")),
)


def ring(tx: Transaction, row: Mapping[str, Any]) -> bool:
    """Insert an alarm; tell whether it did not ring already."""
    quiet = {
        "told_at": None,
        "acknowledged_by": None,
        "acknowledged_at": None,
        "cleared_at": None,
    }
    return tx.changes(_RAISE, {**quiet, **row})


def see(tx: Transaction, alarm_id: str, facts: str, at: str) -> None:
    """Note that the cause of an alarm lasts, and how it stands now (JSON)."""
    tx.execute(_SEE, {"of_id": alarm_id, "facts": facts, "at": at})


def clear(tx: Transaction, alarm_id: str, at: str) -> None:
    """Note that the cause of an alarm is gone."""
    tx.execute(_CLEAR, {"of_id": alarm_id, "at": at})


def tell(tx: Transaction, alarm_id: str, seen: str | None, at: str | None) -> bool:
    """Note when an alarm was told by mail; tell whether no other process was first."""
    return tx.changes(_TELL, {"of_id": alarm_id, "seen": seen, "at": at})


def acknowledge(tx: Transaction, alarm_id: str, by: str, at: str) -> bool:
    """Note who looks after an alarm; tell whether nobody did before and it still rings."""
    return tx.changes(_ACKNOWLEDGE, {"of_id": alarm_id, "by": by, "at": at})
