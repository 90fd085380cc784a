"""Questions about the dated settings of an office: what is in force, what was proposed."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import bindparam, select

from engine.store.database import Store
from engine.store.statements import Statement
from engine.store.tables import dated_setting
from engine.store.transaction import Transaction, reading

# the setting that counts the approved values
VERSION = "settings_version"


@dataclass(frozen=True, slots=True)
class DatedSettingRow:
    """A value that somebody proposed for a setting; instants as text."""

    id: str
    name: str
    valid_from: str
    value: str
    source: str
    proposed_by: str
    proposed_at: str
    settled_by: str | None
    settled_at: str | None
    # approved | turned_down
    ending: str | None


_COLUMNS = tuple(dated_setting.c[name] for name in DatedSettingRow.__slots__)
_APPROVED = Statement(
    "approved_settings",
    select(*_COLUMNS)
    .where(dated_setting.c.ending == "approved")
    .order_by(dated_setting.c.name, dated_setting.c.valid_from, dated_setting.c.settled_at),
)
_ALL = Statement(
    "dated_settings", select(*_COLUMNS).order_by(dated_setting.c.proposed_at, dated_setting.c.id)
)
_ONE = Statement("dated_setting", select(*_COLUMNS).where(dated_setting.c.id == bindparam("id")))


def approved(store: Store) -> tuple[DatedSettingRow, ...]:
    """List the approved values by name and day; of one day the last one counts."""
    with reading(store) as tx:
        return tuple(DatedSettingRow(*row) for row in tx.all(_APPROVED))


def everything(store: Store) -> tuple[DatedSettingRow, ...]:
    """List all values ever proposed, the oldest first."""
    with reading(store) as tx:
        return tuple(DatedSettingRow(*row) for row in tx.all(_ALL))


def one_of(tx: Transaction, proposal_id: str) -> DatedSettingRow | None:
    """Read a proposed value inside a transaction."""
    row = tx.one(_ONE, {"id": proposal_id})
    return None if row is None else DatedSettingRow(*row)
