"""Write process instances: their state, their place in the history, what is unique to them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import bindparam, delete, func, insert, select, update
from sqlalchemy.dialects.postgresql import insert as upsert

from engine.store.refusals import TryAgain
from engine.store.statements import Statement, row_of
from engine.store.tables import open_subject, process_instance
from engine.store.transaction import Transaction

_INSERT = Statement("insert_process_instance", insert(process_instance))
_ADVANCE = Statement(
    "update_process_instance",
    update(process_instance)
    .where(
        process_instance.c.id == bindparam("of_id"),
        process_instance.c.version == bindparam("of_version"),
    )
    .values(
        version=process_instance.c.version + 1,
        state=func.coalesce(bindparam("state"), process_instance.c.state),
        status=func.coalesce(bindparam("status"), process_instance.c.status),
        ended_at=bindparam("ended_at"),
        outcome=func.coalesce(bindparam("outcome"), process_instance.c.outcome),
        head_seq=bindparam("head_seq"),
        head_hash=bindparam("head_hash"),
    ),
)
_CLAIM = Statement(
    "claim_open_subject",
    upsert(open_subject).on_conflict_do_nothing(),
)
_HOLDER = Statement(
    "load_open_subject",
    select(open_subject.c.instance_id).where(
        open_subject.c.process_id == bindparam("process_id"),
        open_subject.c.subject_digest == bindparam("subject_digest"),
    ),
)
_FREE = Statement(
    "free_open_subjects",
    delete(open_subject).where(open_subject.c.instance_id == bindparam("instance_id")),
)


@dataclass(frozen=True, slots=True)
class Advance:
    """What one deed changes in the row of its instance; None keeps state, status and outcome."""

    state: bytes | None
    status: str | None
    ended_at: str | None
    outcome: str | None
    head_seq: int
    head_hash: str


def add(tx: Transaction, row: Mapping[str, Any]) -> None:
    """Insert a process instance; the keys are its columns."""
    tx.execute(_INSERT, row)


def advance(tx: Transaction, instance_id: str, version: int, change: Advance) -> None:
    """Move an instance on from the version that was loaded; raises TryAgain where it moved."""
    row = {"of_id": instance_id, "of_version": version, **row_of(change)}
    if not tx.changes(_ADVANCE, row):
        raise TryAgain("instance_moved_on", instance=instance_id)


def claim_subject(tx: Transaction, process_id: str, digest: str, instance_id: str) -> str | None:
    """Make an instance the only open one of its subject; give the other one where there is."""
    key = {"process_id": process_id, "subject_digest": digest}
    if tx.changes(_CLAIM, {**key, "instance_id": instance_id}):
        return None
    return str(tx.one(_HOLDER, key)[0])


def free_subjects(tx: Transaction, instance_id: str) -> None:
    """Let the subject of an ended instance start another."""
    tx.execute(_FREE, {"instance_id": instance_id})
