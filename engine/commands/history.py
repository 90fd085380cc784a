"""Verify that every chain of the history stands as it was sealed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from engine.commands import history_columns
from engine.commands.engine import Engine
from engine.core import tampering
from engine.core.sealing import Head, SaltedValue, SealedEntry
from engine.core.tampering import BadEntry
from engine.store.queries import history as queries
from engine.store.queries.history import Chain


@dataclass(frozen=True, slots=True)
class BrokenChain:
    """The first bad entry of a chain."""

    # instance | day
    kind: str
    # instance id or YYYY-MM-DD
    name: str
    seq: int
    # changed | removed | inserted | reordered | truncated
    what: str


@dataclass(frozen=True, slots=True)
class Verified:
    """What was verified, and the chains that do not stand as sealed."""

    # of all chains
    entries: int
    instances: int
    broken: tuple[BrokenChain, ...]


def verify(engine: Engine) -> Verified:
    """Verify all chains, instances first; reads a few hundred of them at a time."""
    entries = instances = 0
    broken: list[BrokenChain] = []
    for chain in queries.instance_chains(engine.store):
        instances += 1
        entries += len(chain.entries)
        broken += _broken("instance", "element", chain)
    for chain in queries.day_chains(engine.store):
        entries += len(chain.entries)
        broken += _broken("day", "instance", chain)
    return Verified(entries, instances, tuple(broken))


def verify_instance(engine: Engine, instance_id: str) -> Verified:
    """Verify the chain of one instance, for the page that shows it; raises NotFound."""
    chain = queries.instance_chain(engine.store, instance_id)
    return Verified(len(chain.entries), 1, tuple(_broken("instance", "element", chain)))


def _broken(kind: str, about: str, chain: Chain) -> Iterable[BrokenChain]:
    bad = _chain(chain)
    found = [bad] if bad else [*history_columns.of_the_whole(chain)]
    found += history_columns.of_entries(chain, about)
    if found:
        first = min(found, key=lambda bad: bad.seq)
        yield BrokenChain(kind, chain.name, first.seq, first.kind)


def _chain(chain: Chain) -> BadEntry | None:
    values: dict[int, dict[str, SaltedValue]] = {}
    for each in chain.values:
        if each.value is not None and each.salt is not None:
            found = values.setdefault(each.seq, {})
            found[each.field] = SaltedValue(bytes(each.salt), each.value)
    entries = [
        SealedEntry(
            seq=row.seq,
            prev=_octets(row.prev),
            hash=_octets(row.hash),
            body=bytes(row.body),
            values=values.get(row.seq, {}),
        )
        for row in chain.entries
    ]
    head = Head(chain.head_seq, _octets(chain.head_hash))
    return tampering.verify_chain(chain.name, entries, head)


def _octets(written: str) -> bytes:
    """Read a hash in hex; one that is no hex fits no entry."""
    try:
        return bytes.fromhex(written)
    except ValueError:
        return b""
