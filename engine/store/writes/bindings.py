"""Write and read how accounts came to stand for citizens."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import bindparam, select, update
from sqlalchemy.dialects.postgresql import insert as upsert

from engine.store.statements import Statement, row_of
from engine.store.tables import account, binding
from engine.store.transaction import Transaction

# the ways in which a binding comes about
REAL_NAME, WINDOW = "real_name", "window"


@dataclass(frozen=True, slots=True)
class BindingRow:
    """The phone of a citizen's account and how it was checked."""

    account_id: str
    phone: str
    # real_name | window
    way: str
    receipt: str
    bound_by: str
    bound_at: str


_COLUMNS = [column.name for column in binding.columns]
_INSERT = upsert(binding)
_BIND = Statement(
    "bind_account",
    _INSERT.on_conflict_do_update(
        index_elements=["account_id"],
        set_={name: _INSERT.excluded[name] for name in _COLUMNS if name != "account_id"},
    ),
)
_NUMBER = Statement(
    "set_id_number",
    update(account)
    .where(account.c.id == bindparam("of_id"))
    .values(id_number=bindparam("new_number"), name=bindparam("new_name")),
)
_OF = Statement(
    "load_binding",
    select(*binding.columns).where(binding.c.account_id == bindparam("account_id")),
)
_HOLDER = Statement(
    "account_of_citizen",
    select(account.c.id).where(
        account.c.id_number == bindparam("id_number"), account.c.disabled_at.is_(None)
    ),
)


def bind(tx: Transaction, row: BindingRow, id_number: str, name: str) -> None:
    """Let an account stand for a citizen, or give it another phone."""
    tx.execute(_NUMBER, {"of_id": row.account_id, "new_number": id_number, "new_name": name})
    tx.execute(_BIND, row_of(row))


def of(tx: Transaction, account_id: str) -> BindingRow | None:
    """Give the binding of an account, None where it has none."""
    row = tx.one(_OF, {"account_id": account_id})
    return BindingRow(*row) if row else None


def holder(tx: Transaction, id_number: str) -> str | None:
    """Give the active account that stands for a citizen."""
    row = tx.one(_HOLDER, {"id_number": id_number})
    return row[0] if row else None
