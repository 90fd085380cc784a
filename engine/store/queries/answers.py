"""The current answers of an instance."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, select

from engine.core import instants
from engine.store.database import Store
from engine.store.statements import Statement
from engine.store.tables import answer
from engine.store.transaction import reading


@dataclass(frozen=True, slots=True)
class AnswerRow:
    """The latest answer to a field."""

    field: str
    # JSON value, None once erased
    value: Any
    # P1 | P2 | P3
    data_class: str
    actor: str
    at: datetime


_CURRENT = Statement(
    "current_answers",
    select(answer.c.field, answer.c.value, answer.c.data_class, answer.c.actor, answer.c.at)
    .where(answer.c.instance_id == bindparam("instance_id"), answer.c.current == 1)
    .order_by(answer.c.seq, answer.c.field),
)


def current(store: Store, instance_id: str) -> tuple[AnswerRow, ...]:
    """List the current answers in the order in which they were given."""
    with reading(store) as tx:
        rows = tx.all(_CURRENT, {"instance_id": instance_id})
    return tuple(
        AnswerRow(
            field=field,
            value=None if value is None else json.loads(value),
            data_class=data_class,
            actor=actor,
            at=instants.parse(at),
        )
        for field, value, data_class, actor, at in rows
    )
