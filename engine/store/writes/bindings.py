"""Write how accounts came to stand for citizens."""

from __future__ import annotations

from sqlalchemy import bindparam, update
from sqlalchemy.dialects.postgresql import insert as upsert

from engine.store.queries.bindings import BindingRow
from engine.store.statements import Statement, row_of
from engine.store.tables import account, binding
from engine.store.transaction import Transaction

_INSERT = upsert(binding)
_BIND = Statement(
    "bind_account",
    _INSERT.on_conflict_do_update(
        index_elements=["account_id"],
        set_={
            name: _INSERT.excluded[name] for name in BindingRow.__slots__ if name != "account_id"
        },
    ),
)
_NUMBER = Statement(
    "set_id_number",
    update(account)
    .where(account.c.id == bindparam("of_id"))
    .values(id_number=bindparam("new_number"), name=bindparam("new_name")),
)


def bind(tx: Transaction, row: BindingRow, id_number: str, name: str) -> None:
    """Let an account stand for a citizen, or give it another phone."""
    tx.execute(_NUMBER, {"of_id": row.account_id, "new_number": id_number, "new_name": name})
    tx.execute(_BIND, row_of(row))
