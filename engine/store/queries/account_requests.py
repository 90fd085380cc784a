"""Questions about what administrators ask for about accounts."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import bindparam, select

from engine.store.database import Store
from engine.store.statements import Statement
from engine.store.tables import account_request, identity
from engine.store.transaction import Transaction, reading

_REQUESTS = select(
    account_request.c.id,
    account_request.c.kind,
    account_request.c.account_id,
    account_request.c.identity_id,
    account_request.c.asked_by,
    identity.c.shown,
).join(identity, identity.c.id == account_request.c.identity_id, isouter=True)
ONE = Statement(
    "account_request",
    _REQUESTS.where(
        account_request.c.id == bindparam("id"), account_request.c.settled_at.is_(None)
    ),
)
WAITING = Statement(
    "waiting_account_requests",
    _REQUESTS.where(account_request.c.settled_at.is_(None)).order_by(account_request.c.asked_at),
)


@dataclass(frozen=True, slots=True)
class RequestRow:
    """A request that waits for a second person."""

    id: str
    # reset_second_factor | link_identity
    kind: str
    account_id: str
    # "" where no identity is meant
    identity_id: str
    asked_by: str
    # what the provider calls the identity
    shown: str | None


def request_of(tx: Transaction, request_id: str) -> RequestRow | None:
    """Read a request that waits inside a transaction."""
    row = tx.one(ONE, {"id": request_id})
    return None if row is None else RequestRow(*row)


def waiting_for(tx: Transaction) -> tuple[RequestRow, ...]:
    """List the requests that wait inside a transaction, the oldest first."""
    return tuple(RequestRow(*row) for row in tx.all(WAITING))


def waiting(store: Store) -> tuple[RequestRow, ...]:
    """List the requests that wait for a second person, the oldest first."""
    with reading(store) as tx:
        return waiting_for(tx)
