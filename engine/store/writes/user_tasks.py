"""Write user tasks: opened, held, ended."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import bindparam, update

from engine.store.statements import Statement
from engine.store.tables import user_task
from engine.store.transaction import Transaction
from engine.store.writes import exchanges

_OPEN = user_task.c.ended_at.is_(None)
_EXCHANGE = exchanges.statement(user_task, "ended_at", "ending", "completed_by", "draft")
_FILLERS = exchanges.fillers(user_task)
_FRESH: Mapping[str, Any] = {
    "holder": None,
    "held_at": None,
    "draft": None,
    "ended_at": None,
    "ending": None,
    "completed_by": None,
}
_HOLD = Statement(
    "hold_user_task",
    update(user_task)
    .where(user_task.c.id == bindparam("of_id"), _OPEN, user_task.c.holder.is_(None))
    .values(holder=bindparam("holder"), held_at=bindparam("held_at")),
)
_GIVE = Statement(
    "give_user_task",
    update(user_task)
    .where(user_task.c.id == bindparam("of_id"), _OPEN)
    .values(holder=bindparam("holder"), held_at=bindparam("held_at")),
)
_RELEASE = Statement(
    "release_user_task",
    update(user_task)
    .where(user_task.c.id == bindparam("of_id"), _OPEN)
    .values(holder=None, held_at=None),
)
_DRAFT = Statement(
    "save_draft_of_user_task",
    update(user_task)
    .where(user_task.c.id == bindparam("of_id"), _OPEN, user_task.c.holder == bindparam("by"))
    .values(draft=bindparam("draft")),
)


def open_and_end(
    tx: Transaction, opened: Sequence[Mapping[str, Any]], ended: Sequence[Mapping[str, Any]]
) -> bool:
    """Insert opened user tasks and end others; tell whether all of those were open.

    A row that ends has `id`, `instance_id`, `ended_at`, `ending` and `completed_by`.
    """
    return exchanges.write(
        tx,
        _EXCHANGE,
        [{**_FRESH, **row} for row in opened],
        [{**_FILLERS, **row} for row in ended],
    )


def hold(tx: Transaction, task_id: str, holder: str, at: str) -> bool:
    """Let an account hold an unclaimed user task; tell whether it was unclaimed."""
    row = {"of_id": task_id, "holder": holder, "held_at": at}
    return tx.changes(_HOLD, row)


def give(tx: Transaction, task_id: str, holder: str, at: str) -> None:
    """Let an account hold a user task, whoever held it."""
    tx.execute(_GIVE, {"of_id": task_id, "holder": holder, "held_at": at})


def release(tx: Transaction, task_id: str) -> None:
    """Make a user task unclaimed again."""
    tx.execute(_RELEASE, {"of_id": task_id})


def save_draft(tx: Transaction, task_id: str, holder: str, draft: str) -> bool:
    """Keep what the holder has typed so far, JSON; tell whether the account holds the task."""
    row = {"of_id": task_id, "by": holder, "draft": draft}
    return tx.changes(_DRAFT, row)
