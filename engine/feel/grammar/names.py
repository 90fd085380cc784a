"""Names that hold spaces or symbols: known ones are found token by token, the longest wins."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from engine.feel.grammar import tokens
from engine.feel.grammar.tokens import Token

# first token -> (all tokens, the name), longest first
Table = dict[str, list[tuple[tuple[str, ...], str]]]


@dataclass(frozen=True, slots=True)
class Tables:
    """The names that a text may use: those of values, and those of types."""

    names: tuple[Table, ...]
    types: Table


@lru_cache(maxsize=256)
def table(names: frozenset[str]) -> Table:
    """Index the names that are more than one token; others need no help."""
    return build(names)


def build(names: Iterable[str]) -> Table:
    """Index names, without keeping the index."""
    found: Table = {}
    for name in names:
        if tokens.is_word(name):
            continue
        parts = tuple(token.text for token in tokens.cut(name)[:-1])
        if len(parts) > 1:
            found.setdefault(parts[0], []).append((parts, name))
    for entries in found.values():
        entries.sort(key=lambda entry: (-len(entry[0]), entry[1]))
    return found


def longest(tables: Iterable[Table], stream: list[Token], index: int) -> tuple[int, str] | None:
    """Find the longest known name that begins at a token: how many tokens, and which name."""
    best: tuple[int, str] | None = None
    first = stream[index].text
    for known in tables:
        for parts, name in known.get(first, ()):
            length = len(parts)
            if best is not None and length <= best[0]:
                break
            if all(
                stream[index + offset].text == part
                for offset, part in enumerate(parts)
                if index + offset < len(stream)
            ) and index + length < len(stream):
                best = length, name
                break
    return best
