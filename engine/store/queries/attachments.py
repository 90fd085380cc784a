"""Photographs beside the answers."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import bindparam, select

from engine.core.errors import NotFound
from engine.store.statements import Statement
from engine.store.tables import attachment
from engine.store.transaction import Transaction


@dataclass(frozen=True, slots=True)
class Attachment:
    """A photograph as it was encoded anew."""

    id: str
    instance_id: str
    field: str
    media_type: str
    body: bytes


_ONE = Statement(
    "attachment",
    select(*(attachment.c[name] for name in Attachment.__slots__)).where(
        attachment.c.id == bindparam("id")
    ),
)


def one(tx: Transaction, attachment_id: str) -> Attachment:
    """Find an attachment; raises NotFound."""
    row = tx.one(_ONE, {"id": attachment_id})
    if row is None:
        raise NotFound("no_such_attachment", id=attachment_id)
    return Attachment(*row)
