"""Questions about the templates of documents, each with the instant from which on it holds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import bindparam, select

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


_TEMPLATES = (
    select(document_template.c.kind, document_template.c.from_at, content.c.body)
    .join_from(document_template, content, content.c.sha256 == document_template.c.sha256)
    .order_by(document_template.c.kind, document_template.c.from_at)
)
_ALL = Statement("document_templates", _TEMPLATES)
_OF_KIND = Statement(
    "document_templates_of_kind",
    _TEMPLATES.where(document_template.c.kind == bindparam("kind")),
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
        return tuple(_row(*row) for row in tx.all(_ALL, {}))


def of_kind(store: Store, kind: str) -> tuple[TemplateRow, ...]:
    """List the templates of a kind that were ever in force, the oldest first."""
    with reading(store) as tx:
        return tuple(_row(*row) for row in tx.all(_OF_KIND, {"kind": kind}))


def newest(tx: Transaction) -> Mapping[str, str]:
    """Give the digest of the newest template of each kind."""
    # the last one of a kind stays
    return dict(tx.all(_DIGESTS, {}))


def kinds(store: Store) -> frozenset[str]:
    """Give the kinds of documents that have a template."""
    with reading(store) as tx:
        return frozenset(newest(tx))


def _row(kind: str, from_at: str, body: bytes) -> TemplateRow:
    return TemplateRow(kind, from_at, bytes(body))
