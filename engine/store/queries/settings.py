"""Questions about the settings of an office."""

from __future__ import annotations

from sqlalchemy import bindparam, select

from engine.store.database import Store
from engine.store.statements import Statement
from engine.store.tables import setting
from engine.store.transaction import reading

VALUE = Statement("setting", select(setting.c.value).where(setting.c.name == bindparam("name")))


def value(store: Store, name: str, default: str = "") -> str:
    """Read a setting, or its default where nobody has set it."""
    with reading(store) as tx:
        row = tx.one(VALUE, {"name": name})
    return default if row is None else str(row[0])


def is_demo(store: Store) -> bool:
    """Tell whether the database was created as a demo office."""
    return value(store, "office") == "demo"
