"""An office whose cases are walked by commands alone, in this release and in earlier ones."""

from __future__ import annotations

from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from sqlalchemy import bindparam, select

import server
from engine.commands import (
    demo_office,
    messages,
    process_definitions,
    process_instances,
    service_tasks,
    shipped_files,
    timers,
    user_tasks,
)
from engine.commands.engine import Engine
from engine.core import instants
from engine.core.people import Actor, Grant
from engine.store import tables
from engine.store.queries import timers as timer_queries
from engine.store.statements import Statement
from engine.store.transaction import reading
from forms.posted import Posted
from tasks import demo_register
from tests.upgrades.walks import LOSS, NEWER, SIGN, Answers, Step

_STATION = "520102001"
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_PERSON = """["{number}"]
name = "田秋月"
ethnicity = "01"
hukou_address = "贵州省贵阳市南明区示例路12号3单元401室"
hukou_division = "520102"
months_since_last_card = 14
card_years = 20
old_card_serial = "DEMO{serial:08}"
fingerprint_status = "ENROLLED"
"""


@dataclass(slots=True)
class Clock:
    """The clock of the office."""

    at: datetime

    def __call__(self) -> datetime:
        return self.at


@dataclass(frozen=True, slots=True)
class Office:
    """A running office, its clock, and its people by role."""

    engine: Engine
    clock: Clock
    staff: dict[str, Actor]

    def apply(self, number: int, changes: Answers) -> str:
        """Let a citizen apply; give the id of the case."""
        citizen = citizen_of(number)
        answers = posted({**LOSS, "id_number": citizen.id_number or "", **changes})
        case = process_instances.start(self.engine, "reissue", citizen, answers)
        self.serve()
        return case

    def walk(self, case: str, number: int, steps: Sequence[Step]) -> None:
        """Take steps one after the other; a second officer signs where the draw wants one."""
        for step in steps:
            waiting = self.waiting(case, tables.user_task)
            if step[0] in NEWER - waiting.keys():
                continue
            drawn = "sign_off" in waiting and step is not SIGN
            for each in (SIGN, step) if drawn else (step,):
                self.take(case, number, each)
                self.serve()

    def take(self, case: str, number: int, step: Step) -> None:
        """Let the person whom the lane names take a step: complete a task, or send a message."""
        element = step[0]
        asked = self._fields(case)
        answers = {
            key: text.format(number=number) for key, text in step[1].items() if key in asked
        }
        tasks, awaited = self.waiting(case, tables.user_task), self.awaited(case)
        if element in tasks:
            role = self._role(tasks[element])
            actor = citizen_of(number) if role == "applicant" else self.staff[role]
            user_tasks.complete(self.engine, tasks[element], actor, posted(answers))
        else:
            messages.send(self.engine, awaited[element], citizen_of(number), posted(answers))

    def serve(self) -> None:
        """Run the outbox until it is empty."""
        while service_tasks.run_due(self.engine):
            pass

    def travel(self, to: datetime) -> None:
        """Let time pass; every timer fires at the instant it is due."""
        while (due := timer_queries.oldest_due(self.engine.store, "9")) is not None:
            if instants.parse(due) > to:
                break
            self.clock.at = max(self.clock.at, instants.parse(due))
            timers.fire_due(self.engine)
            self.serve()
        self.clock.at = to

    def waiting(self, case: str, table: tables.Table) -> dict[str, str]:
        """Give the ids of the rows of a case that wait, by element."""
        query = select(table.c.element, table.c.id).where(
            table.c.instance_id == bindparam("case"), table.c.ended_at.is_(None)
        )
        with reading(self.engine.store) as tx:
            return dict(tx.all(Statement(f"waiting_{table.name}", query), {"case": case}))

    def awaited(self, case: str) -> dict[str, str]:
        """Give the ids of the messages that a case awaits, by element."""
        return self.waiting(case, tables.awaited_message)

    def outcome(self, case: str) -> str | None:
        """Tell how a case ended, None while it is open."""
        rows = tables.process_instance.c
        query = select(rows.outcome).where(rows.id == bindparam("case"))
        with reading(self.engine.store) as tx:
            ((outcome,),) = tx.all(Statement("outcome", query), {"case": case})
        return None if outcome is None else str(outcome)

    def _fields(self, case: str) -> Container[str]:
        """Give what the forms ask that the case was begun with."""
        rows = tables.process_instance.c
        query = select(rows.definition_id).where(rows.id == bindparam("case"))
        with reading(self.engine.store) as tx:
            ((definition,),) = tx.all(Statement("definition", query), {"case": case})
        return process_definitions.compiled(self.engine, str(definition)).fields

    def _role(self, task: str) -> str:
        rows = tables.user_task.c
        query = select(rows.role).where(rows.id == bindparam("task"))
        with reading(self.engine.store) as tx:
            ((role,),) = tx.all(Statement("role", query), {"task": task})
        return str(role)


def open_office(url: str, at: datetime, root: Path) -> Office:
    """Open the office at a database as the server does, on another clock."""
    clock = Clock(at)
    engine = server.assemble(server.Settings(database_url=url))
    register = demo_register.read(_register(range(1, 60)))
    ports = {**engine.ports, "register": register}
    personas = demo_office.personas(shipped_files.text(root / "processes/demo-office.toml"))
    staff = {
        one.role: Actor(one.id, one.name, one.unit, (Grant(one.role, one.at),)) for one in personas
    }
    return Office(replace(engine, clock=clock, ports=ports), clock, staff)


def citizen_of(number: int) -> Actor:
    """Make up a citizen."""
    grants = (Grant("applicant", _STATION),)
    return Actor(f"citizen{number}", "田秋月", _STATION, grants, id_number=id_number(number))


def id_number(number: int) -> str:
    """Make up an ID number on the unassigned county code."""
    digits = f"52019919850704{number:03}"
    total = sum(int(digit) * weight for digit, weight in zip(digits, _WEIGHTS, strict=True))
    return digits + "10X98765432"[total % 11]


def posted(answers: Answers) -> Posted:
    """Post one text to each field."""
    return Posted({key: (text,) for key, text in answers.items()})


def _register(numbers: Iterable[int]) -> str:
    return "\n".join(_PERSON.format(number=id_number(one), serial=one) for one in numbers)
