"""An office with the shipped procedure, a clock that the tests move, and people who act."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import bindparam, select

from engine.commands import (
    demo_office,
    messages,
    organisation,
    process_definitions,
    process_instances,
    shipped_files,
    user_tasks,
)
from engine.commands.compiled_definitions import CompiledDefinitions
from engine.commands.engine import Engine
from engine.core import instants
from engine.core.people import Actor, Grant
from engine.store import database, preparation, tables
from engine.store.addressees import StoredAddressees
from engine.store.deadlines import StoredDeadlines
from engine.store.queries import timers as timer_queries
from engine.store.statements import Statement
from engine.store.transaction import reading
from forms.posted import Posted, Upload
from tasks.handlers import HANDLERS
from tasks.smtp import Silence
from tests.forms.pictures import jpeg
from tests.processes.register_line import to_the_demo_register
from tests.servers import OneServer, Servers

ROOT = Path(__file__).parents[2]
PROCESSES = ROOT / "processes"
LOSS = {
    "id_number": "52019919850704202X",
    "phone": "13812345678",
    "reason": "LOSS",
    "loss_date": "2026-01-02",
    "loss_place": "贵阳北站",
    "photo_source": "REUSE_STORED",
    "accepting_station": "520102001",
    "delivery_method": "PICKUP",
    "declaration": "true",
    "privacy_ack": "true",
}
MAIL = {
    "delivery_method": "MAIL",
    "mail_recipient": "田秋月",
    "mail_phone": "13812345678",
    "mail_division": "贵州省贵阳市南明区",
    "mail_address": "示例路12号3单元401室",
}
# every office is a copy of one, so what is compiled for one serves all
CLOCKS = shipped_files.clocks(PROCESSES)
DEFINITIONS = CompiledDefinitions()
PEOPLE = {
    one.id: one for one in demo_office.personas((PROCESSES / "demo-office.toml").read_text())
}


def _of_instance(name: str, table: Any, *columns: str, order: str = "id") -> Statement:
    wanted = select(*(table.c[column] for column in columns))
    key = table.c["id" if table is tables.process_instance else "instance_id"]
    return Statement(name, wanted.where(key == bindparam("instance_id")).order_by(table.c[order]))


TASK = ("element", "id", "role", "unit", "ended_at", "deadline", "process_id")
_TASKS = _of_instance("tasks_of_case", tables.user_task, *TASK)
MESSAGE = ("element", "id", "role", "unit", "ended_at", "process_id")
_MESSAGES = _of_instance("messages_of_case", tables.awaited_message, *MESSAGE)
_CASE = _of_instance("case", tables.process_instance, "status", "outcome")
_HISTORY = _of_instance("history_of_case", tables.history, "body", order="seq")
_ANSWERS = _of_instance("answers_of_case", tables.answer, "field", "value", order="seq")
_NOTICES = _of_instance("notices_of_case", tables.notice, "account_id", "kind", order="at")


@dataclass(slots=True)
class Clock:
    """The clock of the office."""

    at: datetime

    def __call__(self) -> datetime:
        return self.at


def actor(name: str) -> Actor:
    """Give a person of the demo office."""
    person = PEOPLE[name]
    return Actor(
        id=person.id,
        name=person.name,
        unit=person.unit,
        grants=(Grant(person.role, person.at),),
        id_number=person.id_number,
    )


def with_roles_of(name: str, *others: str) -> Actor:
    """Give a person of the demo office who holds the roles of others too."""
    grants = tuple(grant for each in (name, *others) for grant in actor(each).grants)
    return replace(actor(name), grants=grants)


def furnish(path: Path, at: datetime) -> None:
    """Found an office with everything that ships in a new database file."""
    engine = open_engine(path, Clock(at))
    organisation.load_units(engine)
    demo_office.found(engine, tuple(PEOPLE.values()))
    analyst = Actor("analyst", "", "520000", (Grant("analyst", "520000"),))
    process_definitions.deploy(engine, shipped_files.resources(ROOT), analyst)
    database.close(engine.store)


def open_engine(path: Path, clock: Clock) -> Engine:
    """Open the office in a database file."""
    return open_engine_at(f"sqlite:///{path}", clock)


def open_engine_at(url: str, clock: Clock) -> Engine:
    """Open the office in a database."""
    store = database.open_store(url)
    preparation.prepare(store)
    line = to_the_demo_register(PROCESSES / "demo-register.toml", store)
    return Engine(
        store=store,
        clock=clock,
        clocks=CLOCKS,
        handlers=HANDLERS,
        ports={
            "register": line,
            "mail": Silence(),
            "addressees": StoredAddressees(store),
            "deadlines": StoredDeadlines(store),
        },
        definitions=DEFINITIONS,
    )


@dataclass(frozen=True, slots=True)
class Office:
    """A running office."""

    engine: Engine
    clock: Clock
    # one server where nothing else is said
    servers: Servers | None = None

    def apply(self, *, sampled: bool = False, **changes: str) -> Case:
        """Let the applicant apply, again and again until the draw of the sample is as wanted."""
        answers = posted({**LOSS, **changes})
        person = replace(actor("applicant"), id_number=changes.get("id_number", LOSS["id_number"]))
        while True:
            case_id = process_instances.start(self.engine, "reissue", person, answers)
            self.serve()
            case = Case(self, case_id)
            if case.outcome or case.answers["sampled"] is sampled:
                return case
            case.send("withdrawn_before_acceptance")

    def begin(self, process: str, by: str, **answers: str) -> Case:
        """Let a person of the office begin another procedure."""
        case_id = process_instances.start(self.engine, process, actor(by), posted(answers))
        self.serve()
        return Case(self, case_id)

    def serve(self) -> None:
        """Run the outbox until it is empty."""
        self._at_work.serve()

    def travel(self, to: datetime) -> None:
        """Let time pass; every timer fires at the instant it is due."""
        while (due := self._next_due()) is not None and due <= to:
            self.clock.at = due
            self._at_work.fire()
            self.serve()
            assert self._next_due() != due, "a timer did not fire"
        self.clock.at = to

    @property
    def _at_work(self) -> Servers:
        return self.servers or OneServer(self.engine)

    def _next_due(self) -> datetime | None:
        due = timer_queries.oldest_due(self.engine.store, "9")
        return None if due is None else instants.parse(due)


@dataclass(frozen=True, slots=True)
class Case:
    """One application, as its people see it."""

    office: Office
    id: str

    def complete(self, element: str, by: str | Actor = "", **answers: str) -> Case:
        """Let a person complete an open user task; by default the one of the task's role."""
        task = self.open_tasks[element]
        person = by if isinstance(by, Actor) else actor(by or task["role"])
        user_tasks.complete(self.office.engine, task["id"], person, posted(answers))
        self.office.serve()
        return self

    def send(self, element: str, by: str | Actor = "applicant", **answers: str) -> Case:
        """Let a person send a message that is awaited."""
        person = by if isinstance(by, Actor) else actor(by)
        messages.send(self.office.engine, self.awaited[element], person, posted(answers))
        self.office.serve()
        return self

    def wait(self, to: str) -> Case:
        """Let time pass until an instant in China."""
        self.office.travel(datetime.fromisoformat(to).replace(tzinfo=instants.ZONE))
        return self

    @property
    def open_tasks(self) -> Mapping[str, Mapping[str, str]]:
        return self._open(_TASKS, TASK)

    @property
    def open_messages(self) -> Mapping[str, Mapping[str, str]]:
        return self._open(_MESSAGES, MESSAGE)

    @property
    def open(self) -> set[str]:
        return {*self.open_tasks}

    @property
    def units(self) -> Mapping[str, tuple[str, str]]:
        """Give who must act where, by open user task."""
        return {name: (task["role"], task["unit"]) for name, task in self.open_tasks.items()}

    @property
    def awaited(self) -> Mapping[str, str]:
        return {element: row["id"] for element, row in self.open_messages.items()}

    @property
    def armed(self) -> Mapping[str, str]:
        """Give the due time in China of every armed timer."""
        rows = timer_queries.of(self.office.engine.store, self.id)
        return {row.element: in_china(row.due_at) for row in rows if row.ended_at is None}

    @property
    def fired(self) -> set[str]:
        rows = timer_queries.of(self.office.engine.store, self.id)
        return {row.element for row in rows if row.ending == "fired"}

    @property
    def status(self) -> str:
        return str(self._rows(_CASE)[0][0])

    @property
    def outcome(self) -> str | None:
        return None if (outcome := self._rows(_CASE)[0][1]) is None else str(outcome)

    @property
    def answers(self) -> Mapping[str, Any]:
        return {name: json.loads(value) for name, value in self._rows(_ANSWERS)}

    @property
    def notices(self) -> set[tuple[str, str]]:
        """Give who was told what."""
        return {(row[0], row[1]) for row in self._rows(_NOTICES)}

    @property
    def history(self) -> list[dict[str, Any]]:
        return [json.loads(row[0]) for row in self._rows(_HISTORY)]

    @property
    def path(self) -> Iterable[tuple[str, str | None]]:
        """Give the elements that ran, each with the flow through which it was entered."""
        return [(step[0], step[1]) for entry in self.history for step in entry.get("path", ())]

    def _open(self, statement: Statement, names: tuple[str, ...]) -> Mapping[str, Any]:
        rows = [dict(zip(names, row, strict=True)) for row in self._rows(statement)]
        return {row["element"]: row for row in rows if row["ended_at"] is None}

    def _rows(self, statement: Statement) -> list[Any]:
        with reading(self.office.engine.store) as tx:
            return tx.all(statement, {"instance_id": self.id})


def posted(answers: Mapping[str, str]) -> Posted:
    """Post texts; a field whose name ends in photo posts a picture."""
    texts = {name: (text,) for name, text in answers.items() if not name.endswith("_photo")}
    pictures = [name for name in answers if name.endswith("_photo")]
    return Posted(texts, {name: Upload("photo.jpg", jpeg()) for name in pictures})


def in_china(text: str) -> str:
    """Give an instant of the store as people in the office write it."""
    return instants.parse(text).astimezone(instants.ZONE).strftime("%Y-%m-%d %H:%M")


def copy(template: Path, target: Path) -> Path:
    """Copy a furnished database file."""
    return Path(shutil.copyfile(template, target))
