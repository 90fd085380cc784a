"""Citizens' accounts: bound to a person by the real-name check or by an officer at a window."""

from __future__ import annotations

from dataclasses import dataclass, field

from engine.commands import accounts, applicants, attempts, bindings, passwords
from engine.commands.accounts import NewAccount
from engine.commands.attempts import digest
from engine.commands.bindings import REAL_NAME, WINDOW, Binding
from engine.commands.engine import Engine
from engine.commands.organisation import PROVINCE
from engine.core import identity_numbers, instants, personal_names, phones
from engine.core.errors import InvalidInput, NotPermitted
from engine.core.people import Actor
from engine.core.ports import RealNameCheck, RealNameClaim
from engine.store.transaction import retried, transaction

PORT = "real_name"
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
    account = NewAccount(
        id=new.username,
        name=known.name,
        unit=PROVINCE,
        password=new.password,
        id_number=known.id_number,
        language=new.language,
    )
    _add(engine, account, _found(known, REAL_NAME, new.username, receipt))
    return new.username


def bind(engine: Engine, claim: RealNameClaim, actor: Actor, address: str = "") -> None:
    """Bind one's own account, or its new phone, to oneself by the real-name check.

    Raises as `register` does, and InvalidInput (`not_your_id_number`) for somebody else's number.
    """
    known = _checked(engine, claim)
    if actor.id_number not in {None, known.id_number}:
        raise InvalidInput("not_your_id_number")
    receipt = _passed(engine, known, address)
    _bind(engine, actor.id, _found(known, REAL_NAME, actor.id, receipt))


def bind_at_window(engine: Engine, username: str, claim: RealNameClaim, actor: Actor) -> None:
    """Bind an account to who stands at the window: first binding, or another phone.

    Nobody vouches for themselves. Raises InvalidInput, Conflict, NotFound (`account_unknown`),
    NotPermitted.
    """
    _permit_window(actor)
    known = _checked(engine, claim)
    if known.id_number == actor.id_number:
        raise NotPermitted("own_case")
    _bind(engine, username, _found(known, WINDOW, actor.id))


def _found(known: RealNameClaim, way: str, by: str, receipt: str = "") -> Binding:
    return Binding(known.id_number, known.name, known.phone, way, by, receipt)


def _checked(engine: Engine, claim: RealNameClaim) -> RealNameClaim:
    today = instants.day(engine.clock())
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


def _add(engine: Engine, account: NewAccount, found: Binding) -> None:
    fresh = accounts.row(engine, account, passwords.hashed(account.password))

    @retried
    def store() -> None:
        with transaction(engine.store) as tx:
            bindings.open_account(tx, fresh, found.by)
            bindings.bind(engine, tx, account.id, found)

    store()


@retried
def _bind(engine: Engine, account_id: str, found: Binding) -> None:
    with transaction(engine.store) as tx:
        bindings.bind(engine, tx, account_id, found)


def _permit_window(actor: Actor) -> None:
    if not applicants.places(actor):
        raise NotPermitted("not_for_this_actor")
