"""Questions about alarms: those that ring, and what they are rung by."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, func, select

from engine.core import instants
from engine.core.alarms import Limits, Measured
from engine.store.database import Store
from engine.store.queries import sizes
from engine.store.queries.incidents import IS_INCIDENT
from engine.store.statements import Statement
from engine.store.tables import account, alarm, process_instance, service_task, setting, timer
from engine.store.transaction import Transaction, reading

# settings of the office that say when something was last done
BACKED_UP, VERIFIED = "backed_up_at", "history_verified_at"


@dataclass(frozen=True, slots=True)
class AlarmRow:
    """An alarm, ringing or cleared."""

    id: str
    kind: str
    subject: str
    # numbers and instants as text; nothing personal
    facts: Mapping[str, Any]
    raised: datetime
    told: datetime | None
    acknowledged_by: str | None
    acknowledger: str | None
    acknowledged: datetime | None
    cleared: datetime | None


_COLUMNS = (
    alarm.c.id,
    alarm.c.kind,
    alarm.c.subject,
    alarm.c.facts,
    alarm.c.raised_at,
    alarm.c.told_at,
    alarm.c.acknowledged_by,
    account.c.name,
    alarm.c.acknowledged_at,
    alarm.c.cleared_at,
)
_NAMED = select(*_COLUMNS).outerjoin_from(alarm, account, alarm.c.acknowledged_by == account.c.id)
_OPEN = Statement(
    "open_alarms", _NAMED.where(alarm.c.cleared_at.is_(None)).order_by(alarm.c.raised_at)
)
_ONE = Statement("alarm", _NAMED.where(alarm.c.id == bindparam("id")))
_CLEARED = Statement(
    "cleared_alarms",
    _NAMED.where(alarm.c.cleared_at.is_not(None))
    .order_by(alarm.c.raised_at.desc())
    .limit(bindparam("most")),
)
_WAITS = (service_task.c.ended_at.is_(None), service_task.c.next_at.is_not(None))
_MEASURED = Statement(
    "measured",
    select(
        select(func.min(timer.c.due_at))
        .where(timer.c.ended_at.is_(None), timer.c.due_at <= bindparam("now"))
        .scalar_subquery(),
        select(func.count())
        .select_from(service_task)
        .where(*_WAITS, service_task.c.opened_at <= bindparam("long_ago"))
        .scalar_subquery(),
        select(func.min(service_task.c.next_at)).where(*_WAITS).scalar_subquery(),
        select(func.min(service_task.c.opened_at)).where(*IS_INCIDENT).scalar_subquery(),
        select(func.count()).select_from(service_task).where(*IS_INCIDENT).scalar_subquery(),
        select(func.min(process_instance.c.started_at)).scalar_subquery(),
        *(
            select(setting.c.value).where(setting.c.name == name).scalar_subquery()
            for name in (BACKED_UP, VERIFIED)
        ),
    ),
)


def measured(
    store: Store, now: datetime, limits: Limits, undecreed: tuple[int, ...] = ()
) -> Measured:
    """Measure everything that may be an alarm."""
    asked = {"now": instants.text(now), "long_ago": instants.text(now - limits.outbox_waits)}
    with reading(store) as tx:
        row = tx.one(_MEASURED, asked)
    oldest, waiting, ready, incident, incidents, began, backed_up, verified = row
    return Measured(
        now=now,
        oldest_due_timer=_instant(oldest),
        waiting_long=waiting,
        oldest_ready=_instant(ready),
        oldest_incident=_instant(incident),
        incidents=incidents,
        undecreed=undecreed,
        disk_free=sizes.disk_free(store, limits.disk_folder),
        at_work_since=_instant(began),
        backed_up=_instant(backed_up),
        verified=_instant(verified),
    )


def ringing(store: Store) -> tuple[AlarmRow, ...]:
    """List the alarms whose cause lasts, the oldest first."""
    with reading(store) as tx:
        return ringing_of(tx)


def ringing_of(tx: Transaction) -> tuple[AlarmRow, ...]:
    """List the alarms whose cause lasts inside a transaction."""
    return tuple(_row(row) for row in tx.all(_OPEN))


def one_of(tx: Transaction, alarm_id: str) -> AlarmRow | None:
    """Read an alarm inside a transaction."""
    row = tx.one(_ONE, {"id": alarm_id})
    return None if row is None else _row(row)


def cleared(store: Store, most: int = 20) -> tuple[AlarmRow, ...]:
    """List the alarms that have been, the latest first."""
    with reading(store) as tx:
        return tuple(_row(row) for row in tx.all(_CLEARED, {"most": most}))


def _row(row: tuple[Any, ...]) -> AlarmRow:
    id_, kind, subject, facts, raised, told, by, name, acknowledged, cleared_at = row
    return AlarmRow(
        id=id_,
        kind=kind,
        subject=subject,
        facts=json.loads(facts),
        raised=instants.parse(raised),
        told=_instant(told),
        acknowledged_by=by,
        acknowledger=name,
        acknowledged=_instant(acknowledged),
        cleared=_instant(cleared_at),
    )


def _instant(text: str | None) -> datetime | None:
    return instants.parse(text) if text else None
