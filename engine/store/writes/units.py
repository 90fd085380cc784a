"""Write the units of the office."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass

from sqlalchemy import bindparam, insert, update

from engine.store.statements import Statement
from engine.store.tables import unit
from engine.store.transaction import Transaction

INSERT = Statement("insert_unit", insert(unit))
_CHANGED = ("names", "address", "hours", "calendar", "issuing_organ", "active")
_CHANGE = Statement(
    "change_unit",
    update(unit)
    .where(unit.c.code == bindparam("of_code"), unit.c.revision == bindparam("seen"))
    .values({name: bindparam(name) for name in _CHANGED} | {"revision": unit.c.revision + 1}),
)


@dataclass(frozen=True)
class UnitRow:
    """A new row of `unit`."""

    code: str
    parent: str | None
    level: str
    # JSON by language
    names: str
    address: str | None
    # 09:00-12:00 13:00-17:00
    hours: str | None
    calendar: str | None = None
    issuing_organ: str | None = None
    active: int = 1
    revision: int = 1


def insert_units(tx: Transaction, rows: Iterable[UnitRow]) -> None:
    """Store new units."""
    tx.execute_many(INSERT, [asdict(row) for row in rows])


def change_unit(tx: Transaction, row: UnitRow) -> bool:
    """Replace what an office may change of a unit; False where its revision is another one."""
    given = asdict(row)
    values = {name: given[name] for name in _CHANGED}
    return tx.changes(_CHANGE, {"of_code": row.code, "seen": row.revision, **values})
