"""Compare what the rows of a chain say with its sealed entries, which say it too."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from engine.core import sealing
from engine.core.people import SYSTEM
from engine.core.tampering import BadEntry, Kind
from engine.store.queries.history import Chain, ChainRow, InstanceColumns, SideValue

_UPLOAD_ID = re.compile(r'"(?P<id>[0-9a-f]{32}-(?P<digest>[0-9a-f]{64}))"')


def of_entries(chain: Chain, about: str) -> Iterator[BadEntry]:
    """Compare columns and answers with their entries; `about` is that column's name in a body."""
    entries = {row.seq: row for row in chain.entries}
    for row in chain.entries:
        body = _body(row)
        told = (body.get("at"), body.get("kind"), body.get("actor"), body.get(about))
        if told != (row.at, row.kind, row.actor, row.about):
            yield BadEntry(row.seq, Kind.CHANGED)
    for each in chain.values:
        entry = entries.get(each.seq)
        if entry is None:
            yield BadEntry(each.seq, Kind.INSERTED)
        elif not _stands(each, entry, chain):
            yield BadEntry(each.seq, Kind.CHANGED)


def of_the_whole(chain: Chain) -> Iterator[BadEntry]:
    """Compare with a chain that stands what counts after all of it: answers, start and end."""
    latest: dict[str, int] = {}
    for each in chain.values:
        latest[each.field] = max(each.seq, latest.get(each.field, 0))
    for each in chain.values:
        if each.current != int(latest[each.field] == each.seq):
            yield BadEntry(each.seq, Kind.CHANGED)
    if chain.columns is not None and chain.entries:
        yield from _instance(chain.columns, chain.entries)


def _stands(value: SideValue, entry: ChainRow, chain: Chain) -> bool:
    return (
        value.at == entry.at
        and value.actor in {entry.actor, SYSTEM.id}
        and _class_stands(value, _body(entry))
        and _upload_stands(value, chain)
    )


# Any: a body is JSON
def _class_stands(value: SideValue, body: Mapping[str, Any]) -> bool:
    classes = body.get(sealing.CLASSES, {})
    told = (name for name, fields in classes.items() if value.field in fields)
    return value.data_class == next(told, sealing.USUAL_CLASS)


def _upload_stands(value: SideValue, chain: Chain) -> bool:
    """Tell whether the bytes of an upload are those that its id, the value, seals."""
    named = _UPLOAD_ID.fullmatch(value.value or "")
    return named is None or chain.uploads.get(named["id"]) == named["digest"]


# Any: a body is JSON
def _body(row: ChainRow) -> Mapping[str, Any]:
    try:
        body = json.loads(bytes(row.body))
    except (ValueError, RecursionError):
        return {}
    return body if isinstance(body, dict) else {}


def _instance(row: InstanceColumns, entries: Sequence[ChainRow]) -> Iterator[BadEntry]:
    """Compare how an instance began and ended with its entries."""
    began = _body(entries[0])
    # who orders that a case be taken up again is not the one whose case it is
    starter = began.get("starter", began.get("actor"))
    told = (began.get("definition"), began.get("case_no"), starter, began.get("at"))
    if told != (row.definition_id, row.case_no, row.started_by, row.started_at):
        yield BadEntry(entries[0].seq, Kind.CHANGED)
    ends = [(each.seq, _body(each)) for each in entries if b'"outcome"' in bytes(each.body)]
    seq, ended = next(
        (end for end in ends if "outcome" in end[1]), (entries[-1].seq, dict[str, Any]())
    )
    if (row.outcome, row.ended_at) != (ended.get("outcome"), ended.get("at")):
        yield BadEntry(seq, Kind.CHANGED)
