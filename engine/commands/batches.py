"""Batches: pull the open tasks that are due first, to work on them together."""

from __future__ import annotations

from engine.commands import piles, user_tasks
from engine.commands.engine import Engine
from engine.core import instants
from engine.core.errors import Conflict, InvalidInput, NotFound
from engine.core.people import Actor
from engine.store.transaction import retried, transaction
from engine.store.writes import batches as writes


def pull(engine: Engine, place: tuple[str, str], number: int, actor: Actor) -> str:
    """Claim so many tasks of an element, the earliest due first, and give the batch's number.

    What was claimed before a crash is pulled again. Raises NotFound, InvalidInput
    (`batch_size`), Conflict (`nothing_to_pull`).
    """
    if not 1 <= number <= piles.MOST:
        raise InvalidInput("batch_size", most=piles.MOST)
    found = piles.sheet(engine, place, actor)
    free = [row.task.task_id for row in found.rows if row.task.batch is None]
    claimed = [task for task in free[:number] if _claims(engine, task, actor)]
    if not claimed:
        raise Conflict("nothing_to_pull")
    return _add(engine, place, claimed, actor)


def _claims(engine: Engine, task_id: str, actor: Actor) -> bool:
    """Claim a task; what a colleague took meanwhile is left to them."""
    try:
        user_tasks.claim(engine, task_id, actor)
    except (Conflict, NotFound):
        return False
    return True


@retried
def _add(engine: Engine, place: tuple[str, str], tasks: list[str], actor: Actor) -> str:
    at = engine.clock()
    day = f"{instants.day(at):%y%m%d}"
    process_id, element = place
    made = {
        "process_id": process_id,
        "element": element,
        "made_by": actor.id,
        "made_at": instants.text(at),
    }
    with transaction(engine.store) as tx:
        return writes.add(tx, day, made, tasks)
