"""Web processes, workers and the database die at random: nothing is lost, nothing done twice."""

from __future__ import annotations

import os
import random
import signal
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from subprocess import Popen
from threading import Event
from typing import Any
from urllib.parse import urlencode

import psycopg
import pytest
import requests

import server
from engine.command_line import offices
from engine.commands import process_definitions, sessions
from engine.commands.engine import Engine
from engine.core.people import SYSTEM
from engine.store import database, tables
from tests.bpmn.drawing import (
    draw,
    end,
    flow,
    lane,
    path,
    process,
    service,
    start,
    timer_on,
    user,
)
from tests.cluster.machine import Machine, children, machine
from tests.commands.procedures import form, text
from tests.faults import oracle

CASES = 400
CLIENTS = 4
WEB, WORKERS = 3, 2
# deeds of one case: started, two tasks completed, one service task, one timer
DEEDS = {
    "instance_started": 1,
    "user_task_completed": 2,
    "service_task_completed": 1,
    "timer_fired": 1,
}
PROCEDURE = process(
    "busy",
    lane("desk", "start", "first", "second", "end", "rung", jurisdiction="station"),
    lane("machines", "order", role="platform"),
    start(unique="subject"),
    user("first"),
    service("order", "production.order"),
    user("second"),
    timer_on("second", "bell", "PT2S", "timeDuration"),
    end("rung"),
    end("end"),
    path("start", "first", "order", "second", "end"),
    flow("bell", "rung"),
)
FILES = {
    "busy.bpmn": draw(PROCEDURE),
    "busy/start.json": form(text("subject")),
    "busy/first.json": form(text("note")),
    "busy/second.json": form(text("note")),
}
# a process that dies holding a service task keeps its lease for five minutes
PATIENCE = 420.0


@dataclass(slots=True)
class Office:
    """A cluster at work, and what a signed-in clerk needs."""

    cluster: Machine
    engine: Engine
    web: Popen[str]
    address: str
    workers: list[Popen[str]]
    cookie: str
    form_token: str
    done: Event = field(default_factory=Event)
    deaths: Counter[str] = field(default_factory=Counter)


@pytest.fixture
def office() -> Iterator[Office]:
    """A demo office on PostgreSQL, served by three web processes and two workers."""
    with machine({"DEMO": "1"}) as cluster:
        settings = server.Settings(
            demo=True, database_url=cluster.database_url, workers=server.CLUSTER
        )
        engine = server.assemble(settings)
        offices.furnish_demo(engine, server.ROOT)
        process_definitions.deploy(engine, FILES, SYSTEM)
        token = sessions.sign_in(engine, sessions.Attempt("clerk", "ventanilla"))
        web, address = cluster.serve(WEB)
        yield Office(
            cluster=cluster,
            engine=engine,
            web=web,
            address=address,
            workers=[cluster.work() for _ in range(WORKERS)],
            cookie=token,
            form_token=sessions.current(engine, token).form_token,
        )
        database.close(engine.store)


@pytest.mark.long
def test_whatever_dies_under_two_thousand_deeds_none_is_lost_and_none_done_twice(
    office: Office,
) -> None:
    with ThreadPoolExecutor(CLIENTS + 1) as pool:
        killer = pool.submit(kill, office, random.Random(20261125))
        clients = [pool.submit(work, office, range(n, CASES, CLIENTS)) for n in range(CLIENTS)]
        for client in clients:
            client.result()
        office.done.set()
        killer.result()
    waited = until(lambda: not still_open(office), PATIENCE)

    report(office, waited)
    assert still_open(office) == 0
    cases, entries = ours(office), oracle.rows(office.engine.store, tables.history)
    told = Counter(entry["kind"] for entry in entries if entry.of in cases)
    assert told == {kind: CASES * times for kind, times in DEEDS.items()}
    assert oracle.violations(office.engine) == []
    assert jobs_left(office) == 0
    assert office.deaths.keys() == {"web", "worker", "database"}
    assert office.deaths.total() >= 6


def work(office: Office, numbers: range) -> None:
    """Start cases, and complete both tasks of each; the bell of the second rings in between."""
    citizens = {f'"citizen {number}"' for number in numbers}
    for number in numbers:
        post(office, "/apply/busy", subject=f"citizen {number}")
    begun = time.monotonic()
    while citizens and time.monotonic() - begun < PATIENCE:
        for citizen, task, element, has_rung in tasks_of(office, citizens):
            if element == "first" or has_rung:
                post(office, f"/tasks/{task}", note=element)
            if element == "second" and has_rung:
                citizens.discard(citizen)
        Event().wait(0.2)
    assert not citizens


def post(office: Office, path: str, **answers: str) -> None:
    """Post a form until somebody says that it is done, or has been done before."""
    fields = urlencode({**answers, "form_token": office.form_token})
    headers = {
        "Cookie": f"session={office.cookie}",
        "Content-Type": "application/x-www-form-urlencoded",
    }

    def answered() -> bool:
        try:
            answer = requests.post(
                office.address + path, fields, headers=headers, timeout=40, allow_redirects=False
            )
        except requests.RequestException:
            return False
        assert answer.status_code in {303, 409, 500, 503}, answer.text
        return answer.status_code in {303, 409}

    assert until(answered, PATIENCE) < PATIENCE


def kill(office: Office, draw: random.Random) -> None:
    """Let something die again and again: a web process, a worker, the database."""
    ways: tuple[Callable[[Office, random.Random], None], ...] = (_web, _worker, _web, _database)
    turn = 0
    while not office.done.wait(draw.uniform(0.4, 1.2)):
        way = ways[turn % len(ways)]
        way(office, draw)
        office.deaths[way.__name__.strip("_")] += 1
        turn += 1


def _web(office: Office, draw: random.Random) -> None:
    os.kill(draw.choice(children(office.web)), signal.SIGKILL)


def _worker(office: Office, draw: random.Random) -> None:
    chosen = draw.randrange(WORKERS)
    office.workers[chosen].kill()
    office.workers[chosen] = office.cluster.work()


def _database(office: Office, _draw: random.Random) -> None:
    office.cluster.restart_database()


# -- what the database says -----------------------------------------------------------------------


def ask(office: Office, question: str, *values: object) -> list[tuple[Any, ...]]:
    """Ask the database, which may be dying just now."""
    found: list[list[tuple[Any, ...]]] = []

    def answered() -> bool:
        try:
            with psycopg.connect(office.cluster.database_url) as connection:
                found.append(connection.execute(question, values).fetchall())
        except psycopg.Error:
            return False
        return True

    until(answered, PATIENCE)
    return found[-1]


def tasks_of(office: Office, citizens: set[str]) -> list[tuple[Any, ...]]:
    """List the open tasks of some citizens' cases, and whether the bell of each has rung."""
    question = (
        "SELECT answer.value, user_task.id, element, EXISTS (SELECT 1 FROM timer"
        "   WHERE timer.instance_id = user_task.instance_id AND ending = 'fired')"
        " FROM user_task JOIN answer USING (instance_id)"
        " WHERE answer.field = 'subject' AND answer.value = ANY(%s) AND ended_at IS NULL"
    )
    return ask(office, question, list(citizens))


def still_open(office: Office) -> int:
    """Count the cases that have not ended."""
    ((count,),) = ask(
        office,
        "SELECT count(*) FROM process_instance"
        " WHERE definition_id LIKE 'busy:%%' AND ended_at IS NULL",
    )
    return int(count)


def ours(office: Office) -> set[str]:
    """Give the ids of the cases of this test."""
    question = "SELECT id FROM process_instance WHERE definition_id LIKE 'busy:%%'"
    return {found for (found,) in ask(office, question)}


def jobs_left(office: Office) -> int:
    """Count the jobs about the cases of this test that nobody has done."""
    question = (
        "SELECT count(*) FROM procrastinate_jobs WHERE args ? 'row' AND scheduled_at < now()"
    )
    until(lambda: ask(office, question) == [(0,)], 60)
    ((count,),) = ask(office, question)
    return int(count)


def until(holds: Callable[[], bool], patience: float) -> float:
    """Wait until something holds; give the seconds that it took."""
    begun, never = time.monotonic(), Event()
    while not holds() and time.monotonic() - begun < patience:
        never.wait(0.1)
    return time.monotonic() - begun


def report(office: Office, waited: float) -> None:
    """Say what died."""
    died = ", ".join(f"{name} {times}" for name, times in sorted(office.deaths.items()))
    sys.stdout.write(f"died: {died}; settled after {waited:.0f} s\n")
