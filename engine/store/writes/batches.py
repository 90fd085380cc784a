"""Write batches: open user tasks that were pulled together."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import bindparam, func, insert, select

from engine.store.statements import Statement
from engine.store.tables import batch, batch_task
from engine.store.transaction import Transaction

_ADD = Statement("add_batch", insert(batch))
_ADD_TASKS = Statement("add_tasks_of_batch", insert(batch_task))
_COUNT = Statement(
    "batches_of_day",
    select(func.count()).where(batch.c.number.like(bindparam("like"))),
)


def add(tx: Transaction, day: str, made: dict[str, str], tasks: Sequence[str]) -> str:
    """Write a batch with its tasks and give its number, the next of a day such as 260316."""
    row = tx.one(_COUNT, {"like": f"B-{day}-%"})
    number = f"B-{day}-{(row[0] if row else 0) + 1:03}"
    tx.execute(_ADD, {"number": number, **made})
    tx.execute_many(_ADD_TASKS, [{"task_id": task, "batch": number} for task in tasks])
    return number
