"""Applicants: citizens whose identity somebody of the office has checked in person."""

from __future__ import annotations

from dataclasses import dataclass, field

from engine.commands import accounts, administration, bindings, passwords
from engine.commands.accounts import NewAccount
from engine.commands.bindings import WINDOW, Binding
from engine.commands.engine import Engine
from engine.core import identity_numbers, instants, personal_names, phones
from engine.core.errors import NotPermitted
from engine.core.people import Actor
from engine.store.transaction import retried, transaction

# who sees people and their papers at a window
AT_THE_WINDOW = ("clerk", "window")


@dataclass(frozen=True, slots=True)
class NewApplicant:
    """A citizen who has shown an identity document."""

    id: str
    name: str
    unit: str
    id_number: str = field(repr=False)
    email: str | None = None
    # bound with the person where it was shown too, "" for none
    phone: str = ""
    language: str = "zh-Hans"


def register(engine: Engine, new: NewApplicant, actor: Actor) -> str:
    """Give a citizen an account bound to an ID number, and give its one-time password.

    By an officer at the window of the unit, or an administrator, who has seen the document. The
    role counts at once: it gives power over nothing but one's own cases. Raises InvalidInput,
    NotPermitted, Conflict (`account_exists`, `id_number_bound`).
    """
    _permit(engine, actor, new.unit)
    today = instants.day(engine.clock())
    number = identity_numbers.check(new.id_number, today)
    if number == actor.id_number:
        raise NotPermitted("own_case")
    phone = phones.check(new.phone) if new.phone else ""
    password = passwords.one_time()
    account = NewAccount(
        id=new.id,
        name=personal_names.check(new.name),
        unit=new.unit,
        password=password,
        id_number=number,
        email=new.email,
        language=new.language,
        one_time=True,
    )
    fresh = accounts.row(engine, account, passwords.hashed(password))

    @retried
    def store() -> None:
        with transaction(engine.store) as tx:
            bindings.open_account(tx, fresh, actor.id)
            if phone:
                found = Binding(number, account.name, phone, WINDOW, actor.id)
                bindings.bind(engine, tx, new.id, found)
            facts: dict[str, object] = {"account": new.id, "unit": new.unit, "in_person": True}
            administration.seal(engine, tx, "applicant_registered", actor, facts)

    store()
    return password


def places(actor: Actor) -> tuple[str, ...]:
    """Name the units at whose windows an actor may register applicants."""
    return tuple(grant.unit for grant in actor.grants if grant.role in AT_THE_WINDOW)


def _permit(engine: Engine, actor: Actor, unit: str) -> None:
    known = engine.organisation.active_unit(unit).code
    if known not in places(actor) and not administration.may(engine, actor, known):
        raise NotPermitted("not_at_the_window", unit=unit)
