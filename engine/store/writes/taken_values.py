"""Take numbers that no two instances may have, and free those that were typed wrongly."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy import bindparam, delete, select
from sqlalchemy.dialects.postgresql import insert as upsert

from engine.store.statements import Statement
from engine.store.tables import answer, taken_value
from engine.store.transaction import Transaction

# whoever comes second waits for the first one, and then finds the number taken
_TAKE = Statement("take_value", upsert(taken_value).on_conflict_do_nothing())
_OF_NUMBER = (taken_value.c.field == bindparam("field")) & (
    taken_value.c.digest == bindparam("digest")
)
_HOLDER = Statement("load_holder_of_value", select(taken_value.c.instance_id).where(_OF_NUMBER))
_FREE = Statement(
    "free_value",
    delete(taken_value).where(_OF_NUMBER, taken_value.c.instance_id == bindparam("instance_id")),
)
_GIVEN = Statement(
    "load_answers_of_field",
    select(answer.c.instance_id, answer.c.value)
    .where(answer.c.field == bindparam("field"), answer.c.value.is_not(None))
    .order_by(answer.c.at, answer.c.seq),
)


class TakenRow(NamedTuple):
    """A number that an instance has: a row of `taken_value`, in its order."""

    field: str
    digest: str
    instance_id: str


def take(tx: Transaction, row: TakenRow) -> str | None:
    """Take a number for an instance; give the one that has it where it is taken."""
    if tx.execute(_TAKE, row).rowcount == 1:
        return None
    return str(tx.one(_HOLDER, {"field": row.field, "digest": row.digest})[0])


def free(tx: Transaction, row: TakenRow) -> bool:
    """Let others take a number that an instance has; False where it has it not."""
    return tx.changes(_FREE, row._asdict())


def take_all(tx: Transaction, rows: Sequence[TakenRow]) -> None:
    """Take many numbers; what is taken stays with who has it."""
    tx.execute_many(_TAKE, rows)


def given_so_far(tx: Transaction, field: str) -> list[tuple[str, str]]:
    """List the answers to a field in all instances, as JSON texts, the first ones first."""
    return tx.all(_GIVEN, {"field": field})
