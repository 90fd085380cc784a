"""An office with its demo people and one small procedure, seen through its pages."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

import server
from engine.commands import demo_office, organisation, process_definitions
from engine.commands.engine import Engine
from engine.core.people import SYSTEM
from engine.store import database
from tests.processes.office import Office
from tests.web.browsers import Browser, Clock
from tests.web.permits import FILES
from web.app import create_app
from web.settings import WebSettings

PERSONAS = server.PROCESSES / "demo-office.toml"


@pytest.fixture(scope="session")
def founded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database with everybody and the procedure in it, made once."""
    path = tmp_path_factory.mktemp("founded") / "office.db"
    engine = replace(_assembled(path), clock=Clock())
    organisation.load_units(engine)
    demo_office.found(engine, demo_office.personas(PERSONAS.read_text("utf-8")))
    process_definitions.deploy(engine, FILES, SYSTEM)
    database.close(engine.store)
    return path


@pytest.fixture
def clock() -> Clock:
    """A clock that stands until it is moved: Monday 16 March 2026, 09:00 in Shanghai."""
    return Clock()


@pytest.fixture
def engine(founded: Path, tmp_path: Path, clock: Clock) -> Iterator[Engine]:
    """A running engine over an office of its own."""
    path = tmp_path / "office.db"
    shutil.copy(founded, path)
    engine = replace(_assembled(path), clock=clock)
    yield engine
    database.close(engine.store)


@pytest.fixture
def visitor(engine: Engine) -> Callable[..., Browser]:
    """Make a browser, signed in as the user of that name, or as nobody."""
    app = create_app(engine, WebSettings(demo=True))

    def visit(username: str = "") -> Browser:
        browser = Browser(app.test_client())
        if username:
            browser.sign_in(username)
        return browser

    return visit


@pytest.fixture
def office(shipped_office: Office) -> Office:
    """An office with everything that ships, for the tests of pages that `visit` it."""
    return shipped_office


@pytest.fixture
def visit(office: Office) -> Callable[[str], Browser]:
    """Make a browser, signed in to the office as the user of that name."""
    app = create_app(office.engine, WebSettings(demo=True))

    def signed_in(name: str) -> Browser:
        browser = Browser(app.test_client())
        browser.sign_in(name)
        return browser

    return signed_in


def _assembled(path: Path) -> Engine:
    return server.assemble(server.Settings(demo=True, database_url=f"sqlite:///{path}"))
