"""An office with a procedure in which one deed touches every kind of row."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from itertools import count
from pathlib import Path
from typing import Any

from sqlalchemy import Table, bindparam, select

from engine.commands import process_definitions, process_instances
from engine.commands.engine import Engine
from engine.core import instants
from engine.core.people import SYSTEM, Actor
from engine.core.services import Handler, ServiceCall, ServiceResult
from engine.store import database, tables
from engine.store.database import Store
from engine.store.failpoints import Failpoints
from engine.store.statements import Statement
from engine.store.transaction import reading
from tests.bpmn.drawing import (
    draw,
    end,
    flow,
    lane,
    message_on,
    parallel,
    path,
    process,
    service,
    start,
    throw_message,
    timer_on,
    user,
)
from tests.bpmn.offices import CLOCKS
from tests.commands.offices import CLERK, Clock, posted
from tests.commands.procedures import form, text

# a command and its arguments after the engine
Command = tuple[Any, ...]
# longer than a lease, and than the first waits after a failure
PATIENCE = timedelta(minutes=6)


def _clock(activity: str, name: str, days: int) -> str:
    return timer_on(
        activity,
        name,
        f"working days after(submitted_at, {days})",
        deadline="CLK-PRE",
        kind="breach",
        legalBasis="Art. 1",
    )


_AT_DESK = ("receive", "explain", "gone", "fork", "decide", "join", "late", "second_late")
PROCEDURE = process(
    "p",
    lane("desk", "start", *_AT_DESK, "end", jurisdiction="station"),
    lane("machines", "look_up", role="platform"),
    start(instants="submitted_at", unique="subject"),
    user("receive"),
    _clock("receive", "clock", 3),
    user("explain"),
    end("late"),
    message_on("receive", "withdraw", "withdrawal"),
    end("gone", status="CLOSED"),
    parallel("fork"),
    user("decide", assigns="acceptance_no", separateFrom="receive"),
    _clock("decide", "second_clock", 5),
    end("second_late"),
    service("look_up", "register.look_up", "register"),
    parallel("join"),
    end("end", instants="ended_at"),
    path("start", "receive", "fork", "decide", "join", "end"),
    path("fork", "look_up", "join"),
    path("clock", "explain", "late"),
    flow("withdraw", "gone"),
    flow("second_clock", "second_late"),
)
# tells those of the procedure that are about the same citizen
NEWS = process(
    "news",
    lane("register", "heard", "told", jurisdiction="station"),
    start("heard"),
    throw_message("tell", "withdrawal", correlation="subject", payload="why"),
    end("told"),
    path("heard", "tell", "told"),
)
_PHOTO = {
    "type": "filepicker",
    "key": "photo",
    "label": "photo",
    "accept": ".jpg",
    "properties": {"class": "P3"},
}
FORMS = {
    "p/start.json": form(text("subject"), text("note")),
    "p/receive.json": form(text("note"), _PHOTO),
    "p/decide.json": form(text("note")),
    "p/explain.json": form(text("cause")),
    "p/withdraw.json": form(text("why")),
    "news/heard.json": form(text("subject"), text("why")),
}


@dataclass(frozen=True, slots=True)
class Register:
    """An outside system that applies each key once and remembers every call."""

    folder: Path

    def register(self, key: str) -> None:
        """Apply a call, unless its key has been applied before."""
        with (self.folder / "calls").open("a", encoding="utf-8") as calls:
            calls.write(f"{key}\n")
        (self.folder / f"applied-{key}").touch()

    @property
    def calls(self) -> list[str]:
        """Give the keys of all calls, in their order."""
        calls = self.folder / "calls"
        return calls.read_text("utf-8").split() if calls.exists() else []

    @property
    def applied(self) -> set[str]:
        """Give the keys that were applied."""
        return {each.name.removeprefix("applied-") for each in self.folder.glob("applied-*")}


def _look_up(call: ServiceCall) -> ServiceResult:
    call.ports["register"].register(call.key)
    notice = {"recipient": CLERK.id, "kind": "found", "parameters": {}}
    return ServiceResult({"found": True}, {"name": ("Mei", "P2")}, notices=(notice,))


HANDLERS = {"register.look_up": Handler(_look_up, ports=("register",))}


@dataclass(frozen=True, slots=True)
class Place:
    """Where a desk works: what another process needs to work at the same one."""

    url: str
    folder: Path
    at: str


@dataclass(frozen=True, slots=True)
class Desk:
    """An engine at work, its clock and the outside system."""

    engine: Engine
    clock: Clock
    register: Register
    numbers: Any = field(default_factory=lambda: count(1))

    @property
    def store(self) -> Store:
        """Give the store of the engine."""
        return self.engine.store

    @property
    def place(self) -> Place:
        """Tell another process where this desk works."""
        url = self.store.url.render_as_string(hide_password=False)
        return Place(url, self.register.folder, instants.text(self.clock.now))

    def subject(self) -> str:
        """Make up a citizen whom no instance is about."""
        return f"citizen {next(self.numbers)}"

    def begin(self, actor: Actor = CLERK) -> str:
        """Start an instance about a new citizen."""
        answers = posted(subject=self.subject(), note="first")
        return process_instances.start(self.engine, "p", actor, answers)

    def task(self, instance: str, element: str) -> str:
        """Give the open user task on an element of an instance."""
        return self._waiting(tables.user_task, instance, element)

    def awaited(self, instance: str) -> str:
        """Give the message that an instance waits for."""
        return self._waiting(tables.awaited_message, instance, "withdraw")

    def _waiting(self, table: Table, instance: str, element: str) -> str:
        columns = table.c
        query = select(columns.id).where(
            columns.instance_id == bindparam("instance"),
            columns.element == bindparam("of_element"),
            columns.ended_at.is_(None),
        )
        with reading(self.store) as tx:
            statement = Statement(f"waiting {table.name}", query)
            ((found,),) = tx.all(statement, {"instance": instance, "of_element": element})
        return str(found)


def found(store: Store, folder: Path) -> Desk:
    """Found a desk in an empty store and deploy the procedure."""
    clock = Clock()
    desk = Desk(_engine(store, clock, Register(folder)), clock, Register(folder))
    diagram = {"p.bpmn": draw(PROCEDURE, NEWS, messages=("withdrawal",))}
    process_definitions.deploy(desk.engine, {**diagram, **FORMS}, SYSTEM)
    return desk


def reopen(place: Place, failpoints: Failpoints) -> Desk:
    """Open the desk at a place anew, with places where this process fails."""
    store = database.open_store(place.url, failpoints)
    clock = Clock(instants.parse(place.at))
    register = Register(place.folder)
    return Desk(_engine(store, clock, register), clock, register)


def _engine(store: Store, clock: Clock, register: Register) -> Engine:
    return Engine(
        store=store,
        clock=clock,
        clocks=CLOCKS,
        handlers=HANDLERS,
        ports={"register": register},
    )
