"""Run commands in other processes, which may be killed at a place of the store."""

from __future__ import annotations

import multiprocessing
from collections.abc import Iterable
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from multiprocessing.synchronize import Barrier
from typing import Any

from engine.core.errors import EngineError
from engine.store import database, failpoints
from tests.faults import desk
from tests.faults.desk import Command, Desk, Place

# forked from a process that has imported everything and opened nothing
_CONTEXT = multiprocessing.get_context("forkserver")
_CONTEXT.set_forkserver_preload(["tests.faults.warm"])
_PATIENCE = 300.0


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a command in another process."""

    # what it returned
    value: Any = None
    # code and parameters of the fact that stopped it
    refusal: str = ""
    parameters: dict[str, Any] = field(default_factory=dict)
    killed: bool = False


def run(at: Desk, command: Command, failpoint: str = "") -> Outcome:
    """Run one command in a process of its own; `failpoint` as in the environment variable."""
    ((outcome,),) = _run_all(at.place, [(failpoint, [command])], None)
    return outcome


def race(at: Desk, rounds: Iterable[tuple[Command, ...]]) -> list[tuple[Outcome, ...]]:
    """Run the commands of each round at the same moment, each by a process of its own."""
    lists = [list(commands) for commands in zip(*rounds, strict=True)]
    outcomes = _run_all(
        at.place, [("", commands) for commands in lists], _CONTEXT.Barrier(len(lists))
    )
    return list(zip(*outcomes, strict=True))


def together(
    at: Desk, command: Command, workers: int, kills: Iterable[str] = ()
) -> list[list[Outcome]]:
    """Let workers run one command again and again until it gives 0; some are killed on the way."""
    armed = [*kills]
    points = [*armed, *[""] * (workers - len(armed))]
    jobs = [(point, [command]) for point in points]
    return _run_all(at.place, jobs, _CONTEXT.Barrier(workers), until_idle=True)


def _run_all(
    place: Place,
    jobs: list[tuple[str, list[Command]]],
    barrier: Barrier | None,
    *,
    until_idle: bool = False,
) -> list[list[Outcome]]:
    started = []
    for failpoint, commands in jobs:
        here, there = _CONTEXT.Pipe(duplex=False)
        work = _until_idle if until_idle else _one_by_one
        child = _CONTEXT.Process(target=work, args=(there, place, failpoint, commands, barrier))
        child.start()
        there.close()
        started.append((child, here))
    return [_collect(child, here) for child, here in started]


# Any: the processes of a context have no common type
def _collect(child: Any, here: Connection) -> list[Outcome]:
    outcomes = []
    try:
        while here.poll(_PATIENCE):
            outcomes.append(here.recv())
    except EOFError:
        pass
    child.join(_PATIENCE)
    here.close()
    code = child.exitcode
    child.close()
    if code == -9:
        return [*outcomes, Outcome(killed=True)]
    assert code == 0, f"a process ended with {code}"
    return outcomes


def _one_by_one(
    to: Connection,
    place: Place,
    failpoint: str,
    commands: list[Command],
    barrier: Barrier | None,
) -> None:
    at = desk.reopen(place, failpoints.armed(failpoint))
    for command in commands:
        if barrier is not None:
            barrier.wait(_PATIENCE)
        to.send(_tried(at, command))
    database.close(at.store)


def _until_idle(
    to: Connection, place: Place, failpoint: str, commands: list[Command], barrier: Barrier
) -> None:
    at = desk.reopen(place, failpoints.armed(failpoint))
    ((function, *arguments),) = commands
    barrier.wait(_PATIENCE)
    while done := function(at.engine, *arguments):
        to.send(Outcome(done))
    database.close(at.store)


def _tried(at: Desk, command: Command) -> Outcome:
    function, *arguments = command
    try:
        return Outcome(function(at.engine, *arguments))
    except EngineError as refused:
        return Outcome(refusal=refused.code, parameters=dict(refused.parameters))
