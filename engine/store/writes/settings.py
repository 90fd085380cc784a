"""Write the settings of an office."""

from __future__ import annotations

from sqlalchemy import bindparam, insert, update

from engine.store.statements import Statement
from engine.store.tables import setting
from engine.store.transaction import Transaction

INSERT = Statement("insert_setting", insert(setting))
CHANGE = Statement(
    "change_setting",
    update(setting)
    .where(setting.c.name == bindparam("of_name"))
    .values(value=bindparam("value"), changed_by=bindparam("by"), changed_at=bindparam("at")),
)


def insert_setting(tx: Transaction, name: str, value: str, by: str, at: str) -> None:
    """Store a setting that has no row yet."""
    row = {"name": name, "value": value, "changed_by": by, "changed_at": at}
    tx.execute(INSERT, row)


def change(tx: Transaction, name: str, value: str, by: str, at: str) -> None:
    """Replace the value of a setting, or store its first one."""
    row = {"of_name": name, "value": value, "by": by, "at": at}
    if not tx.execute(CHANGE, row).rowcount:
        insert_setting(tx, name, value, by, at)
