"""Accounts: add and disable people, change their passwords and languages."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from engine.commands import administration, passwords
from engine.commands.engine import Engine
from engine.core import instants
from engine.core.errors import Conflict, InvalidInput, NotFound, NotPermitted, StoreUnusable
from engine.core.people import Actor, Grant
from engine.store.queries import accounts as queries
from engine.store.transaction import Transaction, retried, transaction
from engine.store.writes import accounts as writes
from engine.store.writes import sessions as session_writes
from engine.store.writes import settings
from engine.store.writes.accounts import AccountRow

LANGUAGES = frozenset(["en", "zh-Hans", "es"])
USER_NAME = re.compile(r"[a-z][a-z0-9._-]{1,63}", re.ASCII)
MAIL_ADDRESS = re.compile(r"[^@\s<>]{1,64}@[^@\s<>]{1,190}")
LONGEST_NAME = 200
# names under which the program itself, or nobody, stands in the history
RESERVED = frozenset(["system", "command_line", "nobody"])


@dataclass(frozen=True, slots=True)
class NewAccount:
    """A person who is to get an account."""

    id: str
    name: str
    unit: str
    password: str = field(repr=False)
    # citizen ID number, after a real-name check
    id_number: str | None = field(default=None, repr=False)
    email: str | None = None
    language: str = "en"
    # role to ask for at the unit, "" for none
    role: str = ""
    # somebody else made the password up: it is to be changed at the first sign-in
    one_time: bool = False


@dataclass(frozen=True, slots=True)
class PasswordChange:
    """The old password, as proof of who asks, and the new one."""

    old: str = field(repr=False)
    new: str = field(repr=False)


def add(engine: Engine, new: NewAccount, actor: Actor) -> str:
    """Add an account, by an administrator, and ask for its role at its unit where it names one.

    Raises InvalidInput for what cannot be accepted, NotFound (`unknown_unit`), Conflict
    (`account_exists`).
    """
    administration.permit(engine, actor, engine.organisation.active_unit(new.unit).code)
    fresh = _hashed_row(engine, new)

    @retried
    def store() -> None:
        with transaction(engine.store) as tx:
            writes.insert_accounts(tx, fresh)
            facts: dict[str, object] = {"account": new.id, "unit": new.unit}
            administration.seal(engine, tx, "account_added", actor, facts)
            if new.role:
                administration.ask(engine, tx, new.id, Grant(new.role, new.unit), actor)

    store()
    return new.id


def set_up(engine: Engine, new: NewAccount) -> str:
    """Add the first administrator of an empty database, who acts alone until there is a second.

    Raises StoreUnusable (`office_not_empty`) where there is any account.
    """
    fresh = _hashed_row(engine, new)
    first = Actor(new.id, new.name, new.unit)
    role = Grant(administration.ADMINISTRATOR, new.unit)

    @retried
    def store() -> None:
        with transaction(engine.store) as tx:
            if queries.count(tx):
                raise StoreUnusable("office_not_empty")
            settings.insert_setting(tx, "office", "real", new.id, instants.text(engine.clock()))
            writes.insert_accounts(tx, fresh)
            facts: dict[str, object] = {"account": new.id, "unit": new.unit, "first": True}
            administration.seal(engine, tx, "account_added", first, facts)
            administration.ask(engine, tx, new.id, role, first)

    store()
    return new.id


@retried
def disable(engine: Engine, account_id: str, actor: Actor) -> None:
    """Disable an account and end its sessions; the last administrator stays."""
    with transaction(engine.store) as tx:
        found = _found(tx, account_id)
        administration.permit(engine, actor, found.unit)
        if queries.administrators(tx) == (account_id,):
            raise Conflict("last_administrator", account=account_id)
        if not writes.disable(tx, account_id, instants.text(engine.clock())):
            raise Conflict("account_disabled", account=account_id)
        session_writes.end_all(tx, account_id)
        administration.seal(engine, tx, "account_disabled", actor, {"account": account_id})


def reset_password(engine: Engine, account_id: str, password: str, actor: Actor) -> None:
    """Give somebody a new password, by an administrator, and end their sessions."""
    passwords.check(password, account_id)
    password_hash = passwords.hashed(password)

    @retried
    def store() -> None:
        with transaction(engine.store) as tx:
            administration.permit(engine, actor, _found(tx, account_id).unit)
            _replace_password(engine, tx, account_id, password_hash)
            administration.seal(
                engine, tx, "password_changed", actor, {"account": account_id, "reset": True}
            )

    store()


def change_password(engine: Engine, change: PasswordChange, actor: Actor) -> None:
    """Change one's own password, proven by the old one, and end all one's sessions."""
    known = queries.account(engine.store, actor.id)
    if not passwords.matches(change.old, known.password_hash if known else None):
        raise NotPermitted("old_password_wrong")
    if change.new == change.old:
        raise InvalidInput("password_unchanged")
    passwords.check(change.new, actor.id)
    password_hash = passwords.hashed(change.new)

    @retried
    def store() -> None:
        with transaction(engine.store) as tx:
            _replace_password(engine, tx, actor.id, password_hash)
            administration.seal(
                engine, tx, "password_changed", actor, {"account": actor.id, "reset": False}
            )

    store()


@retried
def choose_language(engine: Engine, language: str, actor: Actor) -> None:
    """Choose the language that one reads."""
    if language not in LANGUAGES:
        raise InvalidInput("language_unknown", language=language)
    with transaction(engine.store) as tx:
        writes.set_language(tx, actor.id, language)


def row(engine: Engine, new: NewAccount, password_hash: str, *, demo: bool = False) -> AccountRow:
    """Check everything about a new account but its password, and make its row."""
    if not USER_NAME.fullmatch(new.id) or new.id in RESERVED:
        raise InvalidInput("user_name_unusable", account=new.id)
    if not new.name.strip() or len(new.name) > LONGEST_NAME or not new.name.isprintable():
        raise InvalidInput("name_unusable")
    if new.language not in LANGUAGES:
        raise InvalidInput("language_unknown", language=new.language)
    if new.email is not None and not MAIL_ADDRESS.fullmatch(new.email):
        raise InvalidInput("mail_address_unusable")
    return AccountRow(
        id=new.id,
        name=new.name.strip(),
        password_hash=password_hash,
        unit=engine.organisation.active_unit(new.unit).code,
        created_at=instants.text(engine.clock()),
        id_number=new.id_number,
        email=new.email,
        language=new.language,
        demo=int(demo),
        password_until=passwords.end_of_one_time(engine.clock()) if new.one_time else None,
    )


def _hashed_row(engine: Engine, new: NewAccount) -> AccountRow:
    passwords.check(new.password, new.id)
    return row(engine, new, passwords.hashed(new.password))


def _found(tx: Transaction, account_id: str) -> queries.AccountRow:
    found = queries.account_of(tx, account_id)
    if found is None:
        raise NotFound("account_unknown", account=account_id)
    return found


def _replace_password(
    engine: Engine, tx: Transaction, account_id: str, password_hash: str
) -> None:
    writes.set_password(tx, account_id, password_hash)
    session_writes.end_all(tx, account_id)
