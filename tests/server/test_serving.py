"""The server as a process of its own: it starts, answers, drains and refuses in one line."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from http.client import HTTPConnection
from pathlib import Path
from urllib.request import urlopen

import pytest

ROOT = Path(__file__).parents[2]
_FORM = "application/x-www-form-urlencoded"
Serve = Callable[..., subprocess.Popen[str]]


def begin(path: Path, **environment: str) -> subprocess.Popen[str]:
    """Start a server over the database file of an office."""
    usual = {"PORT": "0", "DATABASE_URL": f"sqlite:///{path}"}
    return subprocess.Popen(
        [sys.executable, "server.py", "serve"],
        cwd=ROOT,
        env={**os.environ, **usual, **environment},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


@pytest.fixture
def serve(tmp_path: Path) -> Iterator[Serve]:
    running: list[subprocess.Popen[str]] = []

    def another(**environment: str) -> subprocess.Popen[str]:
        running.append(begin(tmp_path / "office.db", **environment))
        return running[-1]

    yield another
    for process in running:
        process.kill()
        process.communicate()


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give the folder of a demo office that was founded and left."""
    folder = tmp_path_factory.mktemp("demo")
    process = begin(folder / "office.db", DEMO="1")
    address(process)
    process.terminate()
    process.communicate(timeout=20)
    return folder


@pytest.fixture
def founded(demo: Path, tmp_path: Path) -> None:
    """Copy the demo office to where the server looks for it."""
    shutil.copytree(demo, tmp_path, dirs_exist_ok=True)


def address(process: subprocess.Popen[str]) -> str:
    assert process.stdout is not None
    return process.stdout.readline().removeprefix("Ventanilla serves at ").strip()


def test_a_demo_is_founded_served_and_drained(serve: Serve) -> None:
    process = serve(DEMO="1")

    with urlopen(address(process) + "/sign-in", timeout=20) as answer:
        page = answer.read().decode()
    process.send_signal(signal.SIGTERM)

    assert "password" in page
    assert process.wait(20) == 0


@pytest.mark.usefixtures("founded")
def test_what_is_too_large_is_refused_in_a_sentence(serve: Serve) -> None:
    process = serve(DEMO="1")
    host = address(process).removeprefix("http://")

    connection = HTTPConnection(host, timeout=20)
    connection.request("POST", "/sign-in", b"0" * 6_500_000, {"Content-Type": _FORM})
    answer = connection.getresponse()
    page = answer.read().decode()
    connection.close()

    assert answer.status == 413
    assert "too large" in page


@pytest.mark.usefixtures("founded")
def test_a_taken_port_is_refused_in_one_line(serve: Serve) -> None:
    first = serve(DEMO="1")
    port = address(first).rpartition(":")[2]

    second = serve(DEMO="1", PORT=port)
    _, trouble = second.communicate(timeout=20)

    assert second.returncode == 1
    assert port in trouble
    assert trouble.count("\n") == 1


@pytest.mark.usefixtures("founded")
def test_a_demo_database_is_not_served_as_a_real_office(serve: Serve) -> None:
    first = serve(DEMO="1")
    address(first)
    first.terminate()
    first.wait(20)

    second = serve(DEMO="0")
    _, trouble = second.communicate(timeout=20)

    assert second.returncode == 1
    assert trouble.count("\n") == 1


def test_a_real_database_is_not_served_as_a_demo(serve: Serve) -> None:
    first = serve()
    address(first)
    first.terminate()
    first.wait(20)

    second = serve(DEMO="1")
    _, trouble = second.communicate(timeout=20)

    assert second.returncode == 1
    assert trouble.count("\n") == 1
