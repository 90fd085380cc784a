"""Web processes and a worker as processes of their own: they start, answer, replace and drain."""

from __future__ import annotations

import json
import os
import signal
import subprocess
from collections.abc import Callable
from pathlib import Path
from threading import Event
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest

from tests.cluster.conftest import Begin
from tests.cluster.machine import children


def line_of(process: subprocess.Popen[str]) -> str:
    assert process.stdout is not None
    return process.stdout.readline().strip()


def ready(address: str) -> dict[str, str]:
    try:
        with urlopen(f"{address}/readyz", timeout=20) as answer:
            return dict(json.load(answer))
    except HTTPError as refused:
        return dict(json.load(refused))


def wait(holds: Callable[[], bool]) -> None:
    never = Event()
    for _ in range(300):
        if holds():
            return
        never.wait(0.1)
    raise AssertionError


def test_a_cluster_is_ready_once_a_worker_is_heard_and_drains(begin: Begin) -> None:
    web = begin("serve")
    address = line_of(web).removeprefix("Ventanilla serves at ")
    alone = ready(address)["clock"]

    worker = begin("worker")
    line_of(worker)
    wait(lambda: ready(address)["status"] == "ready")
    for process in (web, worker):
        process.send_signal(signal.SIGTERM)

    assert alone != "ok"
    assert (web.wait(40), worker.wait(40)) == (0, 0)


def test_a_web_process_that_dies_is_replaced(begin: Begin) -> None:
    web = begin("serve")
    address = line_of(web).removeprefix("Ventanilla serves at ")
    wait(lambda: len(children(web)) == 2)
    (first, _) = children(web)

    os.kill(first, signal.SIGKILL)
    wait(lambda: len({*children(web)} - {first}) == 2)

    with urlopen(f"{address}/sign-in", timeout=20) as answer:
        assert answer.status == 200


@pytest.mark.parametrize(
    ("command", "settings"),
    [
        ("worker", {"WORKERS": "embedded"}),
        ("worker", {"DATABASE_URL": "sqlite:///nothing.db"}),
        ("serve", {"WORKERS": "many"}),
    ],
)
def test_what_is_no_cluster_is_refused_in_one_line(
    begin: Begin, command: str, settings: dict[str, str], tmp_path: Path
) -> None:
    url = settings.get("DATABASE_URL", "").replace("nothing", str(tmp_path / "nothing"))

    process = begin(command, **{**settings, **({"DATABASE_URL": url} if url else {})})
    _, trouble = process.communicate(timeout=40)

    assert process.returncode == 1
    assert trouble.count("\n") == 1
