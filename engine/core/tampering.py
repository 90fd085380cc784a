"""Whether a chain of the history still stands as it was sealed, and if not, how it was broken."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256

from engine.core import sealing
from engine.core.sealing import Head, SealedEntry

# how far the place of a displaced entry is looked for, whatever the head claims
_SEARCHED = 1_000_000
_FIELDS = f'"{sealing.FIELDS}":'.encode()
_ERASED = f'"{sealing.ERASED}":'.encode()


class Kind(StrEnum):
    """What was done to a chain.

    `changed`: an entry stands in its place, but it, its side values or the head's copy of its hash
    are not what was sealed. `removed`: the entry that was sealed here is gone while later ones
    remain. `inserted`: an entry stands here that was never sealed here, and the one sealed here
    follows, or the chain had ended. `reordered`: the entry sealed here stands elsewhere in the
    chain. `truncated`: the chain ends before its head.
    """

    CHANGED = "changed"
    REMOVED = "removed"
    INSERTED = "inserted"
    REORDERED = "reordered"
    TRUNCATED = "truncated"


@dataclass(frozen=True, slots=True)
class BadEntry:
    """The first bad place of a chain."""

    seq: int
    kind: Kind


def verify_chain(name: str, entries: Iterable[SealedEntry], head: Head) -> BadEntry | None:
    """Find the first bad entry of a chain, or None where all of it stands as sealed.

    A side value that is altered, added, or missing without a later entry that records its erasure
    makes its entry `changed`. A tail that was rewritten together with its head goes unseen: the
    remedy are copies of the heads outside the database.
    """
    rows = sorted(entries, key=lambda row: row.seq)
    broken = _first_break(sealing.genesis(name), rows, head)
    sound = rows if broken is None else [row for row in rows if row.seq < broken.seq]
    return _first_bad_value(sound, _erasures(rows)) or broken


def _first_break(genesis: bytes, rows: Sequence[SealedEntry], head: Head) -> BadEntry | None:
    prev, seq = genesis, 0
    for row in rows:
        seq += 1
        content = prev + seq.to_bytes(8, "big") + row.body
        if row.seq != seq or row.prev != prev or sha256(content).digest() != row.hash:
            return _diagnose(rows, seq, prev, head)
        prev = row.hash
    if seq < head.seq:
        return BadEntry(seq + 1, Kind.TRUNCATED)
    if seq > head.seq and _ends_at(rows, head):
        return BadEntry(head.seq + 1, Kind.INSERTED)
    stands = seq == head.seq and prev == head.hash
    return None if stands else BadEntry(head.seq, Kind.CHANGED)


def _ends_at(rows: Sequence[SealedEntry], head: Head) -> bool:
    return head.seq == 0 or rows[head.seq - 1].hash == head.hash


def _diagnose(rows: Sequence[SealedEntry], seq: int, prev: bytes, head: Head) -> BadEntry:
    """Name what happened at the first place that does not hold what was sealed there."""
    row, later = rows[seq - 1], rows[seq:]
    is_past_head = seq > head.seq and (row.seq > seq or _ends_at(rows, head))
    if row.seq < seq or is_past_head:
        return BadEntry(row.seq, Kind.INSERTED)
    genuine = any(other.prev == prev and _fits(other, seq) for other in later)
    if row.seq > seq:
        found = genuine or (row.prev == prev and _fits(row, seq))
        return BadEntry(seq, Kind.REORDERED if found else Kind.REMOVED)
    if _fits(row, seq):
        return _wrong_neighbour(row, later, head, genuine=genuine)
    origin = _origin(row, max(head.seq, len(rows)) + 1)
    if origin is None:
        return BadEntry(seq, _altered(row, rows, genuine=genuine))
    copied = sum(other.hash == row.hash for other in rows) > 1
    return _displaced(row, origin, genuine=genuine, copied=copied)


def _wrong_neighbour(
    row: SealedEntry, later: Sequence[SealedEntry], head: Head, *, genuine: bool
) -> BadEntry:
    """Judge an entry that is whole in itself but does not follow the one before it."""
    if genuine:
        return BadEntry(row.seq, Kind.INSERTED)
    expected = later[0].prev if later else head.hash
    is_original = row.hash == expected and row.seq > 1
    return BadEntry(row.seq - 1 if is_original else row.seq, Kind.CHANGED)


def _altered(row: SealedEntry, rows: Sequence[SealedEntry], *, genuine: bool) -> Kind:
    """Judge an entry whose hash fits its content at no place of the chain."""
    if genuine:
        return Kind.INSERTED
    others = [other for other in rows if other is not row and other.seq > 0]
    swapped = any(
        row.hash
        in {
            sealing.link(row.prev, row.seq, other.body),
            sealing.link(other.prev, other.seq, row.body),
        }
        for other in others
    )
    return Kind.REORDERED if swapped else Kind.CHANGED


def _displaced(row: SealedEntry, origin: int, *, genuine: bool, copied: bool) -> BadEntry:
    """Judge an entry that was sealed at another place, `origin`."""
    if copied:
        return BadEntry(row.seq, Kind.INSERTED if genuine else Kind.CHANGED)
    if origin < row.seq:
        return BadEntry(origin, Kind.INSERTED)
    return BadEntry(row.seq, Kind.REORDERED if genuine else Kind.REMOVED)


def _fits(row: SealedEntry, seq: int) -> bool:
    return sealing.link(row.prev, seq, row.body) == row.hash


def _origin(row: SealedEntry, last: int) -> int | None:
    seqs = range(1, min(last, _SEARCHED) + 1)
    return next((seq for seq in seqs if _fits(row, seq)), None)


def _erasures(rows: Sequence[SealedEntry]) -> frozenset[tuple[str, str]]:
    """Collect (seq, field) of all erasures that an entry after the erased one records."""
    recorded = (
        (seq, names, row.seq)
        for row in rows
        if _ERASED in row.body
        for seq, names in _part(row.body, sealing.ERASED).items()
    )
    return frozenset(
        (seq, str(name))
        for seq, names, at in recorded
        if isinstance(names, list) and _precedes(seq, at)
        for name in names
    )


def _precedes(seq: str, at: int) -> bool:
    return seq.isascii() and seq.isdecimal() and len(seq) <= len(str(at)) and int(seq) < at


def _first_bad_value(
    rows: Sequence[SealedEntry], erased: frozenset[tuple[str, str]]
) -> BadEntry | None:
    for row in rows:
        digests = _part(row.body, sealing.FIELDS) if _FIELDS in row.body else {}
        missing = digests.keys() - row.values.keys()
        if (
            not row.values.keys() <= digests.keys()
            or any((str(row.seq), name) not in erased for name in missing)
            or any(_digest(row, name) != digests[name] for name in row.values)
        ):
            return BadEntry(row.seq, Kind.CHANGED)
    return None


def _digest(row: SealedEntry, name: str) -> str:
    stored = row.values[name]
    return sha256(stored.salt + stored.value.encode("utf-8", "surrogatepass")).hexdigest()


def _part(body: bytes, key: str) -> Mapping[str, object]:
    """Read one object of a body, which may be anything where it was tampered with."""
    try:
        content = json.loads(body)
    except (ValueError, RecursionError):
        return {}
    part = content.get(key) if isinstance(content, dict) else None
    return part if isinstance(part, dict) else {}
