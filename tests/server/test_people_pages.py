"""The pages on which two administrators grant roles, and everybody changes the own password."""

from __future__ import annotations

import re
from dataclasses import dataclass

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

import server
from engine.commands import accounts, sessions
from engine.commands.accounts import NewAccount
from engine.commands.engine import Engine
from engine.commands.sessions import Attempt
from engine.core.errors import NotPermitted
from engine.core.people import Actor
from tests.server.conftest import SECRET, enter, person

STATION = "520102001"


@dataclass(frozen=True)
class Browser:
    """A signed-in person, whose posts carry the form token of the page before."""

    client: FlaskClient

    def get(self, address: str) -> str:
        return self.client.get(address).get_data(as_text=True)

    def post(self, address: str, page: str, **fields: str) -> TestResponse:
        token = re.search(r'name="form_token" value="([^"]+)"', self.get(page))
        assert token is not None
        return self.client.post(address, data={"form_token": token[1], **fields})


def browser(engine: Engine, account_id: str) -> Browser:
    client = server.app(server.Settings(), engine).test_client()
    client.set_cookie("session", enter(engine, account_id))
    return Browser(client)


@pytest.fixture
def asked(engine: Engine, first: Actor, second: Actor) -> str:
    """A grant that the first administrator asked for: the address of its confirmation."""
    accounts.add(engine, NewAccount("wei", "Wei Clerk", STATION, SECRET), first)
    page = browser(engine, "first")
    told = page.post("/people/grants", "/people", account="wei", role="clerk", unit=STATION)
    assert told.status_code == 303
    found = re.search(r'action="(/people/grants/\w+)/turn-down"', page.get("/people"))
    assert found is not None
    return found[1]


def test_the_second_administrator_confirms_on_the_page(engine: Engine, asked: str) -> None:
    page = browser(engine, "second")

    told = page.post(f"{asked}/confirm", "/people")

    assert told.status_code == 303
    assert person(engine, "wei").holds_at("clerk", STATION)


def test_who_asked_is_not_offered_to_confirm(engine: Engine, asked: str) -> None:
    page = browser(engine, "first")

    assert f"{asked}/confirm" not in page.get("/people")
    assert page.post(f"{asked}/confirm", "/people").status_code == 403


def test_a_waiting_role_is_turned_down(engine: Engine, asked: str) -> None:
    page = browser(engine, "second")

    page.post(f"{asked}/turn-down", "/people")

    assert "turn-down" not in page.get("/people")
    assert person(engine, "wei").grants == ()


def test_an_account_is_disabled_on_the_page(engine: Engine, asked: str) -> None:
    page = browser(engine, "second")

    page.post("/people/wei/disable", "/people")

    with pytest.raises(NotPermitted):
        sessions.sign_in(engine, Attempt("wei", SECRET))


def test_an_account_is_enabled_on_the_page(engine: Engine, asked: str) -> None:
    page = browser(engine, "second")
    page.post("/people/wei/disable", "/people")

    told = page.post("/people/wei/enable", "/people")

    assert told.status_code == 303
    assert sessions.sign_in(engine, Attempt("wei", SECRET))


def test_the_page_is_for_administrators(engine: Engine, asked: str) -> None:
    page = browser(engine, "wei")

    assert page.client.get("/people").status_code == 403
    assert page.post("/people/second/disable", "/password").status_code == 403
    assert page.post(f"{asked}/confirm", "/password").status_code == 403


def test_one_changes_ones_own_password_and_signs_in_anew(engine: Engine, first: Actor) -> None:
    page = browser(engine, "first")

    told = page.post("/password", "/password", old=SECRET, new="quite another one")

    assert told.status_code == 303
    assert page.client.get("/password").location.startswith("/sign-in")
    assert sessions.sign_in(engine, Attempt("first", "quite another one"))


def test_a_weak_new_password_is_refused_on_the_form(engine: Engine, first: Actor) -> None:
    page = browser(engine, "first")

    told = page.post("/password", "/password", old=SECRET, new="12345678")

    assert told.status_code == 422
    assert 'role="alert"' in told.get_data(as_text=True)
