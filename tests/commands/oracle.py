"""What must be true of every instance after any fault."""

from __future__ import annotations

from sqlalchemy import bindparam, select

from engine.bpmn import interpreter
from engine.commands import history, process_definitions
from engine.commands.engine import Engine
from engine.store import locked
from engine.store.queries import history as entries
from engine.store.statements import Statement
from engine.store.tables import awaited_message, service_task, timer, user_task
from engine.store.transaction import reading

_OPEN = {
    table.name: Statement(
        "open_rows",
        select(table.c.id).where(
            table.c.instance_id == bindparam("instance_id"), table.c.ended_at.is_(None)
        ),
    )
    for table in (user_task, service_task, timer, awaited_message)
}


def assert_sound(engine: Engine, instance_id: str) -> None:
    """Hold the chains, the rows that wait and the state against each other."""
    assert history.verify(engine).broken == ()
    with reading(engine.store) as tx:
        instance = locked.process_instance_of(tx, instance_id)
        rows = {
            name: {row[0] for row in tx.all(statement, {"instance_id": instance_id})}
            for name, statement in _OPEN.items()
        }
    if instance.ended_at is not None:
        assert not any(rows.values())
        return
    definition = process_definitions.definition(engine, instance.definition_id)
    waiting = interpreter.waiting(definition, instance.state)
    assert rows == {
        "user_task": {each.id for each in waiting.user_tasks},
        "service_task": {each.id for each in waiting.service_tasks},
        "timer": {each.id for each in waiting.timers},
        "awaited_message": {each.id for each in waiting.messages},
    }
    # nothing is stuck
    assert any(rows.values())


def deeds(engine: Engine, instance_id: str, kind: str) -> int:
    """Count the entries of a kind in the history of an instance."""
    told = entries.timeline(engine.store, instance_id)
    return sum(entry.kind == kind for entry in told)
