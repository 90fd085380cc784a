"""Processes of a cluster for tests: each is ended when its test is."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.cluster.machine import ROOT
from tests.databases import CLUSTER, Databases

Begin = Callable[..., subprocess.Popen[str]]


@pytest.fixture
def begin(fresh_databases: Databases, tmp_path: Path) -> Iterator[Begin]:
    """Start a subcommand on a database of its own."""
    running: list[subprocess.Popen[str]] = []
    usual = {
        "DATABASE_URL": fresh_databases.fresh(CLUSTER),
        "PORT": "0",
        "WORKERS": "cluster",
        "PROCESSES": "2",
        "SECRET_FILE": str(tmp_path / "key"),
    }

    def started(command: str, **more: str) -> subprocess.Popen[str]:
        running.append(
            subprocess.Popen(
                [sys.executable, "server.py", command],
                cwd=ROOT,
                env={**os.environ, **usual, **more},
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                text=True,
            )
        )
        return running[-1]

    yield started
    for process in running:
        process.kill()
        process.communicate()
