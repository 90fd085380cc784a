"""The accounts that notices go to, as a port for handlers."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Select, bindparam, or_, select

from engine.core import duties
from engine.core.ports import Addressee
from engine.store.database import Store
from engine.store.queries.accounts import COUNTS
from engine.store.statements import Statement
from engine.store.tables import account, grant, process_instance
from engine.store.transaction import reading


def _active() -> Select[tuple[str, str | None, str]]:
    chosen = select(account.c.id, account.c.email, account.c.language)
    return chosen.where(account.c.disabled_at.is_(None)).order_by(account.c.id)


STARTER = Statement(
    "addressee_starter",
    _active()
    .join(process_instance, process_instance.c.started_by == account.c.id)
    .where(process_instance.c.id == bindparam("instance_id")),
)
ACCOUNT = Statement("addressee_account", _active().where(account.c.id == bindparam("account_id")))
HOLDERS = Statement(
    "addressees_holding_role",
    _active()
    .distinct()
    .join(grant, (grant.c.account_id == account.c.id) & COUNTS)
    .where(
        grant.c.role == bindparam("role"),
        or_(grant.c.unit == bindparam("unit"), bindparam("unit") == ""),
    ),
)


@dataclass(frozen=True, slots=True)
class StoredAddressees:
    """Finds addressees among the accounts of the store."""

    store: Store

    def starter(self, instance_id: str) -> tuple[Addressee, ...]:
        """Find the account that started the instance, where it is active."""
        return self._found(STARTER, {"instance_id": instance_id})

    def holders(self, role: str, unit: str) -> tuple[Addressee, ...]:
        """Find the active accounts that do the tasks of a role at the unit, or anywhere for ""."""
        asked = ({"role": each, "unit": unit} for each in duties.done_by(role))
        return tuple(dict.fromkeys(one for each in asked for one in self._found(HOLDERS, each)))

    def account(self, account_id: str) -> tuple[Addressee, ...]:
        """Find an account, where it is active."""
        return self._found(ACCOUNT, {"account_id": account_id})

    def _found(self, statement: Statement, asked: dict[str, str]) -> tuple[Addressee, ...]:
        with reading(self.store) as tx:
            return tuple(Addressee(*row) for row in tx.all(statement, asked))
