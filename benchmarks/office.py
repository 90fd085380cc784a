"""An office of our own for the benchmarks: a fresh database with one deployed drawing."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import server
from benchmarks import drawings
from engine.command_line.machine import COMMAND_LINE
from engine.commands import process_definitions, process_instances, user_tasks
from engine.commands.engine import Engine
from engine.core.people import Actor, Grant
from engine.store.transaction import Transaction
from forms.posted import Posted

STAFF = {
    role: Actor(role, role, "520102001", (Grant(role, "520102001"),))
    for role in {*drawings.USER_TASKS.values(), "clerk"}
}
CARD = {"card.bpmn": drawings.ours()} | {
    f"card/{task}.json": drawings.form(task) for task in drawings.USER_TASKS
}
LOOP = {
    "loop.bpmn": drawings.loop(),
    "loop/count_round.json": drawings.form("round"),
}


@dataclass(slots=True)
class Office:
    """An engine on a database of its own, and what its instances wait for."""

    engine: Engine
    instances: list[str]

    def complete_next(self, instance_id: str) -> None:
        """Complete the one open user task of an instance as the person of its lane."""
        task_id, element = self.open_task(instance_id)
        self.complete(task_id, element)

    def complete(self, task_id: str, element: str) -> None:
        """Complete a user task with the ten answers of its form."""
        role = drawings.USER_TASKS.get(element, "clerk")
        answers = drawings.answers(element if element in drawings.USER_TASKS else "round")
        posted = Posted({key: (value,) for key, value in answers.items()})
        user_tasks.complete(self.engine, task_id, STAFF[role], posted)

    def open_task(self, instance_id: str) -> tuple[str, str]:
        """Give id and element of the open user task of an instance."""
        row = self.rows(
            "SELECT id, element FROM user_task WHERE instance_id = ? AND ended_at IS NULL",
            (instance_id,),
        )[0]
        return row[0], row[1]

    def rows(self, sql: str, parameters: Iterable[object] = ()) -> list[Any]:
        """Ask the database directly."""
        with self.engine.store.readers.lend() as connection:
            return list(connection.execute(sql, tuple(parameters)))

    def state_bytes(self, instance_id: str) -> int:
        """Return the size of an instance's saved state."""
        sql = "SELECT length(state) FROM process_instance WHERE id = ?"
        return int(self.rows(sql, (instance_id,))[0][0])


def open_office(path: Path, files: dict[str, bytes], process_id: str, instances: int) -> Office:
    """Found an office in a new database, deploy the files and start so many instances."""
    engine = server.assemble(server.Settings(database_url=f"sqlite:///{path}"))
    process_definitions.deploy(engine, files, COMMAND_LINE)
    started = [
        process_instances.start(engine, process_id, STAFF["clerk"], Posted())
        for _ in range(instances)
    ]
    return Office(engine, started)


def reopen(path: Path, instances: list[str]) -> Office:
    """Open an office that was founded before, or a copy of it."""
    return Office(server.assemble(server.Settings(database_url=f"sqlite:///{path}")), instances)


class Recorder:
    """Keep every statement that runs, with its parameters, so that a bare driver can repeat it."""

    def __init__(self) -> None:
        self.transactions: list[list[tuple[str, Any, bool]]] = []
        self._kept = Transaction._run

    def __enter__(self) -> Recorder:
        recorder, kept = self, self._kept

        def run(tx: Transaction, statement: Any, parameters: Any, *, many: bool) -> Any:
            compiled = tx.store.text(statement)
            given = (
                [compiled.values(row) for row in parameters]
                if many
                else compiled.values(parameters)
            )
            if not tx.ran:
                recorder.transactions.append([])
            recorder.transactions[-1].append((compiled.text, given, many))
            return kept(tx, statement, parameters, many=many)

        Transaction._run = run  # type: ignore[method-assign]
        return self

    def __exit__(self, *_: object) -> None:
        Transaction._run = self._kept  # type: ignore[method-assign]
