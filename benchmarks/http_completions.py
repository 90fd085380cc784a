"""Completions per second over HTTP, beside a bare Flask endpoint with the same transaction."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path
from time import perf_counter
from urllib.parse import urlencode

from benchmarks import drawings
from benchmarks.http_server import written
from benchmarks.office import CARD, Recorder, open_office, reopen
from engine.commands import accounts, sessions
from engine.core.people import Actor, Grant
from engine.store import database

REQUESTS = 400
CLIENTS = 4
ROUNDS = 3
UNIT = "520102001"
PASSWORD = "a long enough pass phrase"


@dataclass(frozen=True, slots=True)
class Result:
    """Answered completions per second (best round of each)."""

    ours: float
    bare: float


@dataclass(frozen=True, slots=True)
class Visitor:
    """What a signed-in browser sends with every form."""

    cookie: str
    form_token: str


def measure(folder: Path) -> Result:
    """Post the first user task of many instances, by a few clients at once."""
    start = folder / "http.db"
    office = open_office(start, CARD, "card", REQUESTS)
    visitor = _sign_in(office.engine)
    tasks = [office.open_task(instance)[0] for instance in office.instances]
    database.close(office.engine.store)
    recorded = _record(folder, start, office.instances)
    rates: dict[str, list[float]] = {"ours": [], "bare": []}
    for turn in range(ROUNDS):
        for way, reached in rates.items():
            path = folder / f"http-{way}{turn}.db"
            shutil.copyfile(start, path)
            with _served([way, str(path), str(recorded)]) as port:
                reached.append(_post_all(port, tasks, visitor))
    return Result(max(rates["ours"]), max(rates["bare"]))


def _sign_in(engine: object) -> Visitor:
    first = accounts.NewAccount("first", "First", "520000", PASSWORD)
    accounts.set_up(engine, first)
    administrator = Actor("first", "First", "520000", (Grant("administrator", "520000"),))
    clerk = accounts.NewAccount("clerk", "Clerk", UNIT, PASSWORD, role="clerk")
    accounts.add(engine, clerk, administrator)
    token = sessions.sign_in(engine, sessions.Attempt("clerk", PASSWORD))
    return Visitor(f"session={token}", sessions.current(engine, token).form_token)


def _record(folder: Path, start: Path, instances: list[str]) -> Path:
    path = folder / "http-recorded.db"
    shutil.copyfile(start, path)
    office, kept = reopen(path, instances), {}
    for instance in instances:
        task = office.open_task(instance)
        with Recorder() as recorder:
            office.complete(*task)
        kept[task[0]] = [
            (text, written(parameters), many)
            for one in recorder.transactions
            for text, parameters, many in one
        ]
    database.close(office.engine.store)
    target = folder / "transactions.json"
    target.write_text(json.dumps(kept), "utf-8")
    return target


@contextmanager
def _served(arguments: Sequence[str]) -> Iterator[int]:
    command = [sys.executable, "-m", "benchmarks.http_server", *arguments]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        try:
            yield int(process.stdout.readline())
        finally:
            process.terminate()


def _post_all(port: int, tasks: list[str], visitor: Visitor) -> float:
    shares = [tasks[number::CLIENTS] for number in range(CLIENTS)]
    begun = perf_counter()
    with ThreadPoolExecutor(CLIENTS) as pool:
        statuses = list(pool.map(lambda share: _post(port, share, visitor), shares))
    taken = perf_counter() - begun
    assert {status for share in statuses for status in share} == {303}, statuses
    return len(tasks) / taken


def _post(port: int, tasks: list[str], visitor: Visitor) -> list[int]:
    connection = HTTPConnection("127.0.0.1", port)
    fields = drawings.answers("check_application") | {"form_token": visitor.form_token}
    body = urlencode(fields)
    headers = {"Cookie": visitor.cookie, "Content-Type": "application/x-www-form-urlencoded"}
    statuses = []
    for task in tasks:
        connection.request("POST", f"/tasks/{task}", body, headers)
        response = connection.getresponse()
        response.read()
        statuses.append(response.status)
    connection.close()
    return statuses


def report(result: Result) -> list[tuple[str, str, str]]:
    """Give lines of (what, figure, goal)."""
    return [
        ("completions over HTTP", f"{result.ours:.0f} /s", ""),
        ("bare Flask endpoint", f"{result.bare:.0f} /s", ""),
        ("ours / bare endpoint", f"{100 * result.ours / result.bare:.0f} %", "≥ 40 %"),
    ]
