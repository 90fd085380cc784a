"""The answers of an instance, the current ones and those before."""

from __future__ import annotations

import json
from collections.abc import Sequence
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
    """An answer to a field."""

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
_GIVEN = Statement(
    "given_answers",
    select(
        answer.c.seq,
        answer.c.field,
        answer.c.value,
        answer.c.data_class,
        answer.c.actor,
        answer.c.at,
    )
    .where(answer.c.instance_id == bindparam("instance_id"))
    .order_by(answer.c.seq, answer.c.field),
)


def current(store: Store, instance_id: str) -> tuple[AnswerRow, ...]:
    """List the current answers in the order in which they were given."""
    with reading(store) as tx:
        rows = tx.all(_CURRENT, {"instance_id": instance_id})
    return tuple(_row(row) for row in rows)


def given(store: Store, instance_id: str) -> tuple[tuple[int, AnswerRow], ...]:
    """List all answers with the number of the entry that they came with, the first entry first."""
    with reading(store) as tx:
        rows = tx.all(_GIVEN, {"instance_id": instance_id})
    return tuple((seq, _row(row)) for seq, *row in rows)


def _row(row: Sequence[Any]) -> AnswerRow:
    field, value, data_class, actor, at = row
    return AnswerRow(
        field=field,
        value=None if value is None else json.loads(value),
        data_class=data_class,
        actor=actor,
        at=instants.parse(at),
    )
