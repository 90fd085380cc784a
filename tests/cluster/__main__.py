"""Try a cluster on one machine: `make run-cluster`, until Ctrl-C."""

from __future__ import annotations

import signal
import sys
from pathlib import Path
from types import FrameType

import server
from engine.command_line import offices
from engine.store import database
from tests.cluster.machine import Machine, machine

PROCESSES, WORKERS = 3, 2


def main() -> None:
    """Found a demo office on PostgreSQL and serve it by several processes."""
    signal.signal(signal.SIGTERM, _leave)
    _say("PostgreSQL starts …")
    with machine({"DEMO": "1", "PORT": "8000"}) as cluster:
        _found(cluster)
        _, address = cluster.serve(PROCESSES)
        workers = [cluster.work() for _ in range(WORKERS)]
        told = ", ".join(str(worker.pid) for worker in workers)
        _say(f"{PROCESSES} web processes at {address}, workers {told}")
        _say("The demo's people have the password ventanilla. Ctrl-C ends everything.")
        try:
            signal.pause()
        except KeyboardInterrupt:
            _say("ending …")


def _found(cluster: Machine) -> None:
    settings = server.Settings(
        demo=True, database_url=cluster.database_url, backup_folder=str(Path(cluster.folder))
    )
    engine = server.assemble(settings)
    offices.furnish_demo(engine, server.ROOT)
    database.close(engine.store)


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def _leave(_signal: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt


if __name__ == "__main__":
    main()
