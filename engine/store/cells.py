"""Read rows whose cells may hold anything: SQLite holds no column to its type, nor a tamperer."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import fields
from functools import lru_cache
from typing import Any, TypeVar

_Record = TypeVar("_Record")


def record(kind: type[_Record], cells: Iterable[object]) -> _Record:
    """Make a record of cells, each turned to the type that the record declares."""
    declared: type = kind
    return kind(*(turn(cell) for turn, cell in zip(_turns(declared), cells, strict=True)))


def text(cell: object) -> str:
    """Give a cell as text."""
    if isinstance(cell, str):
        return cell
    if isinstance(cell, bytes | memoryview):
        return bytes(cell).decode(errors="replace")
    return str(cell)


def octets(cell: object) -> bytes:
    """Give a cell as bytes; text and numbers as they are written."""
    if isinstance(cell, bytes | memoryview):
        return bytes(cell)
    return str(cell).encode(errors="replace")


def whole(cell: object) -> int:
    """Give a cell as a number that an entry may have; 0, which none has, for all else."""
    return cell if isinstance(cell, int) and 0 <= cell < 2**63 else 0


def _or_none(turn: Callable[[object], Any]) -> Callable[[object], Any]:
    return lambda cell: None if cell is None else turn(cell)


_TURNS: Mapping[str, Callable[[object], Any]] = {
    "int": whole,
    "str": text,
    "bytes": octets,
    "str | None": _or_none(text),
    "bytes | None": _or_none(octets),
}


@lru_cache(maxsize=16)
def _turns(kind: type) -> tuple[Callable[[object], Any], ...]:
    return tuple(_TURNS[str(each.type)] for each in fields(kind))
