"""Write the units of the organisation."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass

from sqlalchemy import insert

from engine.store.statements import Statement
from engine.store.tables import unit
from engine.store.transaction import Transaction

INSERT = Statement("insert_unit", insert(unit))


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
    active: int = 1


def insert_units(tx: Transaction, rows: Iterable[UnitRow]) -> None:
    """Store new units."""
    tx.execute_many(INSERT, [asdict(row) for row in rows])
