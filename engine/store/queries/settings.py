"""Questions about the settings of an office."""

from __future__ import annotations

from sqlalchemy import bindparam, or_, select

from engine.store.database import Store
from engine.store.statements import Statement
from engine.store.tables import setting
from engine.store.transaction import reading

VALUE = Statement("setting", select(setting.c.value).where(setting.c.name == bindparam("name")))


VERSIONS = Statement(
    "versions",
    select(setting.c.name, setting.c.value).where(
        or_(*(setting.c.name == bindparam(name) for name in ("first", "second", "third")))
    ),
)


def versions(store: Store, names: tuple[str, str, str]) -> tuple[int, int, int]:
    """Read three settings that count changes in one statement, 0 for those that are not set."""
    with reading(store) as tx:
        known = dict(tx.all(VERSIONS, dict(zip(("first", "second", "third"), names, strict=True))))
    first, second, third = (int(known.get(name, 0)) for name in names)
    return first, second, third


def value(store: Store, name: str, default: str = "") -> str:
    """Read a setting, or its default where nobody has set it."""
    with reading(store) as tx:
        row = tx.one(VALUE, {"name": name})
    return default if row is None else str(row[0])


def is_demo(store: Store) -> bool:
    """Tell whether the database was created as a demo office."""
    return value(store, "office") == "demo"
