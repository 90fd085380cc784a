"""Questions about the units of the organisation as stored."""

from __future__ import annotations

from sqlalchemy import select

from engine.store.database import Store
from engine.store.statements import Statement
from engine.store.tables import unit
from engine.store.transaction import Transaction, reading

CODES = Statement("unit_codes", select(unit.c.code).order_by(unit.c.code))


def codes(tx: Transaction) -> frozenset[str]:
    """Read the codes of all units."""
    return frozenset(row[0] for row in tx.all(CODES))


def are_loaded(store: Store) -> bool:
    """Tell whether the units have been stored."""
    with reading(store) as tx:
        return bool(codes(tx))
