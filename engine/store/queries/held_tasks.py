"""The user tasks that an account holds."""

from __future__ import annotations

from sqlalchemy import bindparam, select

from engine.store.statements import Statement
from engine.store.tables import user_task
from engine.store.transaction import Transaction

_HELD = Statement(
    "tasks_held_by",
    select(user_task.c.id).where(
        user_task.c.ended_at.is_(None), user_task.c.holder == bindparam("account_id")
    ),
)

_IS_HELD = Statement(
    "is_task_held",
    select(user_task.c.id).where(
        user_task.c.instance_id == bindparam("instance_id"),
        user_task.c.element == bindparam("element"),
        user_task.c.ended_at.is_(None),
        user_task.c.holder.is_not(None),
    ),
)


def of(tx: Transaction, account_id: str) -> tuple[str, ...]:
    """Name the open user tasks that an account holds."""
    # sorted here: by an order of its own the database would read all tasks that ever were
    return tuple(sorted(row[0] for row in tx.all(_HELD, {"account_id": account_id})))


def is_held(tx: Transaction, instance_id: str, element: str) -> bool:
    """Tell whether somebody holds the open user task of an instance at an element."""
    return tx.one(_IS_HELD, {"instance_id": instance_id, "element": element}) is not None
