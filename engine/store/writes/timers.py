"""Write timers: armed, ended, moved, put off after a failure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import bindparam, update

from engine.store.statements import Statement
from engine.store.tables import timer
from engine.store.transaction import Transaction
from engine.store.wakeups import Waiting
from engine.store.writes import exchanges

_OPEN = timer.c.ended_at.is_(None)
_EXCHANGE = exchanges.statement(timer, "ended_at", "ending")
_FILLERS = exchanges.fillers(timer)
_FRESH: Mapping[str, Any] = {
    "ended_at": None,
    "ending": None,
    "attempts": 0,
    "retry_at": None,
    "failure": None,
}
_MOVE = Statement(
    "move_timer",
    update(timer)
    .where(timer.c.id == bindparam("of_id"), _OPEN)
    .values(due_at=bindparam("due_at"), attempts=0, retry_at=None, failure=None),
)
_STAMP = Statement(
    "stamp_timer",
    update(timer)
    .where(timer.c.id == bindparam("of_id"), timer.c.due_at == bindparam("of_due"), _OPEN)
    .values(provisional=bindparam("provisional"), calendar_version=bindparam("version")),
)
_RECOUNT = Statement(
    "recount_timers",
    update(timer)
    .where(timer.c.id == bindparam("of_id"), _OPEN)
    .values(
        {
            name: bindparam(name)
            for name in (
                "due_at",
                "provisional",
                "start_at",
                "days",
                "count",
                "calendar",
                "calendar_version",
                "unit",
            )
        }
        | {"attempts": 0, "retry_at": None, "failure": None}
    ),
)
_PUT_OFF = Statement(
    "put_off_timer",
    update(timer)
    .where(timer.c.id == bindparam("of_id"), _OPEN)
    .values(
        attempts=timer.c.attempts + 1, retry_at=bindparam("retry_at"), failure=bindparam("failure")
    ),
)


def arm_and_end(
    tx: Transaction, armed: Sequence[Mapping[str, Any]], ended: Sequence[Mapping[str, Any]]
) -> None:
    """Insert armed timers and end others (`id`, `instance_id`, `ended_at`, `ending`)."""
    exchanges.write(
        tx,
        _EXCHANGE,
        [{**_FRESH, **row} for row in armed],
        [{**_FILLERS, **row} for row in ended],
    )
    tx.wake(Waiting.TIMER, ((row["id"], row["due_at"]) for row in armed))


def move(tx: Transaction, timer_id: str, due_at: str) -> bool:
    """Give an armed timer another due time; tell whether it was armed."""
    tx.wake(Waiting.TIMER, [(timer_id, due_at)])
    return tx.changes(_MOVE, {"of_id": timer_id, "due_at": due_at})


def stamp(tx: Transaction, rows: Sequence[Mapping[str, Any]]) -> None:
    """Note by which version of the calendar files open deadlines were counted.

    Each row has `of_id`, `of_due` (left alone where it is due at another time by now),
    `provisional` and `version`.
    """
    tx.execute_many(_STAMP, rows)


def recount(tx: Transaction, rows: Sequence[Mapping[str, Any]]) -> None:
    """Give armed deadlines another count: `of_id`, and the columns that say how it was made."""
    tx.execute_many(_RECOUNT, rows)
    tx.wake(Waiting.TIMER, ((row["of_id"], row["due_at"]) for row in rows))


def put_off(tx: Transaction, timer_id: str, retry_at: str, failure: str) -> None:
    """Let a timer that could not fire wait until `retry_at`."""
    tx.execute(_PUT_OFF, {"of_id": timer_id, "retry_at": retry_at, "failure": failure})
    tx.wake(Waiting.TIMER, [(timer_id, retry_at)])
