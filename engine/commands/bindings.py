"""An account that stands for a citizen: one for each person, and its person never changes."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field

from engine.commands import day_chains
from engine.commands.day_chains import DayDeed
from engine.commands.engine import Engine
from engine.core import instants
from engine.core.errors import Conflict, NotFound, NotPermitted
from engine.store.queries import accounts as queries
from engine.store.queries.bindings import BindingRow
from engine.store.transaction import Transaction
from engine.store.writes import accounts as writes
from engine.store.writes import bindings as binding_writes
from engine.store.writes.accounts import AccountRow, GrantRow

ROLE = "applicant"
# the ways in which a binding comes about
REAL_NAME, WINDOW = "real_name", "window"


@dataclass(frozen=True, slots=True)
class Binding:
    """Who somebody was found to be, which phone is theirs, and by which way."""

    id_number: str = field(repr=False)
    name: str = field(repr=False)
    phone: str = field(repr=False)
    # REAL_NAME | WINDOW
    way: str
    # account of the officer, or the citizen's own
    by: str
    # of the real-name check, "" at a window
    receipt: str = ""


def open_account(tx: Transaction, fresh: AccountRow, by: str) -> None:
    """Store a citizen's account with its role, which counts at once.

    It opens nothing but own cases, so it needs no second person. Raises Conflict
    (`account_exists`, `id_number_bound`).
    """
    if fresh.id_number is not None and queries.holder(tx, fresh.id_number) is not None:
        raise Conflict("id_number_bound")
    writes.insert_accounts(tx, fresh)
    grant = GrantRow(
        id=secrets.token_hex(8),
        account_id=fresh.id,
        role=ROLE,
        unit=fresh.unit,
        asked_by=by,
        asked_at=fresh.created_at,
        confirmed_by=by,
        confirmed_at=fresh.created_at,
    )
    writes.insert_grants(tx, grant)


def bind(engine: Engine, tx: Transaction, account_id: str, found: Binding) -> None:
    """Let a citizen's account stand for who somebody was found to be, or give it another phone.

    Raises NotFound (`account_unknown`), NotPermitted (`not_a_citizens_account`) and Conflict
    (`account_of_somebody_else`, `id_number_bound`).
    """
    known = queries.account_of(tx, account_id)
    if known is None or known.disabled_at is not None:
        raise NotFound("account_unknown", account=account_id)
    if not any(grant.role == ROLE for grant in queries.grants_of(tx, account_id)):
        raise NotPermitted("not_a_citizens_account")
    if known.id_number not in {None, found.id_number}:
        raise Conflict("account_of_somebody_else", account=account_id)
    if queries.holder(tx, found.id_number) not in {None, account_id}:
        raise Conflict("id_number_bound")
    at = engine.clock()
    row = BindingRow(
        account_id, found.phone, found.way, found.receipt, found.by, instants.text(at)
    )
    binding_writes.bind(tx, row, found.id_number, found.name)
    facts = {"account": account_id, "way": found.way}
    day_chains.seal(tx, DayDeed("citizen_bound", found.by, at, facts=facts))
