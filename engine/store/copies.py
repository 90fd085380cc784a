"""Copy all rows of a database into another one of either kind, from one snapshot.

The target is marked as half copied until the copy is released, and no program serves it so.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import bindparam, column, delete, func, insert, inspect, select, table, tuple_
from sqlalchemy.sql.expression import TableClause

from engine.core.errors import StoreUnusable
from engine.store import preparation
from engine.store.database import Store, schema_engine
from engine.store.statements import Statement
from engine.store.transaction import Transaction, snapshot, transaction

# told after each page: rows copied so far, rows in all
Tell = Callable[[int, int], None]
_PAGE = 500
# rows of these may have some megabytes each
_HEAVY = frozenset(["attachment", "content", "draft"])
_HEAVY_PAGE = 20


def silent(_done: int, _total: int) -> None:
    """Tell nobody how far a copy is."""


@dataclass(frozen=True, slots=True)
class _Copied:
    """A table of the target, in which all columns and the key are known."""

    name: str
    columns: tuple[str, ...]
    key: tuple[str, ...]

    @property
    def clause(self) -> TableClause:
        return table(self.name, *(column(name) for name in self.columns))


def copy(source: Store, target: Store, tell: Tell = silent) -> int:
    """Copy the source as it is now into an empty target; give the number of rows.

    Others may read and write the source meanwhile. A target that an earlier copy left half done
    is emptied first. The target stays marked until `release`. Raises StoreUnusable:
    `target_not_empty`, `foreign_database` (an empty source), `copy_incomplete`.
    """
    revision = preparation.revision(source)
    if not revision:
        raise StoreUnusable("foreign_database")
    preparation.lay_out(target, revision)
    tables = _tables(target)
    with snapshot(source) as old:
        counted = _counts(old, tables)
        with transaction(target) as new:
            _fill(old, new, tables, _Progress(sum(counted.values()), tell))
            arrived = _counts(new, tables)
    if arrived != counted:
        raise StoreUnusable("copy_incomplete", tables=_differing(counted, arrived))
    return sum(arrived.values())


def release(source: Store, target: Store) -> None:
    """Take the mark from a copy that was found right: from now on it may be served."""
    preparation.stamp(target, preparation.revision(source))


class _Progress:
    """How far a copy is."""

    def __init__(self, total: int, tell: Tell) -> None:
        self.total, self.done, self.tell = total, 0, tell

    def add(self, rows: int) -> None:
        self.done += rows
        self.tell(self.done, self.total)


def _tables(store: Store) -> tuple[_Copied, ...]:
    """List the tables in an order in which no row refers to one that comes later."""
    with schema_engine(store) as engine, engine.connect() as connection:
        found = inspect(connection)
        columns, keys = found.get_multi_columns(), found.get_multi_pk_constraint()
        ordered = [name for name, _ in found.get_sorted_table_and_fkc_names() if name is not None]
    return tuple(
        _Copied(
            name,
            tuple(each["name"] for each in columns[None, name]),
            tuple(keys[None, name]["constrained_columns"]),
        )
        for name in ordered
        if name != preparation.VERSION and not name.startswith(preparation.QUEUE)
    )


def _fill(
    old: Transaction, new: Transaction, tables: Sequence[_Copied], progress: _Progress
) -> None:
    # an older revision may have laid out rows of its own
    for each in reversed(tables):
        new.execute(Statement(f"empty_{each.name}", delete(each.clause)))
    for each in tables:
        written = Statement(f"copy_{each.name}", insert(each.clause))
        for page in _pages(old, each):
            new.execute_many(written, page)
            progress.add(len(page))


def _pages(old: Transaction, copied: _Copied) -> Iterator[list[tuple[Any, ...]]]:
    clause, most = copied.clause, _HEAVY_PAGE if copied.name in _HEAVY else _PAGE
    key = [clause.c[name] for name in copied.key]
    ordered = select(*clause.c).order_by(*key).limit(most)
    after = tuple_(*key) > tuple_(*(bindparam(f"after_{name}") for name in copied.key))
    first = Statement(f"first_of_{copied.name}", ordered)
    others = Statement(f"more_of_{copied.name}", ordered.where(after))
    places = [copied.columns.index(name) for name in copied.key]
    rows = old.all(first)
    while rows:
        yield [tuple(row) for row in rows]
        last = dict(zip(copied.key, (rows[-1][place] for place in places), strict=True))
        rows = old.all(others, {f"after_{name}": value for name, value in last.items()})


def _counts(tx: Transaction, tables: Sequence[_Copied]) -> Mapping[str, int]:
    return {
        each.name: int(
            tx.one(Statement(f"count_{each.name}", select(func.count()).select_from(each.clause)))[
                0
            ]
        )
        for each in tables
    }


def _differing(counted: Mapping[str, int], arrived: Mapping[str, int]) -> str:
    return " ".join(name for name, rows in counted.items() if arrived[name] != rows)
