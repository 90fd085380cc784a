"""Write user tasks: opened, held, ended."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import bindparam, insert, update

from engine.store.statements import Statement
from engine.store.tables import user_task
from engine.store.transaction import Transaction

_OPEN = user_task.c.ended_at.is_(None)
_INSERT = Statement("insert_user_tasks", insert(user_task))
_END = Statement(
    "end_user_tasks",
    update(user_task)
    .where(user_task.c.id == bindparam("of_id"), _OPEN)
    .values(
        ended_at=bindparam("ended_at"),
        ending=bindparam("ending"),
        completed_by=bindparam("completed_by"),
        draft=None,
    ),
)
_HOLD = Statement(
    "hold_user_task",
    update(user_task)
    .where(user_task.c.id == bindparam("of_id"), _OPEN, user_task.c.holder.is_(None))
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


def add(tx: Transaction, rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert opened user tasks; the keys are the columns."""
    tx.execute_many(_INSERT, rows)


def end(tx: Transaction, rows: Sequence[Mapping[str, Any]]) -> bool:
    """End user tasks (`of_id`, `ended_at`, `ending`, `completed_by`); tell if all were open."""
    return tx.execute_many(_END, rows) == len(rows)


def hold(tx: Transaction, task_id: str, holder: str, at: str) -> bool:
    """Let an account hold an unclaimed user task; tell whether it was unclaimed."""
    row = {"of_id": task_id, "holder": holder, "held_at": at}
    return int(tx.execute(_HOLD, row).rowcount) == 1


def release(tx: Transaction, task_id: str) -> None:
    """Make a user task unclaimed again."""
    tx.execute(_RELEASE, {"of_id": task_id})


def save_draft(tx: Transaction, task_id: str, holder: str, draft: str) -> bool:
    """Keep what the holder has typed so far, JSON; tell whether the account holds the task."""
    row = {"of_id": task_id, "by": holder, "draft": draft}
    return int(tx.execute(_DRAFT, row).rowcount) == 1
