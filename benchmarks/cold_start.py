"""Seconds from starting the server to its first page."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path
from socket import create_server
from time import monotonic, perf_counter

ROOT = Path(__file__).resolve().parents[1]
ROUNDS = 5
PATIENCE = 60


@dataclass(frozen=True, slots=True)
class Result:
    """Seconds to the first page on a database that exists (median)."""

    seconds: float


def measure(folder: Path) -> Result:
    """Start the demo office a few times; its database is founded before."""
    with create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    environment = os.environ | {
        "DEMO": "1",
        "PORT": str(port),
        "DATABASE_URL": f"sqlite:///{folder}/cold.db",
    }
    _start(environment, port)
    return Result(statistics.median(_start(environment, port) for _ in range(ROUNDS)))


def _start(environment: dict[str, str], port: int) -> float:
    begun = perf_counter()
    with subprocess.Popen(
        [sys.executable, "server.py", "serve"],
        cwd=ROOT,
        env=environment,
        stdout=subprocess.DEVNULL,
    ) as process:
        try:
            _first_page(port)
            return perf_counter() - begun
        finally:
            process.terminate()


def _first_page(port: int) -> None:
    until = monotonic() + PATIENCE
    while monotonic() < until:
        connection = HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
        try:
            connection.request("GET", "/sign-in")
        except ConnectionRefusedError:
            continue
        assert connection.getresponse().status == 200
        return
    raise AssertionError("no page came")


def report(result: Result) -> list[tuple[str, str, str]]:
    """Give lines of (what, figure, goal)."""
    return [("cold start to first page", f"{result.seconds:.2f} s", "≤ 1.5 s")]
