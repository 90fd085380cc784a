"""Questions about the settings of an office."""

from __future__ import annotations

from sqlalchemy import ColumnElement, bindparam, func, literal_column, or_, select, union_all

from engine.store.database import Store
from engine.store.statements import Statement
from engine.store.tables import deployment, setting
from engine.store.transaction import reading

VALUE = Statement("setting", select(setting.c.value).where(setting.c.name == bindparam("name")))


# stands for a name, beside those of settings
_DEPLOYMENT: ColumnElement[str] = literal_column("''")
VERSIONS = Statement(
    "versions",
    union_all(
        select(setting.c.name, setting.c.value).where(
            or_(*(setting.c.name == bindparam(name) for name in ("first", "second", "third")))
        ),
        select(_DEPLOYMENT, func.max(deployment.c.id)),
    ),
)


def versions(store: Store, names: tuple[str, str, str]) -> tuple[int, int, int, int]:
    """Read three settings that count changes, and the number of the deployment stored last.

    One statement; 0 for what is not there.
    """
    with reading(store) as tx:
        known = dict(tx.all(VERSIONS, dict(zip(("first", "second", "third"), names, strict=True))))
    first, second, third, last = (int(known.get(name) or 0) for name in (*names, ""))
    return first, second, third, last


def value(store: Store, name: str, default: str = "") -> str:
    """Read a setting, or its default where nobody has set it."""
    with reading(store) as tx:
        row = tx.one(VALUE, {"name": name})
    return default if row is None else str(row[0])


def is_demo(store: Store) -> bool:
    """Tell whether the database was created as a demo office."""
    return value(store, "office") == "demo"
