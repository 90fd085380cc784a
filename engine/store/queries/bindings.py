"""How accounts came to stand for citizens."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import bindparam, select

from engine.store.statements import Statement
from engine.store.tables import binding
from engine.store.transaction import Transaction


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


_OF = Statement(
    "load_binding",
    select(*(binding.c[name] for name in BindingRow.__slots__)).where(
        binding.c.account_id == bindparam("account_id")
    ),
)


def of(tx: Transaction, account_id: str) -> BindingRow | None:
    """Give the binding of an account, None where it has none."""
    row = tx.one(_OF, {"account_id": account_id})
    return BindingRow(*row) if row else None
