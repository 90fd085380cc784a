"""What a county's cards name as their issuing organ, as a port for handlers."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import bindparam, select

from engine.store.database import Store
from engine.store.statements import Statement
from engine.store.tables import unit
from engine.store.transaction import reading

ORGAN = Statement(
    "issuing_organ", select(unit.c.issuing_organ).where(unit.c.code == bindparam("division"))
)


@dataclass(frozen=True, slots=True)
class StoredIssuingOrgans:
    """Finds issuing organs among the units of the store, as they are now."""

    store: Store

    def of(self, division: str) -> str:
        """Name the issuing organ of a county, "" where none is set."""
        with reading(self.store) as tx:
            row = tx.one(ORGAN, {"division": division})
        return str(row[0] or "") if row else ""
