"""Write the values that people propose for dated settings."""

from __future__ import annotations

from dataclasses import asdict, dataclass

from sqlalchemy import bindparam, insert, update

from engine.store.statements import Statement
from engine.store.tables import dated_setting
from engine.store.transaction import Transaction

_PROPOSE = Statement("insert_dated_setting", insert(dated_setting))
_SETTLE = Statement(
    "settle_dated_setting",
    update(dated_setting)
    .where(dated_setting.c.id == bindparam("of_id"), dated_setting.c.settled_at.is_(None))
    .values(settled_by=bindparam("by"), settled_at=bindparam("at"), ending=bindparam("how")),
)


@dataclass(frozen=True)
class NewDatedSetting:
    """A new row of `dated_setting`, settled at once where there is nobody else."""

    id: str
    name: str
    valid_from: str
    value: str
    source: str
    proposed_by: str
    proposed_at: str
    settled_by: str | None = None
    settled_at: str | None = None
    ending: str | None = None


def propose(tx: Transaction, proposal: NewDatedSetting) -> None:
    """Store a proposed value."""
    tx.execute(_PROPOSE, asdict(proposal))


def settle(tx: Transaction, proposal_id: str, by: str, at: str, ending: str) -> bool:
    """Settle a proposed value; tell whether it was still open."""
    row = {"of_id": proposal_id, "by": by, "at": at, "how": ending}
    return tx.changes(_SETTLE, row)
