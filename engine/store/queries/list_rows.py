"""What the lists of the office have in common: the units they cover, their days, their rows."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import CTE, ColumnElement, FromClause, bindparam, func, literal_column, or_, select

from engine.store.tables import unit

# keys behind the last row of any list
_END = ("9", "")
_BEGIN = ("", "")
_CURRENT: ColumnElement[int] = literal_column("1")


@dataclass(frozen=True, slots=True)
class Wish:
    """Which rows of a list are wanted."""

    # code of a unit: those below it count too
    unit: str
    # instants as text, the second one excluded
    since: str
    until: str
    # instant and id of the row before the first one, ("", "") for none
    after: tuple[str, str] = _BEGIN
    most: int = 50
    # "" where the list has no states
    state: str = ""


@dataclass(frozen=True, slots=True)
class Coded:
    """An answer that was chosen: the field, and the code in its form."""

    field: str
    code: str


@dataclass(frozen=True, slots=True)
class ListRow:
    """A row of a list."""

    # values by column: texts, numbers, codes; None where there is nothing to say
    cells: Mapping[str, Any]
    # the case that it is about, "" for a count
    instance_id: str = ""


@dataclass(frozen=True, slots=True)
class Found:
    """The rows that a wish comes to."""

    rows: tuple[ListRow, ...]
    # key of the last row where more follow, ("", "") where they do not
    after: tuple[str, str] = _BEGIN
    # a count has more rows than are given
    cut: bool = False
    # what the rows of a count come to, by name
    sums: Mapping[str, int] = field(default_factory=dict)


def _covered() -> CTE:
    """Select the codes of the wanted unit and of all units below it."""
    top = select(unit.c.code).where(unit.c.code == bindparam("unit"))
    above = top.cte("covered", recursive=True)
    lower = unit.alias("lower_unit")
    return above.union_all(select(lower.c.code).where(lower.c.parent == above.c.code))


_COVERED = _covered()


def is_covered(code: ColumnElement[Any]) -> ColumnElement[bool]:
    """Ask whether a code is that of the wanted unit or of one below it."""
    return code.in_(select(_COVERED.c.code))


def answered(alias: FromClause, instance: ColumnElement[str], key: str) -> ColumnElement[bool]:
    """Join the current answer to a field."""
    return (
        (alias.c.instance_id == instance)
        & (alias.c.field == literal_column(f"'{key}'"))
        & (alias.c.current == _CURRENT)
    )


def given_with(alias: FromClause, other: FromClause, key: str) -> ColumnElement[bool]:
    """Join the answer to a field that was given in the same deed as another answer."""
    return (
        (alias.c.instance_id == other.c.instance_id)
        & (alias.c.seq == other.c.seq)
        & (alias.c.field == literal_column(f"'{key}'"))
    )


def plain(value: ColumnElement[Any]) -> ColumnElement[str]:
    """Take a code out of its JSON text."""
    # literally: a database groups by the same expression only, not by one with other parameters
    return func.replace(value, literal_column("""'"'"""), literal_column("''"))


def person(known: FromClause, id_: ColumnElement[Any]) -> ColumnElement[str]:
    """Name an account that was joined, by its id where it has no name."""
    return func.coalesce(known.c.name, id_)


def from_oldest(at: ColumnElement[str], id_: ColumnElement[str]) -> ColumnElement[bool]:
    """Ask for the days of a wish and, oldest first, for the rows after its key."""
    begun = or_(at > bindparam("after_at"), id_ > bindparam("after_id"))
    return _within(at) & (at >= bindparam("after_at")) & begun


def from_latest(at: ColumnElement[str], id_: ColumnElement[str]) -> ColumnElement[bool]:
    """Ask for the days of a wish and, latest first, for the rows after its key."""
    begun = or_(at < bindparam("after_at"), id_ > bindparam("after_id"))
    return _within(at) & (at <= bindparam("after_at")) & begun


def _within(at: ColumnElement[str]) -> ColumnElement[bool]:
    return (at >= bindparam("since")) & (at < bindparam("until"))


def parameters(wish: Wish, *, latest: bool) -> dict[str, Any]:
    """Give the parameters of a page of rows, one more than wanted to know whether more follow."""
    first = _END if latest else _BEGIN
    at, id_ = first if wish.after == _BEGIN else wish.after
    return {
        "unit": wish.unit,
        "since": wish.since,
        "until": wish.until,
        "after_at": at,
        "after_id": id_,
        "most": wish.most + 1,
    }


def page(rows: list[Any], wish: Wish) -> tuple[list[Any], tuple[str, str]]:
    """Cut rows that begin with instant and id to a page, and give the key of what follows."""
    shown = rows[: wish.most]
    more = len(rows) > wish.most
    return shown, (shown[-1][0], shown[-1][1]) if more else _BEGIN


def coded(key: str | None, value: str | None) -> Coded | None:
    """Read a chosen answer from its JSON text; an erased one is None."""
    read = None if value is None else json.loads(value)
    return Coded(key or "", str(read)) if read else None


def text(value: str | None) -> str | None:
    """Read an answer in words from its JSON text; an erased one is None."""
    return None if value is None else str(json.loads(value) or "") or None
