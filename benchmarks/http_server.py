"""One of two servers for the benchmark over HTTP: our pages, or a bare endpoint.

`python -m benchmarks.http_server ours DATABASE`, or `… bare DATABASE TRANSACTIONS`; prints the
port that it listens on.
"""

from __future__ import annotations

import json
import sqlite3
import sys
from pathlib import Path
from threading import Lock

import waitress
from flask import Flask, request

import server
from benchmarks.completions import replay
from engine.command_line import memory
from engine.store import database

THREADS = 8


def ours(path: str) -> Flask:
    """Build our application over a database."""
    settings = server.Settings(database_url=f"sqlite:///{path}")
    return server.app(settings, server.assemble(settings))


def bare(path: str, recorded: str) -> Flask:
    """Build an application with one endpoint that replays a recorded transaction."""
    transactions = json.loads(Path(recorded).read_text("utf-8"))
    connection = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
    for setting in database.SQLITE_SETTINGS:
        connection.execute(f"PRAGMA {setting}")
    turn, app = Lock(), Flask("bare")

    @app.post("/tasks/<task_id>")
    def complete(task_id: str) -> tuple[str, int, dict[str, str]]:
        request.form.to_dict()
        statements = [
            (text, _read(parameters), many) for text, parameters, many in transactions[task_id]
        ]
        with turn:
            replay(connection.cursor(), statements)
        return "", 303, {"Location": "/inbox"}

    return app


def written(parameters: object) -> object:
    """Write statement parameters so that JSON can hold them: bytes as {"hex": …}."""
    if isinstance(parameters, list | tuple):
        return [written(each) for each in parameters]
    return {"hex": parameters.hex()} if isinstance(parameters, bytes) else parameters


def _read(parameters: object) -> object:
    if isinstance(parameters, list):
        return [_read(each) for each in parameters]
    return bytes.fromhex(parameters["hex"]) if isinstance(parameters, dict) else parameters


def main() -> None:
    """Serve until killed."""
    app = ours(sys.argv[2]) if sys.argv[1] == "ours" else bare(sys.argv[2], sys.argv[3])
    memory.settle()
    memory.settle()
    serving = waitress.create_server(app, host="127.0.0.1", port=0, threads=THREADS)
    print(serving.effective_port, flush=True)
    serving.run()


if __name__ == "__main__":
    main()
