"""Completing user tasks: ours, the naive way, and a bare transaction with the same statements."""

from __future__ import annotations

import shutil
import sqlite3
import statistics
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter
from typing import Any

from benchmarks import drawings
from benchmarks.naive import Naive
from benchmarks.office import CARD, Office, Recorder, open_office, reopen
from engine.store import database

INSTANCES = 60
ROUNDS = 3
STEPS = len(drawings.USER_TASKS)


@dataclass(frozen=True, slots=True)
class Result:
    """Microseconds per completed user task (median over all steps), and what it costs besides."""

    ours: float
    naive: float
    bare: float
    statements: float
    most_statements: int
    state_bytes: int
    naive_bytes: int


def measure(folder: Path) -> Result:
    """Run the three ways in alternating rounds on one machine, in one process."""
    start = folder / "start.db"
    office = open_office(start, CARD, "card", INSTANCES)
    office.rows("PRAGMA wal_checkpoint(TRUNCATE)")
    database.close(office.engine.store)
    transactions = _record(folder, start, office.instances)
    times: dict[str, list[float]] = {"ours": [], "naive": [], "bare": []}
    sizes: list[int] = []
    naive_sizes: list[int] = []
    for turn in range(ROUNDS):
        times["ours"] += _ours(_copy(start, folder / f"ours{turn}.db"), office.instances, sizes)
        times["naive"] += _naive(folder / f"naive{turn}.db", naive_sizes)
        times["bare"] += _bare(_copy(start, folder / f"bare{turn}.db"), transactions)
    counts = [len(statements) for statements in transactions]
    return Result(
        **{way: statistics.median(taken) * 1e6 for way, taken in times.items()},
        statements=statistics.mean(counts),
        most_statements=max(counts),
        state_bytes=max(sizes),
        naive_bytes=max(naive_sizes),
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


def _ours(path: Path, instances: list[str], sizes: list[int]) -> list[float]:
    office = reopen(path, instances)
    taken = []
    for step in range(STEPS):
        for instance in instances:
            task = office.open_task(instance)
            taken.append(timed(lambda task=task: office.complete(*task)))
        if step == STEPS // 2:
            sizes.append(max(office.state_bytes(instance) for instance in instances))
    database.close(office.engine.store)
    return taken[INSTANCES:]


def _naive(path: Path, sizes: list[int]) -> list[float]:
    naive = Naive(path)
    keys = [str(number) for number in range(INSTANCES)]
    for key in keys:
        naive.start(key)
    taken = []
    for step in range(STEPS):
        taken += [timed(lambda key=key: naive.complete(key)) for key in keys]
        if step == STEPS // 2:
            sizes.append(max(naive.state_bytes(key) for key in keys))
    naive.connection.close()
    return taken[INSTANCES:]


def _bare(path: Path, transactions: list[list[tuple[str, Any, bool]]]) -> list[float]:
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("PRAGMA foreign_keys = ON")
    cursor = connection.cursor()
    taken = [timed(lambda deeds=deeds: replay(cursor, deeds)) for deeds in transactions]
    connection.close()
    return taken[INSTANCES:]


def replay(cursor: sqlite3.Cursor, statements: list[tuple[str, Any, bool]]) -> None:
    """Run recorded statements as one transaction on the bare driver."""
    cursor.execute("BEGIN IMMEDIATE")
    for text, parameters, many in statements:
        if many:
            cursor.executemany(text, parameters)
        else:
            cursor.execute(text, parameters).fetchall()
    cursor.execute("COMMIT")


def timed(deed: Callable[[], object]) -> float:
    """Return the seconds that a deed takes."""
    begun = perf_counter()
    deed()
    return perf_counter() - begun


def report(result: Result) -> list[tuple[str, str, str]]:
    """Give lines of (what, figure, goal)."""
    return [
        ("completed user task", f"{result.ours:.0f} µs", ""),
        ("the naive way", f"{result.naive:.0f} µs", ""),
        ("bare transaction, same statements", f"{result.bare:.0f} µs", ""),
        ("naive / ours", f"{result.naive / result.ours:.1f} ×", "≥ 6 (10)"),
        ("ours / bare", f"{result.ours / result.bare:.1f} ×", "≤ 4 (2.5)"),
        (
            "statements, commits",
            f"{result.statements:.1f} (most {result.most_statements}), 1",
            "≤ 10, 1",
        ),
        ("state mid-way", f"{result.state_bytes} B (naive {result.naive_bytes} B)", "≤ 4096 B"),
    ]


__all__ = ["Office", "Result", "measure", "replay", "report", "timed"]
