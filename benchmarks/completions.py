"""Completing user tasks: ours, the naive way, and a bare transaction with the same statements."""

from __future__ import annotations

import shutil
import sqlite3
import statistics
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter, thread_time
from typing import Any

from benchmarks import drawings
from benchmarks.naive import Naive
from benchmarks.office import CARD, Recorder, open_office, reopen
from engine.store import database

INSTANCES = 60
ROUNDS = 4
STEPS = len(drawings.USER_TASKS)
WAYS = ("ours", "naive", "bare")


@dataclass(frozen=True, slots=True)
class Cost:
    """Microseconds of one completed user task: on the clock, and of the processor."""

    clock: float
    processor: float


@dataclass(frozen=True, slots=True)
class Result:
    """What a completed user task costs in each way (medians over all steps), and what it takes."""

    ours: Cost
    naive: Cost
    bare: Cost
    statements: float
    most_statements: int
    state_bytes: int
    naive_bytes: int


def measure(folder: Path) -> Result:
    """Run the three ways in turn, some completions each, on one machine, in one process."""
    start = folder / "start.db"
    office = open_office(start, CARD, "card", INSTANCES)
    office.rows("PRAGMA wal_checkpoint(TRUNCATE)")
    database.close(office.engine.store)
    transactions = _record(folder, start, office.instances)
    taken: dict[str, list[Cost]] = {way: [] for way in WAYS}
    sizes: dict[str, int] = {}
    for turn in range(ROUNDS):
        steps = zip(
            _ours(_copy(start, folder / f"ours{turn}.db"), office.instances, sizes),
            _naive(folder / f"naive{turn}.db", sizes),
            _bare(_copy(start, folder / f"bare{turn}.db"), transactions),
            strict=True,
        )
        # the first step of each round warms up
        for costs in list(steps)[1:]:
            for way, each in zip(WAYS, costs, strict=True):
                taken[way] += each
    counts = [len(statements) for statements in transactions]
    return Result(
        **{way: _median(costs) for way, costs in taken.items()},
        statements=statistics.mean(counts),
        most_statements=max(counts),
        state_bytes=sizes["ours"],
        naive_bytes=sizes["naive"],
    )


def _median(costs: Sequence[Cost]) -> Cost:
    return Cost(
        statistics.median(cost.clock for cost in costs),
        statistics.median(cost.processor for cost in costs),
    )


def _copy(source: Path, target: Path) -> Path:
    shutil.copyfile(source, target)
    return target


def _record(folder: Path, start: Path, instances: list[str]) -> list[list[tuple[str, Any, bool]]]:
    """Complete everything once and keep the statements of each completion."""
    office = reopen(_copy(start, folder / "recorded.db"), instances)
    kept = []
    for _ in range(STEPS):
        for instance in instances:
            task = office.open_task(instance)
            with Recorder() as recorder:
                office.complete(*task)
            kept.append([deed for one in recorder.transactions for deed in one])
    database.close(office.engine.store)
    return kept


def _ours(path: Path, instances: list[str], sizes: dict[str, int]) -> Iterator[list[Cost]]:
    """Complete one user task of every instance at a time."""
    office = reopen(path, instances)
    for step in range(STEPS):
        tasks = [office.open_task(instance) for instance in instances]
        yield [timed(lambda task=task: office.complete(*task)) for task in tasks]
        if step == STEPS // 2:
            sizes["ours"] = max(office.state_bytes(instance) for instance in instances)
    database.close(office.engine.store)


def _naive(path: Path, sizes: dict[str, int]) -> Iterator[list[Cost]]:
    naive = Naive(path)
    keys = [str(number) for number in range(INSTANCES)]
    for key in keys:
        naive.start(key)
    for step in range(STEPS):
        yield [timed(lambda key=key: naive.complete(key)) for key in keys]
        if step == STEPS // 2:
            sizes["naive"] = max(naive.state_bytes(key) for key in keys)
    naive.connection.close()


def _bare(path: Path, transactions: list[list[tuple[str, Any, bool]]]) -> Iterator[list[Cost]]:
    connection = sqlite3.connect(path, isolation_level=None)
    for setting in database.SQLITE_SETTINGS:
        connection.execute(f"PRAGMA {setting}")
    cursor = connection.cursor()
    for step in range(STEPS):
        wanted = transactions[step * INSTANCES : (step + 1) * INSTANCES]
        yield [timed(lambda deeds=deeds: replay(cursor, deeds)) for deeds in wanted]
    connection.close()


def replay(cursor: sqlite3.Cursor, statements: list[tuple[str, Any, bool]]) -> None:
    """Run recorded statements as one transaction on the bare driver."""
    cursor.execute("BEGIN IMMEDIATE")
    for text, parameters, many in statements:
        if many:
            cursor.executemany(text, parameters)
        else:
            cursor.execute(text, parameters).fetchall()
    cursor.execute("COMMIT")


def timed(deed: Callable[[], object]) -> Cost:
    """Give what a deed costs."""
    begun, worked = perf_counter(), thread_time()
    deed()
    return Cost((perf_counter() - begun) * 1e6, (thread_time() - worked) * 1e6)


def report(result: Result) -> list[tuple[str, str, str]]:
    """Give lines of (what, figure, goal)."""
    ours, naive, bare = result.ours, result.naive, result.bare
    return [
        ("a small graph, ten fields each: completed user task", _told(ours), ""),
        ("… the naive way", _told(naive), ""),
        ("… bare transaction, same statements", _told(bare), ""),
        ("… naive / ours", f"{naive.clock / ours.clock:.1f} ×", "≥ 6 (10)"),
        ("… naive / ours, processor", f"{naive.processor / ours.processor:.1f} ×", ""),
        ("… ours / bare", f"{ours.clock / bare.clock:.1f} ×", "≤ 4 (2.5)"),
        (
            "… statements, commits",
            f"{result.statements:.1f} (most {result.most_statements}), 1",
            "≤ 10, 1",
        ),
        ("… state mid-way", f"{result.state_bytes} B (naive {result.naive_bytes} B)", "≤ 4096 B"),
    ]


def _told(cost: Cost) -> str:
    return f"{cost.clock:.0f} µs ({cost.processor:.0f} µs of the processor)"
