"""Append to the sealed history of an instance, and to the answers beside it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from sqlalchemy import bindparam, insert, update
from sqlalchemy.dialects.postgresql import insert as upsert

from engine.store.statements import Statement, row_of
from engine.store.tables import answer, history
from engine.store.transaction import Transaction

_ENTRY = Statement("insert_history", insert(history))
_INSERT = upsert(answer)
# one statement for the answers that come and those that are current no longer
_ANSWERS = Statement(
    "insert_answers",
    _INSERT.on_conflict_do_update(
        index_elements=[answer.c.instance_id, answer.c.seq, answer.c.field],
        set_={"current": _INSERT.excluded.current},
    ),
)
_ERASED = Statement(
    "erase_answer",
    update(answer)
    .where(
        answer.c.instance_id == bindparam("of_instance"),
        answer.c.field == bindparam("of_field"),
        answer.c.value.is_not(None),
    )
    .values(value=None, salt=None)
    .returning(answer.c.seq),
)


@dataclass(frozen=True, slots=True)
class Entry:
    """A sealed entry of an instance's chain; hashes are hex."""

    instance_id: str
    seq: int
    at: str
    kind: str
    actor: str
    element: str
    body: bytes
    prev: str
    hash: str


class AnswerRow(NamedTuple):
    """An answer as JSON text with the salt of its digest: a row of `answer`, in its order.

    A tuple, because a completed form makes many and the driver takes them as they are.
    """

    instance_id: str
    seq: int
    field: str
    value: str
    salt: bytes
    data_class: str
    actor: str
    at: str
    current: int = 1


def append(tx: Transaction, entry: Entry) -> None:
    """Write a sealed entry."""
    tx.execute(_ENTRY, row_of(entry))
    tx.sealed.append(entry.kind)


def answer_fields(tx: Transaction, rows: Sequence[AnswerRow], replaced: Mapping[str, int]) -> None:
    """Write answers; `replaced` gives the seq of the answer that a field had until now."""
    # what the other columns of an answer that is replaced say is not stored
    old = [
        (row.instance_id, replaced[row.field], row.field, None, None, "", "", "", 0)
        for row in rows
        if row.field in replaced
    ]
    tx.execute_many(_ANSWERS, [*rows, *old])


def erase(tx: Transaction, instance_id: str, field: str) -> tuple[int, ...]:
    """Erase all values of a field and give the entries in which they stood."""
    rows = tx.all(_ERASED, {"of_instance": instance_id, "of_field": field})
    return tuple(sorted(row[0] for row in rows))
