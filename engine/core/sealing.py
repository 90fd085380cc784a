"""The sealed history: canonical entries in a hash chain, personal values beside it as digests.

The format is final. An entry's body is canonical JSON; its hash is
SHA-256(prev ‖ seq as 8 bytes, big-endian ‖ body), where `prev` is the hash of the entry before or,
for seq 1, the genesis hash of the chain's name. Under `fields` a body holds
`{field: SHA-256(salt ‖ value)}` in hex, and under `classes` those of another class than P2, as
`{class: [field, ...]}`; values and salts lie in an erasable side table. The value of an upload is
its id, which ends with the SHA-256 of its bytes. An erasure is an entry of the same chain whose
body holds `erased`: `{"<seq>": [field, ...]}`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from hashlib import sha256

import msgspec

from engine.core.errors import InvalidInput

SALT_BYTES = 16
FIELDS = "fields"
CLASSES = "classes"
# the class that is not told
USUAL_CLASS = "P2"
ERASED = "erased"
_SEQ_BYTES = 8
_GENESIS = b"ventanilla history\0"
_PLAIN = frozenset([str, int, bool, type(None)])
# sorts keys by code point
_WRITE = msgspec.json.Encoder(order="deterministic").encode


@dataclass(frozen=True, slots=True)
class SaltedValue:
    """A personal value (its text) and the random salt of its digest, from the side table."""

    salt: bytes
    value: str


@dataclass(frozen=True, slots=True)
class SealedEntry:
    """One entry of a chain as it was read from the store, with its row's side values."""

    seq: int
    prev: bytes
    hash: bytes
    body: bytes
    # field → value of this entry that the side table still holds
    values: Mapping[str, SaltedValue] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Head:
    """The last entry of a chain, kept outside of it; an empty chain has seq 0 and the genesis."""

    seq: int
    hash: bytes


def canonical(body: Mapping[str, object]) -> bytes:
    """Write a body as canonical JSON: keys sorted by code point, no spaces, UTF-8.

    Only text, whole numbers, booleans, null, lists and objects with text keys have one spelling;
    anything else (floats, tuples, lone surrogates) raises InvalidInput (`not_canonical`).
    """
    content = dict(body)
    _check(content)
    try:
        return _WRITE(content)
    except UnicodeEncodeError as problem:
        raise InvalidInput("not_canonical", type="surrogate") from problem
    except TypeError as problem:
        raise InvalidInput("not_canonical", type=str(problem)) from problem


def digest(salt: bytes, value: str) -> str:
    """Give SHA-256(salt ‖ value in UTF-8) in hex; the salt has 16 random bytes."""
    if len(salt) != SALT_BYTES:
        raise InvalidInput("salt_length", expected=SALT_BYTES, found=len(salt))
    return sha256(salt + value.encode()).hexdigest()


def genesis(chain: str) -> bytes:
    """Give the hash that stands before the first entry of a chain of this name."""
    return sha256(_GENESIS + chain.encode()).digest()


def link(prev: bytes, seq: int, body: bytes) -> bytes:
    """Give the hash of an entry: SHA-256(prev ‖ seq as 8 bytes, big-endian ‖ body)."""
    return sha256(prev + seq.to_bytes(_SEQ_BYTES, "big") + body).digest()


def _check(value: object) -> None:
    """Refuse what has more than one spelling."""
    if isinstance(value, dict):
        for key in value:
            if not isinstance(key, str):
                raise InvalidInput("not_canonical", type=type(key).__name__)
        _check_all(value.values())
    elif isinstance(value, list):
        _check_all(value)
    elif not (value is None or isinstance(value, str | int)):
        raise InvalidInput("not_canonical", type=type(value).__name__)


def _check_all(values: Iterable[object]) -> None:
    for value in values:
        # most values are plain
        if type(value) not in _PLAIN:
            _check(value)
