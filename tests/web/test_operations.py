"""What operators meet of the health of the server: what comes next, the tick and the database."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import select

from engine.commands.engine import Engine
from engine.store import database, tables
from engine.store.statements import Statement
from engine.store.transaction import reading
from tests.web.browsers import Browser, Clock, Visitor
from tests.web.ticking import Tick, Works
from web.app import create_app
from web.settings import WebSettings


@pytest.fixture
def operator(visitor: Visitor) -> Browser:
    return visitor("operator")


def test_health_is_for_operators(visitor: Visitor) -> None:
    assert visitor("clerk").get("/operations").status_code == 403


def test_a_quiet_office_has_no_incident(operator: Browser) -> None:
    page = operator.read("/operations")

    assert "No incident" in page
    assert "None is due" in page


def test_the_page_lists_what_comes_next(visitor: Visitor) -> None:
    visitor("applicant").apply()

    page = visitor("operator").read("/operations")

    assert "Next deadlines and reminders" in page
    assert "CLK-PRE" in page
    assert "Nothing waits for another system." in page


def test_a_timer_that_is_overdue_is_told(visitor: Visitor, clock: Clock, engine: Engine) -> None:
    visitor("applicant").apply()
    clock.advance(days=4)

    page = visitor("operator").read("/operations")

    assert "Wed 18 Mar, 17:00" in page


def test_a_load_balancer_is_told_that_the_store_answers(visitor: Visitor) -> None:
    answer = visitor().get("/healthz")

    assert (answer.status_code, answer.get_json()["status"]) == (200, "ok")


def _browser(engine: Engine, works: Works, username: str = "") -> Browser:
    browser = Browser(create_app(engine, WebSettings(demo=True), works).test_client())
    if username:
        browser.sign_in(username)
    return browser


@pytest.mark.parametrize("silent", [None, 10.5])
def test_a_clock_that_stands_is_told_to_the_load_balancer(
    engine: Engine, silent: float | None
) -> None:
    answer = _browser(engine, Works(Tick(silent))).get("/healthz")

    assert answer.status_code == 503
    assert answer.get_json()["reason"] == "The clock has not ticked for more than 10 seconds."


@pytest.mark.parametrize("username", ["operator", "administrator"])
def test_who_looks_after_it_is_told_on_every_page_that_nothing_ticks(
    engine: Engine, username: str
) -> None:
    browser = _browser(engine, Works(Tick(silent_for=10.5)), username)

    pages = [browser.read(address) for address in ("/operations", "/notices")]

    assert all("Nothing ticks: deadlines do not ring" in page for page in pages)
    assert all('href="/operations"' in page for page in pages)


def test_nobody_else_is_told_and_a_tick_takes_it_back(engine: Engine) -> None:
    silent, ticking = Works(Tick(silent_for=10.5)), Works()

    clerk, guest = _browser(engine, silent, "clerk"), _browser(engine, silent)
    operator = _browser(engine, ticking, "operator")

    pages = [clerk.read("/inbox"), guest.read("/"), operator.read("/operations")]
    assert not [page for page in pages if "Nothing ticks" in page]


def test_a_database_that_does_not_answer_is_told_to_the_load_balancer(
    engine: Engine, tmp_path: Path
) -> None:
    gone = replace(engine, store=database.open_store(f"sqlite:///{tmp_path}/no/such.db"))

    answer = _browser(gone, Works()).get("/healthz")

    assert (answer.status_code, answer.get_json()["status"]) == (503, "down")


def test_an_operator_sees_tick_and_database(engine: Engine) -> None:
    page = _browser(engine, Works(), "operator").read("/operations")

    assert "0.4 s ago" in page
    assert re.search(r"SQLite, \d+\.\d MB", page)
    assert "jumped" not in page


def test_after_a_jump_an_operator_says_that_the_clock_is_right(engine: Engine) -> None:
    works = Works(Tick(clock_jumped=True))
    operator = _browser(engine, works, "operator")

    shown = operator.read("/operations")
    answer = operator.post("/operations/clock", page="/operations")

    assert "The clock is right" in shown
    assert (answer.status_code, works.state.clock_jumped) == (303, False)
    assert _last_kind(engine) == ("clock_accepted", "operator")
    assert operator.post("/operations/clock", page="/operations").status_code == 409


def test_an_administrator_sees_the_jump_and_may_not_judge_it(engine: Engine) -> None:
    works = Works(Tick(clock_jumped=True))
    administrator = _browser(engine, works, "administrator")

    shown = administrator.read("/operations")
    answer = administrator.post("/operations/clock", page="/operations")

    assert ("jumped" in shown, "The clock is right" in shown) == (True, False)
    assert (answer.status_code, works.state.clock_jumped) == (403, True)


def _last_kind(engine: Engine) -> tuple[str, str]:
    entry = tables.day_entry.c
    last = select(entry.kind, entry.actor).order_by(entry.day.desc(), entry.seq.desc()).limit(1)
    with reading(engine.store) as tx:
        kind, actor = tx.one(Statement("last_day_entry", last), {})
    return kind, actor
