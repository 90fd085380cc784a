"""The demo office: people of every role in one place, in a database that says it is a demo."""

from __future__ import annotations

import secrets
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass

from engine.commands import accounts, administration, passwords
from engine.commands.accounts import NewAccount
from engine.commands.engine import Engine
from engine.core import instants
from engine.core.errors import StoreUnusable
from engine.core.people import SYSTEM
from engine.store.queries import accounts as queries
from engine.store.queries.sessions import IDLE_MINUTES
from engine.store.transaction import transaction
from engine.store.writes import accounts as writes
from engine.store.writes import settings
from engine.store.writes.accounts import GrantRow
from forms.posted import Posted

PASSWORD = "ventanilla"  # noqa: S105 - known to everybody, and only a demo accepts it
# a working day, so that nobody who looks around is signed out
IDLE = "480"


@dataclass(frozen=True, slots=True)
class Persona:
    """A made-up person with one role."""

    id: str
    name: str
    role: str
    # where the person works
    unit: str
    # unit of the grant
    at: str
    id_number: str | None = None
    language: str = "en"


@dataclass(frozen=True, slots=True)
class Step:
    """What a persona answers on the one open task that is theirs in a case."""

    by: str
    answers: Posted


@dataclass(frozen=True, slots=True)
class Case:
    """An application in a demo office, and what has happened to it since."""

    starter: str
    hours_ago: int
    answers: Posted
    steps: tuple[Step, ...]


def cases(toml: str) -> tuple[Case, ...]:
    """Read the applications of the demo office."""
    return tuple(
        Case(
            starter=case["starter"],
            hours_ago=case["hours_ago"],
            answers=_posted(case["answers"]),
            steps=tuple(
                Step(step["by"], _posted(step["answers"])) for step in case.get("steps", ())
            ),
        )
        for case in tomllib.loads(toml)["cases"]
    )


def personas(toml: str) -> tuple[Persona, ...]:
    """Read the people of the demo office."""
    return tuple(
        Persona(
            id=person["id"],
            name=person["name"],
            role=person["role"],
            unit=person["unit"],
            at=person.get("at", person["unit"]),
            id_number=person.get("id_number"),
        )
        for person in tomllib.loads(toml)["people"]
    )


def found(engine: Engine, people: tuple[Persona, ...]) -> None:
    """Make an empty database a demo office with these people.

    Raises StoreUnusable (`office_not_empty`) where there is any account.
    """
    # one hash for all, or founding would take seconds
    password_hash = passwords.hashed(PASSWORD)
    at = instants.text(engine.clock())
    with transaction(engine.store) as tx:
        if queries.count(tx):
            raise StoreUnusable("office_not_empty")
        settings.insert_setting(tx, "office", "demo", SYSTEM.id, at)
        settings.insert_setting(tx, IDLE_MINUTES, IDLE, SYSTEM.id, at)
        writes.insert_accounts(tx, *(_account(engine, one, password_hash) for one in people))
        writes.insert_grants(tx, *(_grant(one, at) for one in people))
        facts: dict[str, object] = {"demo": True, "accounts": [one.id for one in people]}
        administration.seal(engine, tx, "account_added", SYSTEM, facts)


def _posted(answers: Mapping[str, str]) -> Posted:
    return Posted({key: (value,) for key, value in answers.items()})


def _account(engine: Engine, persona: Persona, password_hash: str) -> writes.AccountRow:
    new = NewAccount(
        id=persona.id,
        name=persona.name,
        unit=persona.unit,
        password=PASSWORD,
        id_number=persona.id_number,
        language=persona.language,
    )
    return accounts.row(engine, new, password_hash, demo=True)


def _grant(persona: Persona, at: str) -> GrantRow:
    return GrantRow(
        id=secrets.token_hex(8),
        account_id=persona.id,
        role=persona.role,
        unit=persona.at,
        asked_by=SYSTEM.id,
        asked_at=at,
        confirmed_by=SYSTEM.id,
        confirmed_at=at,
    )
