"""Count the versions of decision documents: one more whenever the bytes of a document changed."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping

from engine.bpmn import called_decisions
from engine.bpmn.resources import PinnedDocument
from engine.store.database import Store
from engine.store.queries import decisions as queries
from engine.store.queries import definitions
from engine.store.queries.decisions import DecisionCopy
from engine.store.transaction import reading

DECISIONS = ".dmn"
_DIAGRAM = ".bpmn"


def counted(copies: Iterable[DecisionCopy]) -> Mapping[tuple[str, str], tuple[int, DecisionCopy]]:
    """Give, by deployment and name, the version of a document and the first copy of it."""
    last: dict[str, tuple[int, DecisionCopy]] = {}
    found: dict[tuple[str, str], tuple[int, DecisionCopy]] = {}
    for each in copies:
        number, first = last.get(each.name, (0, each))
        if number == 0 or first.sha256 != each.sha256:
            number, first = number + 1, each
        last[each.name] = found[each.deployment_id, each.name] = number, first
    return found


def pinned(store: Store, files: Mapping[str, bytes]) -> tuple[PinnedDocument, ...]:
    """Give the versions of documents whose numbers the diagrams among the files pin.

    A document among the files that differs from the latest one counts as its next version.
    """
    drawn = {name: body for name, body in files.items() if name.endswith(_DIAGRAM)}
    wanted = called_decisions.pins(drawn)
    if not wanted:
        return ()
    copies = queries.copies(store)
    stored = (
        PinnedDocument(first.name, number, _documents(store, first.deployment_id))
        for number, first in dict.fromkeys(counted(copies).values())
        if number in wanted
    )
    return (*stored, *(each for each in _next(copies, files) if each.version in wanted))


def _next(copies: Iterable[DecisionCopy], files: Mapping[str, bytes]) -> Iterator[PinnedDocument]:
    last = {name: found for (_deployment, name), found in counted(copies).items()}
    given = {name: body for name, body in files.items() if name.endswith(DECISIONS)}
    for name, body in given.items():
        number = last[name][0] if name in last else 0
        if not number or last[name][1].sha256 != hashlib.sha256(body).hexdigest():
            yield PinnedDocument(name, number + 1, given)


def _documents(store: Store, deployment_id: str) -> dict[str, bytes]:
    with reading(store) as tx:
        files = definitions.resources(tx, deployment_id)
    return {name: body for name, body in files.items() if name.endswith(DECISIONS)}
