"""Append to the sealed history of an instance, and to the answers beside it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass

from sqlalchemy import bindparam, insert, update

from engine.store.statements import Statement
from engine.store.tables import answer, history
from engine.store.transaction import Transaction

_ENTRY = Statement("insert_history", insert(history))
_ANSWERS = Statement("insert_answers", insert(answer))
_REPLACED = Statement(
    "replace_answers",
    update(answer)
    .where(
        answer.c.instance_id == bindparam("of_instance"),
        answer.c.seq == bindparam("of_seq"),
        answer.c.field == bindparam("of_field"),
    )
    .values(current=0),
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


@dataclass(frozen=True, slots=True)
class AnswerRow:
    """An answer as JSON text with the salt of its digest."""

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
    tx.execute(_ENTRY, asdict(entry))


def answer_fields(tx: Transaction, rows: Sequence[AnswerRow], replaced: Mapping[str, int]) -> None:
    """Write answers; `replaced` gives the seq of the answer that a field had until now."""
    old = [
        {"of_instance": row.instance_id, "of_seq": replaced[row.field], "of_field": row.field}
        for row in rows
        if row.field in replaced
    ]
    tx.execute_many(_REPLACED, old)
    tx.execute_many(_ANSWERS, [asdict(row) for row in rows])


def erase(tx: Transaction, instance_id: str, field: str) -> tuple[int, ...]:
    """Erase all values of a field and give the entries in which they stood."""
    rows = tx.all(_ERASED, {"of_instance": instance_id, "of_field": field})
    return tuple(sorted(row[0] for row in rows))
