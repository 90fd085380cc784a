"""Seal what is not the deed of one instance into the chain of its day."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from engine.core import instants, sealing
from engine.store.transaction import Transaction
from engine.store.writes import day_chains
from engine.store.writes.day_chains import DayEntry


@dataclass(frozen=True, slots=True)
class DayDeed:
    """Something an account did: the kind is a past participle, the facts hold nothing personal."""

    kind: str
    # account id, "" where nobody is signed in
    actor: str
    at: datetime
    instance_id: str = ""
    # text, whole numbers, booleans, null, lists and objects only
    facts: Mapping[str, Any] = field(default_factory=dict)


def seal(tx: Transaction, deed: DayDeed) -> None:
    """Append a deed to the chain of its day (Asia/Shanghai) in the caller's transaction."""
    day = instants.day(deed.at).isoformat()
    known = day_chains.head(tx, day)
    before, prev = known or (0, sealing.genesis(day).hex())
    at = instants.text(deed.at)
    body = sealing.canonical(
        {
            "at": at,
            "kind": deed.kind,
            "actor": deed.actor,
            "instance": deed.instance_id,
            "facts": dict(deed.facts),
        }
    )
    sealed = sealing.link(bytes.fromhex(prev), before + 1, body).hex()
    entry = DayEntry(
        day=day,
        seq=before + 1,
        at=at,
        kind=deed.kind,
        actor=deed.actor,
        instance_id=deed.instance_id,
        body=body,
        prev=prev,
        hash=sealed,
    )
    day_chains.append(tx, entry)
