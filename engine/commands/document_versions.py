"""Count the versions of decision documents: one more whenever the bytes of a document changed."""

from __future__ import annotations

import hashlib
from collections import Counter
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
    """Give, by deployment and name, the version of a document and the first copy of it.

    The bytes are compared with those that the deployment was built upon or stands for.
    """
    highest: Counter[str] = Counter()
    replaced: dict[str, list[str]] = {}
    found: dict[tuple[str, str], tuple[int, DecisionCopy]] = {}
    for each in copies:
        if each.replaced_by is not None:
            replaced.setdefault(each.replaced_by, []).append(each.deployment_id)
        origins = (each.built_on, *replaced.get(each.deployment_id, ()))
        taken = (found.get((origin, each.name)) for origin in origins)
        same = [one for one in taken if one is not None and one[1].sha256 == each.sha256]
        if not same:
            highest[each.name] += 1
        number, first = same[0] if same else (highest[each.name], each)
        found[each.deployment_id, each.name] = number, first
    return found


def pinned(store: Store, files: Mapping[str, bytes], built_on: str) -> tuple[PinnedDocument, ...]:
    """Give the versions of documents whose numbers the diagrams among the files pin.

    A document among the files that differs from the one of the deployment `built_on` counts as
    its next version.
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
    return (*stored, *(each for each in _next(copies, files, built_on) if each.version in wanted))


def _next(
    copies: Iterable[DecisionCopy], files: Mapping[str, bytes], built_on: str
) -> Iterator[PinnedDocument]:
    highest: Counter[str] = Counter()
    hashes: dict[str, str] = {}
    for (deployment, name), (number, first) in counted(copies).items():
        highest[name] = max(highest[name], number)
        if deployment == built_on:
            hashes[name] = first.sha256
    given = {name: body for name, body in files.items() if name.endswith(DECISIONS)}
    for name, body in given.items():
        if hashes.get(name) != hashlib.sha256(body).hexdigest():
            yield PinnedDocument(name, highest[name] + 1, given)


def _documents(store: Store, deployment_id: str) -> dict[str, bytes]:
    with reading(store) as tx:
        files = definitions.resources(tx, deployment_id)
    return {name: body for name, body in files.items() if name.endswith(DECISIONS)}
