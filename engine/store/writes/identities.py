"""Write outside identities and the sign-ins that are under way to their provider."""

from __future__ import annotations

from dataclasses import asdict, dataclass

from sqlalchemy import bindparam, delete, insert, null, update

from engine.store.statements import Statement
from engine.store.tables import identity, outside_flow
from engine.store.transaction import Transaction

ADD = Statement("add_identity", insert(identity))
SHOW = Statement(
    "rename_identity",
    update(identity)
    .where(identity.c.id == bindparam("of_id"))
    .values(shown=bindparam("new_shown")),
)
LINK = Statement(
    "link_identity",
    update(identity)
    .where(identity.c.id == bindparam("of_id"), identity.c.account_id.is_(None))
    .values(account_id=bindparam("to_account")),
)
UNLINK = Statement(
    "unlink_identity",
    update(identity)
    .where(identity.c.id == bindparam("of_id"), identity.c.account_id.is_not(None))
    .values(account_id=null()),
)
BEGIN = Statement("begin_outside_flow", insert(outside_flow))
FORGET_OLD = Statement(
    "forget_old_outside_flows",
    delete(outside_flow).where(outside_flow.c.begun_at < bindparam("before")),
)
TAKE = Statement(
    "take_outside_flow",
    delete(outside_flow).where(outside_flow.c.state_digest == bindparam("digest")),
)


@dataclass(frozen=True)
class IdentityRow:
    """A new row of `identity`."""

    id: str
    issuer: str
    subject: str
    shown: str
    first_at: str
    account_id: str | None = None


@dataclass(frozen=True)
class FlowRow:
    """A row of `outside_flow`; only digests of state and browser are stored."""

    state_digest: str
    browser_digest: str
    nonce: str
    verifier: str
    next: str
    begun_at: str


def add(tx: Transaction, row: IdentityRow) -> None:
    """Store an identity that is seen for the first time."""
    tx.execute(ADD, asdict(row))


def rename(tx: Transaction, identity_id: str, shown: str) -> None:
    """Keep what the provider calls the person now."""
    tx.execute(SHOW, {"of_id": identity_id, "new_shown": shown})


def link(tx: Transaction, identity_id: str, account_id: str) -> bool:
    """Link an identity to an account; false where it is linked already."""
    asked = {"of_id": identity_id, "to_account": account_id}
    return tx.changes(LINK, asked)


def unlink(tx: Transaction, identity_id: str) -> bool:
    """Take an identity from its account; false where it has none."""
    return tx.changes(UNLINK, {"of_id": identity_id})


def begin_flow(tx: Transaction, row: FlowRow, old: str) -> None:
    """Store a sign-in that goes to the provider and drop those begun before `old`."""
    tx.execute(FORGET_OLD, {"before": old})
    tx.execute(BEGIN, asdict(row))


def take_flow(tx: Transaction, state_digest: str) -> bool:
    """Take a sign-in out of those under way; false where somebody has taken it before."""
    return tx.changes(TAKE, {"digest": state_digest})
