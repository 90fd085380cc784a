"""The registers and the calls that the handlers' tests share."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from engine.core.services import ServiceCall
from tasks import demo_register
from tasks.demo_register import DemoRegister
from tasks.http_client import Endpoint
from tasks.http_register import HttpRegister
from tests.tasks.register_server import TOKEN, RegisterServer, running

PEOPLE = Path(__file__).parents[2] / "processes" / "demo-register.toml"
NOON = datetime(2026, 3, 16, 4, tzinfo=UTC)


@pytest.fixture(scope="session")
def embedded() -> DemoRegister:
    return demo_register.read(PEOPLE.read_text(encoding="utf-8"))


@pytest.fixture
def server(embedded: DemoRegister) -> Iterator[RegisterServer]:
    with running(embedded) as server:
        yield server


@pytest.fixture
def remote(server: RegisterServer) -> HttpRegister:
    return HttpRegister(Endpoint(server.url, token=TOKEN, timeout=5))


@pytest.fixture(params=["embedded", "remote"])
def register(request: pytest.FixtureRequest) -> Any:
    return request.getfixturevalue(request.param)


@pytest.fixture
def call() -> Callable[..., ServiceCall]:
    def make(**given: Any) -> ServiceCall:
        usual: dict[str, Any] = {
            "operation": "",
            "key": "call-1",
            "instance_id": "instance-1",
            "element": "look_up_applicant",
            "variables": {},
            "answers": {},
            "ports": {},
            "at": NOON,
        }
        return ServiceCall(**{**usual, **given})

    return make
