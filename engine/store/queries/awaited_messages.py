"""Which instances wait for a message, found by one of their answers."""

from __future__ import annotations

from sqlalchemy import bindparam, literal_column, select

from engine.store.database import Store
from engine.store.statements import Statement
from engine.store.tables import answer, awaited_message
from engine.store.transaction import reading

_RECEIVERS = Statement(
    "receivers_of_message",
    select(awaited_message.c.instance_id)
    .distinct()
    .join_from(
        awaited_message,
        answer,
        (answer.c.instance_id == awaited_message.c.instance_id)
        & (answer.c.field == bindparam("of_field"))
        & (answer.c.current == literal_column("1")),
    )
    .where(
        awaited_message.c.name == bindparam("message"),
        awaited_message.c.ended_at.is_(None),
        answer.c.value == bindparam("of_value"),
    )
    .order_by(awaited_message.c.instance_id),
)


def receivers(store: Store, message: str, answered: tuple[str, str]) -> list[str]:
    """List the instances that wait for a message and have this answer (field, JSON text)."""
    field, value = answered
    row = {"message": message, "of_field": field, "of_value": value}
    with reading(store) as tx:
        return [str(instance_id) for (instance_id,) in tx.all(_RECEIVERS, row)]
