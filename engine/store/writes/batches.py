"""Write batches: open user tasks that were pulled together."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import insert

from engine.store.statements import Statement
from engine.store.tables import batch, batch_task
from engine.store.transaction import Transaction
from engine.store.writes import counters

_ADD = Statement("add_batch", insert(batch))
_ADD_TASKS = Statement("add_tasks_of_batch", insert(batch_task))
_SERIES = "batch"


def add(tx: Transaction, day: str, made: dict[str, str], tasks: Sequence[str]) -> str:
    """Write a batch with its tasks and give its number, the next of a day such as 260316."""
    number = f"B-{day}-{counters.draw(tx, _SERIES, day):03}"
    tx.execute(_ADD, {"number": number, **made})
    tx.execute_many(_ADD_TASKS, [{"task_id": task, "batch": number} for task in tasks])
    return number
