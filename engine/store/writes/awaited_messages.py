"""Write awaited messages: opened and ended."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy.dialects.postgresql import insert as upsert

from engine.store.statements import Statement
from engine.store.tables import awaited_message
from engine.store.transaction import Transaction

_INSERT = upsert(awaited_message)
# one statement for both, so that a step that ends and opens stays within its budget
_AWAIT_OR_END = Statement(
    "await_or_end_messages",
    _INSERT.on_conflict_do_update(
        index_elements=[awaited_message.c.id],
        set_={"ended_at": _INSERT.excluded.ended_at, "ending": _INSERT.excluded.ending},
        where=awaited_message.c.ended_at.is_(None),
    ),
)
# what the columns of a row that only ends say is not stored
_ENDED: Mapping[str, Any] = {
    "process_id": "",
    "element": "",
    "name": "",
    "role": "",
    "jurisdiction": "",
    "unit": "",
    "opened_at": "",
}


def await_and_end(
    tx: Transaction, awaited: Sequence[Mapping[str, Any]], ended: Sequence[Mapping[str, Any]]
) -> None:
    """Insert awaited messages and end others (`id`, `instance_id`, `ended_at`, `ending`)."""
    opened = [{"ended_at": None, "ending": None, **row} for row in awaited]
    tx.execute_many(_AWAIT_OR_END, [*opened, *({**_ENDED, **row} for row in ended)])
