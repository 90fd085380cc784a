"""Whether the tables are those of this program."""

from __future__ import annotations

from sqlalchemy import column, select, table

from engine.store.database import Store
from engine.store.preparation import REVISION
from engine.store.statements import Statement
from engine.store.transaction import reading

_REVISION = Statement(
    "schema_revision", select(column("version_num")).select_from(table("alembic_version"))
)


def is_current(store: Store) -> bool:
    """Tell whether the database has the revision that this program works with."""
    with reading(store) as tx:
        row = tx.one(_REVISION)
    return row is not None and row[0] == REVISION
