"""The templates of documents: kept as they change, so that a document says what it said."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from itertools import groupby
from operator import attrgetter

from engine.commands.engine import Engine
from engine.core import instants
from engine.core.errors import Conflict
from engine.store.queries import document_templates as queries
from engine.store.queries.document_templates import TemplateRow
from engine.store.transaction import reading, transaction
from engine.store.writes import document_templates as writes
from forms import documents
from forms.documents import DocumentTemplate

_CACHED = 128


@dataclass(frozen=True, slots=True)
class KeptTemplates:
    """Templates that were ever in force, by kind, the oldest first."""

    by_kind: Mapping[str, tuple[TemplateRow, ...]]

    def at(self, kind: str, at: datetime) -> DocumentTemplate | None:
        """Give what a document of a kind said at an instant, None for an unknown kind.

        One from before the first template was kept says what that one does.
        """
        rows = self.by_kind.get(kind, ())
        before = [row for row in rows if row.from_at <= instants.text(at)]
        return _read(kind, (before[-1] if before else rows[0]).body) if rows else None

    def newest(self, kind: str) -> DocumentTemplate | None:
        """Give what a document of a kind says now."""
        rows = self.by_kind.get(kind, ())
        return _read(kind, rows[-1].body) if rows else None


def keep(engine: Engine, shipped: Mapping[str, bytes]) -> None:
    """Keep the templates of this release, by kind, where they differ from those kept last.

    Documents that were given before go on saying what they said. Raises TemplateRejected.
    """
    with reading(engine.store) as tx:
        changed = dict(_changed(shipped, queries.newest(tx)))
    if not changed:
        return
    for kind, (_sha, body) in changed.items():
        _read(kind, body)
    try:
        with transaction(engine.store) as tx:
            still = dict(_changed(shipped, queries.newest(tx)))
            writes.add(tx, still, instants.text(engine.clock()))
    except Conflict:
        # another process was first: its files are the same
        return


def kept(engine: Engine) -> KeptTemplates:
    """Give the templates of all kinds and times; one statement."""
    rows = groupby(queries.everything(engine.store), attrgetter("kind"))
    return KeptTemplates({kind: tuple(found) for kind, found in rows})


def kept_of(engine: Engine, kind: str) -> KeptTemplates:
    """Give the templates of one kind; one statement."""
    return KeptTemplates({kind: queries.of_kind(engine.store, kind)})


def _changed(
    shipped: Mapping[str, bytes], before: Mapping[str, str]
) -> Iterator[tuple[str, tuple[str, bytes]]]:
    for kind, body in shipped.items():
        sha = hashlib.sha256(body).hexdigest()
        if before.get(kind) != sha:
            yield kind, (sha, body)


@lru_cache(_CACHED)
def _read(kind: str, body: bytes) -> DocumentTemplate:
    return documents.read(kind, body.decode("utf-8"))
