"""Fixtures: one browser and one server for all tests, an office and people for each."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, sync_playwright

from tests.browser import house as houses
from tests.browser.house import House, Office
from tests.browser.people import Person, Watch

Visit = Callable[..., Person]
SWITCHES = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
# the cookie of a signed-in person where there is no TLS
SESSION = "session"
# no answer of a page takes longer, even on a busy machine
PATIENCE = 15_000


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """The browser on PATH; without it these tests fail, they are never skipped."""
    path = shutil.which("chromium")
    assert path, "Chromium is not on PATH; `make browser` installs it where it may."
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=SWITCHES)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    founded = tmp_path_factory.mktemp("founded") / "office.db"
    shipped = houses.found(founded)
    with houses.serve(House(founded, shipped)) as running:
        yield running


@pytest.fixture
def office(house: House, tmp_path: Path) -> Iterator[Office]:
    """A demo office without cases, on the morning of Tuesday 10 March 2026."""
    with house.open_office(tmp_path / "office.db") as opened:
        yield opened


@pytest.fixture
def watch(house: House) -> Iterator[Watch]:
    """Watches every browser of a test; at its end nothing wrong may have been seen."""
    watching = Watch(house.address)
    yield watching
    assert watching.wrongs == []


@pytest.fixture
def visit(chromium: Browser, house: House, office: Office, watch: Watch) -> Iterator[Visit]:
    """Give a person with a browser, signed in as the user of that name or as nobody."""
    opened: list[BrowserContext] = []

    def come(username: str = "", **more: Any) -> Person:
        screen = {"viewport": {"width": 1280, "height": 800}, "locale": "en", **more}
        context = chromium.new_context(base_url=house.address, **screen)
        context.set_default_timeout(PATIENCE)
        opened.append(context)
        context.on("page", watch.over)
        person = Person(context.new_page(), watch)
        if username:
            cookie = {"name": SESSION, "value": office.let_in(username)}
            context.add_cookies([{**cookie, "url": house.address}])
        return person

    yield come
    for context in opened:
        context.close()
