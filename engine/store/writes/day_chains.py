"""Append to the chains per day: readings, searches, sign-ins, deployments, grants."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import bindparam, insert, select, update

from engine.store.statements import Statement, row_of
from engine.store.tables import day_chain, day_entry
from engine.store.transaction import Transaction

_HEAD = Statement(
    "day_chain_head",
    select(day_chain.c.head_seq, day_chain.c.head_hash)
    .where(day_chain.c.day == bindparam("day"))
    .with_for_update(),
)
_BEGIN = Statement("begin_day_chain", insert(day_chain))
_CONTINUE = Statement(
    "continue_day_chain",
    update(day_chain)
    .where(day_chain.c.day == bindparam("of_day"))
    .values(head_seq=bindparam("head_seq"), head_hash=bindparam("head_hash")),
)
_ENTRY = Statement("insert_day_entry", insert(day_entry))


@dataclass(frozen=True, slots=True)
class DayEntry:
    """A sealed entry of the chain of a day; hashes are hex."""

    day: str
    seq: int
    at: str
    kind: str
    actor: str
    instance_id: str
    body: bytes
    prev: str
    hash: str


def head(tx: Transaction, day: str) -> tuple[int, str] | None:
    """Lock the chain of a day and give the seq and hash of its head, None before the first."""
    row = tx.one(_HEAD, {"day": day})
    return None if row is None else (row[0], row[1])


def append(tx: Transaction, entry: DayEntry) -> None:
    """Write an entry behind the head that `head` gave."""
    new_head = {"head_seq": entry.seq, "head_hash": entry.hash}
    if entry.seq == 1:
        tx.execute(_BEGIN, {"day": entry.day, **new_head})
    else:
        tx.execute(_CONTINUE, {"of_day": entry.day, **new_head})
    tx.execute(_ENTRY, row_of(entry))
    tx.sealed.append(entry.kind)
