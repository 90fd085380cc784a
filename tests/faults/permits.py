"""The access matrix: role × unit × action × state of every user task, drawn from the diagram."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from engine.bpmn.elements import Element
from engine.commands import message_sheets, messages, process_definitions, sheets, user_tasks
from engine.commands.engine import Engine
from engine.commands.visibility import OVERSEERS
from engine.core.errors import EngineError
from engine.core.people import ROLES, Actor, Grant
from engine.store import tables
from engine.store.queries import inbox
from engine.store.queries.inbox import View
from forms.posted import Posted
from tests.faults import oracle
from tests.faults.oracle import Row
from tests.processes.office import Case, Office, actor

# of the case: the chosen station, the county of the household, what is above them
OURS = {
    "station": "520102001",
    "household_county": "520102",
    "prefecture": "520100",
    "province": "520000",
}
# their likes elsewhere
OTHERS = ("520103001", "520103", "520300")
# they work on no case (domain.md 5)
BLIND = frozenset(["administrator", "analyst", "approver", "operator"])
# they see the task that is theirs and nothing else of a case (domain.md 5)
TASK_ONLY = frozenset(["maker", "inspector", "dispatcher", "courier"])
# not every station has an auxiliary: its officers do their work too (docs/diagrams.md)
OFFICERS_BESIDE = {"auxiliary": ("clerk", "window")}
NOTHING = Posted({})
# no form has this field: whoever may complete the task is refused for it, nobody else
STRANGE = Posted({"no_such_field": ("x",)})
Action = Callable[[Engine, str, Actor], Any]
HIDDEN, REFUSED, DONE, INVALID = "NotFound", "NotPermitted", "done", "InvalidAnswers"
# it is taken, or would be once its form is filled or its time has come
TAKEN = frozenset([INVALID, "message_not_now"])


def _complete(engine: Engine, task: str, who: Actor) -> None:
    user_tasks.complete(engine, task, who, STRANGE)


def _save_draft(engine: Engine, task: str, who: Actor) -> None:
    user_tasks.save_draft(engine, task, who, NOTHING)


def _send(engine: Engine, message: str, who: Actor) -> None:
    messages.send(engine, message, who, STRANGE)


CHANGES: Mapping[str, Action] = {
    "claim": user_tasks.claim,
    "release": user_tasks.release,
    "save_draft": _save_draft,
    "complete": _complete,
}


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody with one role at one unit, who has done nothing yet."""

    who: Actor
    role: str
    unit: str


PEOPLE = tuple(
    Person(Actor(f"{role} at {unit}", role, unit, (Grant(role, unit),)), role, unit)
    for role in sorted(ROLES)
    for unit in (*OURS.values(), *OTHERS)
)


@dataclass(slots=True)
class Matrix:
    """The cells that were looked at, and those that were wrong."""

    engine: Engine
    # element -> the states in which it was seen
    seen: dict[str, set[str]]
    cells: int = 0
    wrong: list[str] = field(default_factory=list)

    def examine(self, case: Case) -> None:
        """Look at every user task of a case whose element was not yet seen in its state."""
        for task in oracle.rows(self.engine.store, tables.user_task):
            state = task["ending"] or "open"
            seen = self.seen.setdefault(task["element"], set())
            if task.of == case.id and state not in seen:
                seen.add(state)
                self._examine(case, task, state)

    def examine_messages(self, case: Case) -> None:
        """Look at every message that a case awaits: only who it is drawn for may send it."""
        for message in oracle.rows(self.engine.store, tables.awaited_message):
            if message.of != case.id or message["ended_at"] is not None:
                continue
            for person in PEOPLE:
                # no account is ever granted it: what is drawn for it comes from other cases
                if person.role == "platform":
                    continue
                sheet = self._try(message_sheets.message, message, person.who)
                sent = self._try(_send, message, person.who)
                right = sheet == sent and sent not in TAKEN
                if (person.role, person.unit) == (message["role"], message["unit"]):
                    right = sheet == DONE and sent in TAKEN
                self._expect(right, message, person, f"{sheet}, then {sent}")
                if _must_not_see(message, person):
                    self._expect(sent == HIDDEN, message, person, f"sees: {sent}")
            mine = self._try(_send, message, actor("applicant"))
            right = (mine in TAKEN) is (message["role"] == "applicant")
            self.wrong += [] if right else [f"the applicant, {message['element']}: {mine}"]

    def _examine(self, case: Case, task: Row, state: str) -> None:
        element = self._element(case, task["element"])
        may = [person for person in PEOPLE if _may(element, person)]
        for person in PEOPLE:
            self._look(task, person, permitted=person in may and state == "open")
            self._reads_the_instance(task, person, theirs=person in may)
            if person in may and state == "open":
                self._works(task, person)
            else:
                self._is_kept_out(task, person, state if person in may else "")
        if state == "open" and len(may) > 1:
            self._hold(task, may)
        if element.jurisdiction == "own_case":
            self._belongs_to_the_starter(case, task, state)

    def _element(self, case: Case, element: str) -> Element:
        (row,) = (
            row
            for row in oracle.rows(self.engine.store, tables.process_instance)
            if row["id"] == case.id
        )
        definition = process_definitions.definition(self.engine, row["definition_id"])
        return definition.elements[element]

    def _look(self, task: Row, person: Person, *, permitted: bool) -> None:
        """By list and by guessed id: whoever may act sees the task, whoever must not does not."""
        listed = task["id"] in self._listed(person.who)
        self._expect(listed is permitted, task, person, f"listed is {listed}")
        sheet = self._try(sheets.task, task, person.who)
        if permitted:
            self._expect(sheet == DONE, task, person, f"cannot see: {sheet}")
        if _must_not_see(task, person):
            self._expect(sheet == HIDDEN, task, person, f"sees: {sheet}")

    def _reads_the_instance(self, task: Row, person: Person, *, theirs: bool) -> None:
        """The case goes with the task, save to who makes or carries; tasks go to overseers."""
        sheet = self._try(sheets.task, task, person.who)
        instance = self._try(lambda engine, _, who: _instance(engine, task, who), task, person.who)
        if person.role in TASK_ONLY:
            expected = (DONE if theirs else HIDDEN, HIDDEN)
        elif theirs or person.role in OVERSEERS or instance == HIDDEN:
            expected = (instance, instance)
        else:
            expected = (REFUSED, DONE)
        self._expect((sheet, instance) == expected, task, person, f"{sheet}, instance {instance}")

    def _works(self, task: Row, person: Person) -> None:
        for name in ("claim", "save_draft", "release"):
            result = self._try(CHANGES[name], task, person.who)
            self._expect(result == DONE, task, person, f"{name}: {result}")
        result = self._try(_complete, task, person.who)
        self._expect(result == INVALID, task, person, f"complete: {result}")

    def _is_kept_out(self, task: Row, person: Person, ended: str) -> None:
        """Whoever sees the task is refused, whoever might act learns that it ended."""
        sheet = self._try(sheets.task, task, person.who)
        expected = HIDDEN if sheet == HIDDEN else REFUSED
        if ended:
            expected = {
                "completed": "task_already_completed",
                "withdrawn": "task_withdrawn",
            }[ended]
        for name, change in CHANGES.items():
            result = self._try(change, task, person.who)
            self._expect(result == expected, task, person, f"{name}: {result}, not {expected}")

    def _hold(self, task: Row, may: list[Person]) -> None:
        """While one holds a task, another is told so."""
        first, second = may[0], may[1]
        user_tasks.claim(self.engine, task["id"], first.who)
        for name, change in CHANGES.items():
            result = self._try(change, task, second.who)
            self._expect(result == "task_held", task, second, f"{name} while held: {result}")
        user_tasks.release(self.engine, task["id"], first.who)

    def _belongs_to_the_starter(self, case: Case, task: Row, state: str) -> None:
        """A task of the own case is the starter's alone."""
        owner, other = actor("applicant"), actor("citizen1")
        for who, mine in ((owner, True), (other, False)):
            person = Person(who, "applicant", who.unit)
            listed = task["id"] in self._listed(who)
            self._expect(listed is (mine and state == "open"), task, person, f"listed {listed}")
            sheet = self._try(sheets.task, task, who)
            self._expect(sheet == (DONE if mine else HIDDEN), task, person, f"sees: {sheet}")
        result = self._try(_complete, task, owner)
        good = (
            INVALID
            if state == "open"
            else f"task_{state}".replace("_completed", "_already_completed")
        )
        self._expect(result == good, task, Person(owner, "applicant", ""), f"complete: {result}")

    def _listed(self, who: Actor) -> Iterator[str]:
        rows = inbox.open_tasks(self.engine.store, who, View.ALL, self.engine.clock())
        return (row.task_id for row in rows)

    def _try(self, action: Action, task: Row, who: Actor) -> str:
        try:
            action(self.engine, task["id"], who)
        except EngineError as refused:
            kind = type(refused).__name__
            return refused.code if kind == "Conflict" else kind
        return DONE

    def _expect(self, right: bool, task: Row, person: Person, what: str) -> None:
        self.cells += 1
        if not right:
            self.wrong.append(f"{task['element']} ({task['ending']}), {person.who.id}: {what}")


def _may(element: Element, person: Person) -> bool:
    """Say by the diagram alone who may act: nobody here owns the case."""
    if element.jurisdiction == "own_case":
        return False
    wanted = OURS.get(element.jurisdiction, person.unit)
    roles = {element.role, *OFFICERS_BESIDE.get(element.role, ())}
    return person.role in roles and person.unit == wanted


def _must_not_see(task: Row, person: Person) -> bool:
    """Say by domain.md 5 who must not even learn that the case exists."""
    is_anywhere = task["jurisdiction"] == "none" or person.role == "courier"
    return (
        person.role in BLIND
        or person.role == "applicant"
        or (person.unit in OTHERS and not is_anywhere)
    )


def _instance(engine: Engine, task: Row, who: Actor) -> Any:
    return sheets.process_instance(engine, task.of, who)


@dataclass(frozen=True, slots=True, kw_only=True)
class WatchedOffice(Office):
    """An office in which every new user task of the case at hand is examined."""

    matrix: Matrix

    def serve(self) -> None:
        """Run the outbox, then look at what is open."""
        Office.serve(self)
        for row in oracle.rows(self.engine.store, tables.process_instance):
            if row["ended_at"] is None:
                self.matrix.examine(Case(self, row["id"]))
