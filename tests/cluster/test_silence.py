"""Web processes answer and no worker is alive: machines and people are told."""

from __future__ import annotations

from urllib.request import Request, urlopen

import server
from engine.command_line import offices
from engine.command_line.settings import Settings
from engine.commands import sessions
from engine.commands.engine import Engine
from engine.store import database
from tests.cluster.conftest import Begin
from tests.cluster.test_processes import line_of, ready, wait
from tests.databases import CLUSTER, Databases


def told(engine: Engine, address: str, username: str, path: str) -> bool:
    token = sessions.sign_in(engine, sessions.Attempt(username, "ventanilla"))
    asked = Request(f"{address}{path}", headers={"Cookie": f"session={token}"})
    with urlopen(asked, timeout=20) as answer:
        return "Nothing ticks" in answer.read().decode()


def test_when_the_last_worker_is_dead_machines_and_operators_are_told(
    begin: Begin, fresh_databases: Databases
) -> None:
    url = fresh_databases.fresh(CLUSTER)
    engine = server.assemble(Settings(demo=True, database_url=url))
    offices.furnish_demo(engine, server.ROOT)
    usual = {"DATABASE_URL": url, "DEMO": "1"}
    worker = begin("worker", **usual)
    line_of(worker)
    web = begin("serve", PROCESSES="1", **usual)
    address = line_of(web).removeprefix("Ventanilla serves at ")
    wait(lambda: ready(address)["status"] == "ready")
    before = told(engine, address, "operator", "/operations")

    worker.kill()
    wait(lambda: ready(address)["status"] != "ready")

    assert not before
    assert ready(address)["clock"] == "The clock has not ticked for more than 10 seconds."
    assert told(engine, address, "operator", "/operations")
    assert told(engine, address, "administrator", "/people")
    assert not told(engine, address, "clerk", "/inbox")
    database.close(engine.store)
