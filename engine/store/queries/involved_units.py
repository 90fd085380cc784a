"""Which roles at which units an instance has been with."""

from __future__ import annotations

from sqlalchemy import bindparam, select

from engine.store.statements import Statement
from engine.store.tables import user_task
from engine.store.transaction import Transaction

_INVOLVED = Statement(
    "involved_units",
    select(user_task.c.role, user_task.c.unit)
    .distinct()
    .where(
        user_task.c.instance_id == bindparam("instance_id"),
        user_task.c.jurisdiction != "own_case",
    ),
)


def of(tx: Transaction, instance_id: str) -> frozenset[tuple[str, str]]:
    """List role and unit of every user task that was ever opened, the applicant's left out."""
    return frozenset((row[0], row[1]) for row in tx.all(_INVOLVED, {"instance_id": instance_id}))
