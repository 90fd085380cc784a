"""Citizens' accounts: bound to a person by the real-name check or by an officer at a window."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field

from engine.commands import accounts, applicants, attempts, day_chains, passwords
from engine.commands.accounts import NewAccount
from engine.commands.attempts import digest
from engine.commands.day_chains import DayDeed
from engine.commands.engine import Engine
from engine.core import identity_numbers, instants, personal_names, phones
from engine.core.errors import Conflict, InvalidInput, NotFound, NotPermitted
from engine.core.people import Actor
from engine.core.ports import RealNameCheck, RealNameClaim
from engine.store.queries import accounts as queries
from engine.store.transaction import Transaction, retried, transaction
from engine.store.writes import accounts as writes
from engine.store.writes import bindings
from engine.store.writes.accounts import GrantRow
from engine.store.writes.bindings import REAL_NAME, WINDOW, BindingRow

PORT = "real_name"
_UNIT = "520000"
_LONGEST_CODE = 64


@dataclass(frozen=True, slots=True)
class NewCitizen:
    """An account that a citizen wants."""

    username: str
    password: str = field(repr=False)
    language: str = "zh-Hans"
    # network address that the wish comes from
    address: str = ""


def register(engine: Engine, new: NewCitizen, claim: RealNameClaim) -> str:
    """Open an account for a citizen who passes the real-name check.

    Raises InvalidInput, Conflict (`account_exists`, `id_number_bound`), NotPermitted
    (`real_name_failed`, `too_many_attempts`) and ServiceTaskFailed where the check is down.
    """
    known = _checked(engine, claim)
    passwords.check(new.password, new.username)
    receipt = _passed(engine, known, new.address)
    account = NewAccount(new.username, known.name, _UNIT, new.password, language=new.language)
    _add(engine, account, known, BindingRow(new.username, known.phone, REAL_NAME, receipt, "", ""))
    return new.username


def bind(engine: Engine, claim: RealNameClaim, actor: Actor, address: str = "") -> None:
    """Bind one's own account, or its new phone, to oneself by the real-name check.

    Raises as `register` does, and InvalidInput (`not_your_id_number`) for somebody else's number.
    """
    known = _checked(engine, claim)
    if actor.id_number not in {None, known.id_number}:
        raise InvalidInput("not_your_id_number")
    receipt = _passed(engine, known, address)
    _bind(engine, known, BindingRow(actor.id, known.phone, REAL_NAME, receipt, "", ""))


def bind_at_window(engine: Engine, username: str, claim: RealNameClaim, actor: Actor) -> None:
    """Bind an account to who stands at the window: first binding, or another phone.

    Raises InvalidInput, Conflict, NotFound (`account_unknown`), NotPermitted.
    """
    _permit_window(actor)
    known = _checked(engine, claim)
    found = queries.account(engine.store, username)
    if found is None or found.disabled_at is not None:
        raise NotFound("account_unknown", account=username)
    if found.id_number not in {None, known.id_number}:
        raise Conflict("account_of_somebody_else", account=username)
    _bind(engine, known, BindingRow(username, known.phone, WINDOW, "", actor.id, ""))


def _checked(engine: Engine, claim: RealNameClaim) -> RealNameClaim:
    today = engine.clock().astimezone(instants.ZONE).date()
    if len(claim.code) > _LONGEST_CODE:
        raise InvalidInput("real_name_code_unusable")
    return RealNameClaim(
        id_number=identity_numbers.check(claim.id_number, today),
        name=personal_names.check(claim.name),
        phone=phones.check(claim.phone),
        code=claim.code.strip(),
    )


def _passed(engine: Engine, claim: RealNameClaim, address: str) -> str:
    """Ask the real-name check, never so often that numbers could be tried out."""
    subjects = (digest(f"real name {claim.id_number}"), digest(f"real name at {address}"))
    attempts.refuse_flood(engine, subjects)
    check: RealNameCheck | None = engine.ports.get(PORT)
    if check is None:
        raise NotPermitted("real_name_not_here")
    receipt = check.check(claim)
    if receipt is None:
        attempts.count_failure(engine, subjects, "")
        raise NotPermitted("real_name_failed")
    return receipt


def _add(engine: Engine, account: NewAccount, claim: RealNameClaim, row: BindingRow) -> None:
    fresh = accounts.row(engine, account, passwords.hashed(account.password))
    at = instants.text(engine.clock())
    by = row.bound_by or account.id
    grant = GrantRow(
        id=secrets.token_hex(8),
        account_id=account.id,
        role=applicants.ROLE,
        unit=account.unit,
        asked_by=by,
        asked_at=at,
        confirmed_by=by,
        confirmed_at=at,
    )

    @retried
    def store() -> None:
        with transaction(engine.store) as tx:
            writes.insert_accounts(tx, fresh)
            # a citizen's role opens nothing but own cases: it needs no second person
            writes.insert_grants(tx, grant)
            _write(engine, tx, claim, row)

    store()


@retried
def _bind(engine: Engine, claim: RealNameClaim, row: BindingRow) -> None:
    with transaction(engine.store) as tx:
        held = queries.grants_of(tx, row.account_id)
        if not any(grant.role == applicants.ROLE for grant in held):
            raise NotPermitted("not_a_citizens_account")
        _write(engine, tx, claim, row)


def _write(engine: Engine, tx: Transaction, claim: RealNameClaim, row: BindingRow) -> None:
    holder = bindings.holder(tx, claim.id_number)
    if holder not in {None, row.account_id}:
        raise Conflict("id_number_bound")
    at = engine.clock()
    by = row.bound_by or row.account_id
    bound = BindingRow(row.account_id, row.phone, row.way, row.receipt, by, instants.text(at))
    bindings.bind(tx, bound, claim.id_number, claim.name)
    facts = {"account": row.account_id, "way": row.way}
    day_chains.seal(tx, DayDeed("citizen_bound", by, at, facts=facts))


def _permit_window(actor: Actor) -> None:
    if not applicants.places(actor):
        raise NotPermitted("not_for_this_actor")
