"""Draw the next number of a series."""

from __future__ import annotations

from sqlalchemy import bindparam
from sqlalchemy.dialects.postgresql import insert as upsert

from engine.store.statements import Statement
from engine.store.tables import counter
from engine.store.transaction import Transaction

_DRAW = Statement(
    "draw_number",
    upsert(counter)
    .values(series=bindparam("series"), day=bindparam("day"), last=1)
    .on_conflict_do_update(
        index_elements=[counter.c.series, counter.c.day], set_={"last": counter.c.last + 1}
    )
    .returning(counter.c.last),
)


def draw(tx: Transaction, series: str, day: str) -> int:
    """Draw the next number of a series of a day, from 1; undone with the transaction."""
    return int(tx.one(_DRAW, {"series": series, "day": day})[0])
