"""Questions about the templates of documents, each with the instant from which on it holds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import select

from engine.store.database import Store
from engine.store.statements import Statement
from engine.store.tables import content, document_template
from engine.store.transaction import Transaction, reading


@dataclass(frozen=True, slots=True)
class TemplateRow:
    """A template as it was kept; the instant as text."""

    kind: str
    from_at: str
    body: bytes


_ALL = Statement(
    "document_templates",
    select(document_template.c.kind, document_template.c.from_at, content.c.body)
    .join_from(document_template, content, content.c.sha256 == document_template.c.sha256)
    .order_by(document_template.c.kind, document_template.c.from_at),
)
_DIGESTS = Statement(
    "digests_of_document_templates",
    select(document_template.c.kind, document_template.c.sha256).order_by(
        document_template.c.from_at
    ),
)


def everything(store: Store) -> tuple[TemplateRow, ...]:
    """List all templates that were ever in force, by kind and time."""
    with reading(store) as tx:
        rows = tx.all(_ALL, {})
    return tuple(TemplateRow(kind, at, bytes(body)) for kind, at, body in rows)


def newest(tx: Transaction) -> Mapping[str, str]:
    """Give the digest of the newest template of each kind."""
    # the last one of a kind stays
    return dict(tx.all(_DIGESTS, {}))


def kinds(store: Store) -> frozenset[str]:
    """Give the kinds of documents that have a template."""
    with reading(store) as tx:
        return frozenset(newest(tx))
