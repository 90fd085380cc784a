"""Questions about the units of the organisation as stored."""

from __future__ import annotations

from sqlalchemy import select

from engine.store.statements import Statement
from engine.store.tables import unit
from engine.store.transaction import Transaction

CODES = Statement("unit_codes", select(unit.c.code).order_by(unit.c.code))


def codes(tx: Transaction) -> frozenset[str]:
    """Read the codes of all units."""
    return frozenset(row[0] for row in tx.all(CODES))
