"""What must be true of a store whatever happened to the processes that wrote to it."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Table, select

from engine.bpmn import interpreter
from engine.bpmn.reports import Waiting
from engine.commands import history, process_definitions
from engine.commands.engine import Engine
from engine.store import tables
from engine.store.database import Store
from engine.store.statements import Statement
from engine.store.transaction import reading

Rows = Mapping[str, list[tuple[Any, ...]]]

# what says how often something was tried, and when it is tried next
_ATTEMPTS = {"timer": {"attempts", "retry_at", "failure"}}
_ATTEMPTS["service_task"] = {"attempts", "next_at", "failure"}
# kind of entry -> how its subject ends
_WAITING = {
    "user_tasks": tables.user_task,
    "timers": tables.timer,
    "service_tasks": tables.service_task,
    "messages": tables.awaited_message,
}
_ENDINGS = {
    "user_task_completed": ("user_task", "completed"),
    "timer_fired": ("timer", "fired"),
    "service_task_completed": ("service_task", "done"),
    "message_received": ("awaited_message", "received"),
    "message_sent": ("service_task", "sent"),
}
_INSTANCES = tables.process_instance.c


def everything(store: Store) -> Rows:
    """Read all that is stored, without the number of attempts."""
    return {table.name: _content(store, table) for table in tables.METADATA.sorted_tables}


def kinds(store: Store) -> Counter[str]:
    """Count the entries of all chains by kind."""
    entries = [*rows(store, tables.history), *rows(store, tables.day_entry)]
    return Counter(row["kind"] for row in entries)


def called_services(store: Store) -> set[str]:
    """Give the ids of the service tasks that an outside system must know of (O6)."""
    return {row["id"] for row in rows(store, tables.service_task) if row["ending"] == "done"}


def violations(engine: Engine) -> list[str]:
    """List what is not as it must be; the names are those of the reliability page, O1 to O8."""
    return [*_history(engine), *_instances(engine), *_deeds(engine.store), *_answers(engine)]


@dataclass(frozen=True, slots=True)
class Row:
    """A row by column; `of` is the instance to which it belongs."""

    columns: Mapping[str, Any]

    def __getitem__(self, column: str) -> Any:
        return self.columns[column]

    @property
    def of(self) -> str:
        return str(self.columns.get("instance_id", self.columns.get("id")))


def _history(engine: Engine) -> Iterator[str]:
    for bad in history.verify(engine).broken:
        yield f"O3 {bad.kind} {bad.name} entry {bad.seq} {bad.what}"
    heads = {row["id"]: row for row in rows(engine.store, tables.process_instance)}
    last = Counter(row.of for row in rows(engine.store, tables.history))
    for instance, row in heads.items():
        if not last[instance] == row["head_seq"] == row["version"]:
            yield f"O3 {instance} has {last[instance]} entries, version {row['version']}"


def _instances(engine: Engine) -> Iterator[str]:
    open_rows = {name: _open(engine.store, table) for name, table in _WAITING.items()}
    for row in rows(engine.store, tables.process_instance):
        waiting = _waiting(engine, row)
        for name in _WAITING:
            expected = {each.id for each in getattr(waiting, name)}
            if expected != open_rows[name].get(row["id"], set()):
                yield f"O4/O5 {row['id']} waits for other {name} than its rows say"
        stuck = not any(getattr(waiting, name) for name in _WAITING)
        if row["ended_at"] is None and stuck:
            yield f"O7 {row['id']} is open and nothing can move it"
        if row["ended_at"] is not None and waiting.elements:
            yield f"O8 {row['id']} has ended and something waits"


def _waiting(engine: Engine, row: Row) -> Waiting:
    definition = process_definitions.definition(engine, row["definition_id"])
    return interpreter.waiting(definition, row["state"])


def _deeds(store: Store) -> Iterator[str]:
    """Compare the ends of rows with the deeds that ended them, each told once."""
    told = Counter((row.of, row["kind"], row["element"]) for row in rows(store, tables.history))
    for kind, (name, ending) in _ENDINGS.items():
        table = tables.METADATA.tables[name]
        ended = Counter(
            (row.of, kind, row["element"]) for row in rows(store, table) if row["ending"] == ending
        )
        if ended != Counter({key: times for key, times in told.items() if key[1] == kind}):
            yield f"O1/O2 rows of {name} and entries {kind} differ"


def _answers(engine: Engine) -> Iterator[str]:
    """Find answers that are wrongly current, and entries that lack answers or have too many."""
    answers = sorted(rows(engine.store, tables.answer), key=lambda row: int(row["seq"]))
    latest = {(row.of, row["field"]): row["seq"] for row in answers}
    for row in answers:
        if row["current"] != (latest[row.of, row["field"]] == row["seq"]):
            yield f"O2 the current answer to {row['field']} of {row.of} is not the latest"
    given = Counter((row.of, row["seq"]) for row in answers)
    for entry in rows(engine.store, tables.history):
        fields = json.loads(bytes(entry["body"])).get("fields", {})
        if len(fields) != given[entry.of, entry["seq"]]:
            yield f"O2 entry {entry['seq']} of {entry.of} has lost or gained answers"


def _open(store: Store, table: Table) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for row in rows(store, table):
        if row["ended_at"] is None:
            found.setdefault(row.of, set()).add(row["id"])
    return found


def _content(store: Store, table: Table) -> list[tuple[Any, ...]]:
    left_out = _ATTEMPTS.get(table.name, set())
    return [
        tuple(value for name, value in row.columns.items() if name not in left_out)
        for row in rows(store, table)
    ]


def rows(store: Store, table: Table) -> list[Row]:
    """Read a table in the order of its key."""
    statement = Statement(f"all of {table.name}", select(table).order_by(*table.primary_key))
    names = [column.name for column in table.columns]
    with reading(store) as tx:
        return [Row(dict(zip(names, _plain(row), strict=True))) for row in tx.all(statement)]


def _plain(row: tuple[Any, ...]) -> tuple[Any, ...]:
    return tuple(bytes(value) if isinstance(value, memoryview) else value for value in row)
