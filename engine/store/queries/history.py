"""Questions about the sealed history: timelines, and all chains for verification."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import bindparam, select, union_all

from engine.core.errors import NotFound
from engine.store import cells
from engine.store.database import Store
from engine.store.queries import attachments
from engine.store.statements import Statement
from engine.store.tables import (
    account,
    answer,
    day_chain,
    day_entry,
    history,
    process_instance,
)
from engine.store.transaction import Transaction, reading, snapshot


@dataclass(frozen=True, slots=True)
class TimelineEntry:
    """One deed on an instance, or one reading of it."""

    at: str
    kind: str
    # account id and name
    actor: str
    actor_name: str
    # 0 for a reading
    seq: int
    element: str
    # everything that the entry says, without personal values
    body: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class ChainRow:
    """An entry as it stands in the store; hashes are hex."""

    seq: int
    at: str
    kind: str
    actor: str
    # of an instance's chain its element, of a day's chain the instance
    about: str
    body: bytes
    prev: str
    hash: str


@dataclass(frozen=True, slots=True)
class SideValue:
    """A value beside an entry: JSON text and salt, both None once erased."""

    seq: int
    field: str
    value: str | None
    salt: bytes | None
    data_class: str
    current: int
    actor: str
    at: str


@dataclass(frozen=True, slots=True)
class InstanceColumns:
    """What the row of an instance repeats of its history."""

    definition_id: str
    case_no: str
    started_by: str
    started_at: str
    ended_at: str | None
    outcome: str | None


@dataclass(frozen=True, slots=True)
class Chain:
    """A whole chain with the head that its row remembers."""

    name: str
    head_seq: int
    # "" where the row is gone
    head_hash: str
    entries: tuple[ChainRow, ...]
    values: tuple[SideValue, ...] = ()
    # None of a day's chain, and where the row is gone
    columns: InstanceColumns | None = None
    # id of each upload → SHA-256 of its bytes in hex
    uploads: Mapping[str, str] = field(default_factory=dict)


_TIMELINE = Statement(
    "timeline",
    union_all(
        select(
            history.c.at,
            history.c.kind,
            history.c.actor,
            account.c.name,
            history.c.seq,
            history.c.element,
            history.c.body,
        )
        .join_from(history, account, history.c.actor == account.c.id, isouter=True)
        .where(history.c.instance_id == bindparam("instance_id")),
        select(
            day_entry.c.at,
            day_entry.c.kind,
            day_entry.c.actor,
            account.c.name,
            bindparam("no_seq", 0).label("seq"),
            bindparam("no_element", "").label("element"),
            day_entry.c.body,
        )
        .join_from(day_entry, account, day_entry.c.actor == account.c.id, isouter=True)
        .where(day_entry.c.instance_id == bindparam("instance_id")),
    ).order_by("at", "seq"),
)
_HEADS = select(
    process_instance.c.id,
    process_instance.c.head_seq,
    process_instance.c.head_hash,
    *(process_instance.c[name] for name in InstanceColumns.__slots__),
)
_INSTANCE = Statement(
    "head_of_instance", _HEADS.where(process_instance.c.id == bindparam("instance_id"))
)
_INSTANCES = Statement(
    "heads_of_instances",
    _HEADS.where(process_instance.c.id > bindparam("after"))
    .order_by(process_instance.c.id)
    .limit(bindparam("most")),
)
_HEADLESS_INSTANCES = Statement(
    "instances_without_a_head",
    select(history.c.instance_id)
    .distinct()
    .where(history.c.instance_id.not_in(select(process_instance.c.id)))
    .order_by(history.c.instance_id),
)
_HEADLESS_DAYS = Statement(
    "days_without_a_head",
    select(day_entry.c.day)
    .distinct()
    .where(day_entry.c.day.not_in(select(day_chain.c.day)))
    .order_by(day_entry.c.day),
)
_DAYS = Statement(
    "heads_of_days",
    select(day_chain.c.day, day_chain.c.head_seq, day_chain.c.head_hash)
    .where(day_chain.c.day > bindparam("after"))
    .order_by(day_chain.c.day)
    .limit(bindparam("most")),
)
_ENTRIES = Statement(
    "entries_of_instances",
    select(
        history.c.instance_id,
        history.c.seq,
        history.c.at,
        history.c.kind,
        history.c.actor,
        history.c.element,
        history.c.body,
        history.c.prev,
        history.c.hash,
    )
    .where(history.c.instance_id >= bindparam("first"), history.c.instance_id <= bindparam("last"))
    .order_by(history.c.instance_id, history.c.seq),
)
_VALUES = Statement(
    "values_of_instances",
    select(
        answer.c.instance_id,
        answer.c.seq,
        answer.c.field,
        answer.c.value,
        answer.c.salt,
        answer.c.data_class,
        answer.c.current,
        answer.c.actor,
        answer.c.at,
    ).where(answer.c.instance_id >= bindparam("first"), answer.c.instance_id <= bindparam("last")),
)
_DAY_ENTRIES = Statement(
    "entries_of_day",
    select(
        day_entry.c.seq,
        day_entry.c.at,
        day_entry.c.kind,
        day_entry.c.actor,
        day_entry.c.instance_id,
        day_entry.c.body,
        day_entry.c.prev,
        day_entry.c.hash,
    )
    .where(day_entry.c.day == bindparam("day"))
    .order_by(day_entry.c.seq),
)
_PAGE = 200


def timeline(store: Store, instance_id: str) -> tuple[TimelineEntry, ...]:
    """List deeds on an instance and readings of it in the order of time."""
    with reading(store) as tx:
        rows = tx.all(_TIMELINE, {"instance_id": instance_id})
    return tuple(
        TimelineEntry(at, kind, actor, name or actor, seq, element, json.loads(cells.octets(body)))
        for at, kind, actor, name, seq, element, body in rows
    )


def instance_chains(store: Store) -> Iterator[Chain]:
    """Give the chain of every instance by id, some hundred at a time, each time as of one moment.

    Chains whose instance is gone come last.
    """
    after: str | None = ""
    while after is not None:
        with snapshot(store) as tx:
            heads = tx.all(_INSTANCES, {"after": after, "most": _PAGE})
            after = heads[-1][0] if heads else None
            heads = heads or [(name, 0, "") for (name,) in tx.all(_HEADLESS_INSTANCES)]
            chains = _chains(tx, heads) if heads else []
        yield from chains


def instance_chain(store: Store, instance_id: str) -> Chain:
    """Give the chain of one instance as of one moment; raises NotFound."""
    with snapshot(store) as tx:
        heads = tx.all(_INSTANCE, {"instance_id": instance_id})
        chains = _chains(tx, heads) if heads else []
    if not chains:
        raise NotFound("no_such_subject", id=instance_id)
    return chains[0]


def day_chains(store: Store) -> Iterator[Chain]:
    """Give the chain of every day in the order of days, each as of one moment.

    Those that lost their head come last.
    """
    after: str | None = ""
    while after is not None:
        with snapshot(store) as tx:
            heads = tx.all(_DAYS, {"after": after, "most": 1})
            after = heads[-1][0] if heads else None
            heads = heads or [(day, 0, "") for (day,) in tx.all(_HEADLESS_DAYS)]
            chains = [_day(tx, *head) for head in heads]
        yield from chains


def _day(tx: Transaction, day: str, head_seq: int, head_hash: str) -> Chain:
    rows = tx.all(_DAY_ENTRIES, {"day": day})
    return Chain(
        day,
        cells.whole(head_seq),
        cells.text(head_hash),
        tuple(cells.record(ChainRow, row) for row in rows),
    )


def _chains(tx: Transaction, heads: list[Any]) -> list[Chain]:
    around = {"first": heads[0][0], "last": heads[-1][0]}
    entries: dict[str, list[ChainRow]] = {}
    for instance_id, *row in tx.all(_ENTRIES, around):
        entries.setdefault(instance_id, []).append(cells.record(ChainRow, row))
    values: dict[str, list[SideValue]] = {}
    for instance_id, *row in tx.all(_VALUES, around):
        values.setdefault(instance_id, []).append(cells.record(SideValue, row))
    uploads = attachments.digests(tx, around)
    return [
        Chain(
            name=name,
            head_seq=cells.whole(head_seq),
            head_hash=cells.text(head_hash),
            entries=tuple(entries.get(name, ())),
            values=tuple(values.get(name, ())),
            columns=cells.record(InstanceColumns, columns) if columns else None,
            uploads=uploads.get(name, {}),
        )
        for name, head_seq, head_hash, *columns in heads
    ]
