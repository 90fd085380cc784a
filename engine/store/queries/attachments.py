"""Photographs beside the answers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256

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

_OF_INSTANCES = Statement(
    "uploads_of_instances",
    select(attachment.c.instance_id, attachment.c.id).where(
        attachment.c.instance_id >= bindparam("first"),
        attachment.c.instance_id <= bindparam("last"),
    ),
)
_BODY = Statement(
    "upload_to_verify", select(attachment.c.body).where(attachment.c.id == bindparam("id"))
)


def one(tx: Transaction, attachment_id: str) -> Attachment:
    """Find an attachment; raises NotFound."""
    row = tx.one(_ONE, {"id": attachment_id})
    if row is None:
        raise NotFound("no_such_attachment", id=attachment_id)
    return Attachment(*row)


def digests(tx: Transaction, around: Mapping[str, str]) -> dict[str, dict[str, str]]:
    """Give the SHA-256 of each upload's bytes in hex, by instance and id.

    `around` are the `first` and the `last` instance id; one upload is read at a time, for each may
    have some megabytes.
    """
    found: dict[str, dict[str, str]] = {}
    for instance_id, upload in tx.all(_OF_INSTANCES, around):
        (body,) = tx.one(_BODY, {"id": upload})
        found.setdefault(instance_id, {})[upload] = sha256(bytes(body)).hexdigest()
    return found
