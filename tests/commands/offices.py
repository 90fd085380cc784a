"""A small office for command tests: units, people, handlers, a clock that is moved by hand."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from engine.commands import process_definitions, process_instances
from engine.commands.accounts import NewAccount, row
from engine.commands.engine import Engine
from engine.core import instants
from engine.core.people import SYSTEM, Actor, Grant
from engine.core.services import Handler
from engine.store.database import Store
from engine.store.queries import inbox
from engine.store.queries.inbox import InboxRow, View
from engine.store.transaction import transaction
from engine.store.writes import accounts
from forms.posted import Posted
from tests.bpmn.drawing import draw
from tests.bpmn.offices import CLOCKS, FRIDAY, OTHER_STATION, STATION

COUNTY = "520102"


def person(name: str, *grants: tuple[str, str], id_number: str | None = None) -> Actor:
    """Make an actor without an account."""
    held = tuple(Grant(role, unit) for role, unit in grants)
    return Actor(id=name, name=name.title(), unit=STATION, grants=held, id_number=id_number)


APPLICANT = person("mei", ("applicant", STATION), id_number="52019919850704202X")
NEIGHBOUR = person("bo", ("applicant", STATION))
CLERK = person("ana", ("clerk", STATION))
COLLEAGUE = person("li", ("clerk", STATION), ("reviewer", COUNTY))
STRANGER = person("tom", ("clerk", OTHER_STATION))
REVIEWER = person("rui", ("reviewer", COUNTY))
HEAD = person("hong", ("head", STATION))
AUDITOR = person("aud", ("auditor", "520000"))
OPERATOR = person("ops", ("operator", "520000"))
ANALYST = person("ann", ("analyst", "520000"))


@dataclass(slots=True)
class Clock:
    """A clock that stands until it is moved."""

    now: datetime = FRIDAY

    def __call__(self) -> datetime:
        return self.now

    def advance(self, **span: float) -> None:
        self.now += timedelta(**span)


@dataclass(frozen=True, slots=True)
class Office:
    """A running engine and its clock."""

    engine: Engine
    clock: Clock
    handlers: dict[str, Handler] = field(default_factory=dict)

    def deploy(
        self, *processes: str, files: Mapping[str, bytes] | None = None, **more: Any
    ) -> None:
        """Deploy one diagram of these processes."""
        diagram = {"p.bpmn": draw(*processes, **more)} if processes else {}
        process_definitions.deploy(self.engine, {**diagram, **(files or {})}, SYSTEM)

    def start(self, actor: Actor = CLERK, process_id: str = "p", **answers: str) -> str:
        """Start an instance."""
        return process_instances.start(self.engine, process_id, actor, posted(**answers))

    def inbox(self, actor: Actor = CLERK, view: View = View.ALL) -> tuple[InboxRow, ...]:
        """Look into the inbox of an actor."""
        return inbox.open_tasks(self.engine.store, actor, view, self.clock.now)

    def task(self, actor: Actor = CLERK) -> str:
        """Give the one task in the inbox of an actor."""
        (row,) = self.inbox(actor)
        return row.task_id


def employ(office: Office, actor: Actor, email: str | None = None) -> None:
    """Give an actor an account with the same roles."""
    at = instants.text(office.clock.now)
    new = NewAccount(actor.id, actor.name, actor.unit, password="", email=email)
    with transaction(office.engine.store) as tx:
        accounts.insert_accounts(tx, row(office.engine, new, "x"))
        for grant in actor.grants:
            asked = (f"{actor.id}-{grant.role}", actor.id, grant.role, grant.unit)
            accounts.insert_grants(tx, accounts.GrantRow(*asked, "setup", at, "setup", at))


def posted(**answers: str) -> Posted:
    """Post one text to each field."""
    return Posted({key: (text,) for key, text in answers.items()})


def office(store: Store) -> Office:
    """Open an office over an empty store."""
    clock = Clock()
    handlers: dict[str, Handler] = {}
    engine = Engine(
        store=store,
        clock=clock,
        clocks=CLOCKS,
        handlers=handlers,
    )
    return Office(engine, clock, handlers)
