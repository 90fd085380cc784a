"""An office that has just been set up: nothing on its pages may read like a fault."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

import server
from engine.command_line.settings import Settings
from engine.commands import demo_office, organisation, process_definitions
from engine.commands.engine import Engine
from engine.core.people import SYSTEM
from engine.store import database
from tests.web.browsers import Browser, Clock
from tests.web.permits import FILES
from web.app import create_app
from web.settings import WebSettings


@pytest.fixture
def engine(tmp_path: Path, clock: Clock) -> Iterator[Engine]:
    """An office without stations, procedures or cases, and with people above the stations."""
    settings = Settings(demo=True, database_url=f"sqlite:///{tmp_path}/new.db")
    engine = replace(server.assemble(settings), clock=clock)
    organisation.load_divisions(engine)
    people = demo_office.personas((server.PROCESSES / "demo-office.toml").read_text("utf-8"))
    demo_office.found(engine, tuple(one for one in people if engine.organisation.has(one.unit)))
    yield engine
    database.close(engine.store)


@pytest.fixture
def applicant(engine: Engine) -> Browser:
    """A citizen who has signed in."""
    return signed_in(engine, "applicant")


def signed_in(engine: Engine, username: str) -> Browser:
    browser = Browser(create_app(engine, WebSettings(demo=True)).test_client())
    if username:
        browser.sign_in(username)
    return browser


def test_who_has_signed_in_is_not_told_to_sign_in_where_no_service_is_open(
    engine: Engine, applicant: Browser
) -> None:
    page, guests = applicant.read("/"), signed_in(engine, "").read("/")

    assert "The office has opened no service for you so far." in page
    assert "sign in first" not in page
    assert "sign in first" in guests


def test_a_choice_without_anything_to_choose_says_so(engine: Engine, applicant: Browser) -> None:
    process_definitions.deploy(engine, FILES, SYSTEM)

    page = applicant.read("/apply/permit")

    assert "There is nothing to choose yet. The office has still to add it." in page


def test_figures_of_what_nobody_has_asked_for_are_told_in_words(engine: Engine) -> None:
    page = signed_in(engine, "operator").read("/operations")

    assert "0, none asked for so far" in page
    assert "–" not in page.partition("<dl")[2].partition("</dl>")[0]


def test_a_setting_is_named_on_its_open_point_by_what_it_means(engine: Engine) -> None:
    page = signed_in(engine, "administrator").read("/settings")

    named = "Age from which a person may apply online"
    assert f'<a href="#youngest_age_online">{named}</a>;' in page
