"""Write what one administrator asks for about an account and another confirms."""

from __future__ import annotations

from dataclasses import asdict, dataclass

from sqlalchemy import bindparam, insert, update

from engine.store.statements import Statement
from engine.store.tables import account_request
from engine.store.transaction import Transaction

ASK = Statement("ask_about_account", insert(account_request))
SETTLE = Statement(
    "settle_account_request",
    update(account_request)
    .where(account_request.c.id == bindparam("of_id"), account_request.c.settled_at.is_(None))
    .values(settled_by=bindparam("by"), settled_at=bindparam("at"), ending=bindparam("how")),
)


@dataclass(frozen=True)
class RequestRow:
    """A new row of `account_request`."""

    id: str
    kind: str
    account_id: str
    identity_id: str
    asked_by: str
    asked_at: str
    settled_by: str | None = None
    settled_at: str | None = None
    ending: str | None = None


@dataclass(frozen=True)
class Settlement:
    """Who settled a request, when and how."""

    by: str
    at: str
    # confirmed | turned_down
    how: str


def ask(tx: Transaction, row: RequestRow) -> None:
    """Store a request."""
    tx.execute(ASK, asdict(row))


def settle(tx: Transaction, request_id: str, end: Settlement) -> bool:
    """Settle a request that waits; false where it waits no longer."""
    return tx.changes(SETTLE, {"of_id": request_id, **asdict(end)})
