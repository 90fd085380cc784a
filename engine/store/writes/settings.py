"""Write the settings of an office."""

from __future__ import annotations

from sqlalchemy import bindparam, insert, update

from engine.store.queries.settings import VALUE
from engine.store.refusals import TryAgain
from engine.store.statements import Statement
from engine.store.tables import setting
from engine.store.transaction import Transaction

INSERT = Statement("insert_setting", insert(setting))
_COUNT = Statement(
    "count_up_setting",
    update(setting)
    .where(setting.c.name == bindparam("of_name"), setting.c.value == bindparam("before"))
    .values(value=bindparam("value"), changed_by=bindparam("by"), changed_at=bindparam("at")),
)
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


def count_up(tx: Transaction, name: str, by: str, at: str) -> None:
    """Add one to a setting that counts changes; raises TryAgain where somebody else was first."""
    row = tx.one(VALUE, {"name": name})
    if row is None:
        insert_setting(tx, name, "1", by, at)
        return
    before = str(row[0])
    change_ = {"of_name": name, "before": before, "value": str(int(before) + 1)}
    if not tx.changes(_COUNT, {**change_, "by": by, "at": at}):
        raise TryAgain("store_busy")


def change(tx: Transaction, name: str, value: str, by: str, at: str) -> None:
    """Replace the value of a setting, or store its first one."""
    row = {"of_name": name, "value": value, "by": by, "at": at}
    if not tx.changes(CHANGE, row):
        insert_setting(tx, name, value, by, at)
