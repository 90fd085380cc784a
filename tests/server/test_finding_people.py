"""The list of people: the staff at once, everybody by a word, no more than a page holds."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

import server
from engine.commands import accounts
from engine.commands.accounts import NewAccount
from engine.commands.engine import Engine
from engine.core.people import Actor
from tests.server.conftest import SECRET, enter
from web import people

STATION = "520102001"


@pytest.fixture
def clerk_and_head(engine: Engine, first: Actor) -> None:
    """A clerk of a station, and its head."""
    accounts.add(engine, NewAccount("wei", "Wei Clerk", STATION, SECRET, role="clerk"), first)
    accounts.add(engine, NewAccount("gao", "Gao Head", STATION, SECRET, role="head"), first)


def client_of(engine: Engine, account_id: str) -> FlaskClient:
    client = server.app(server.Settings(), engine).test_client()
    client.set_cookie("session", enter(engine, account_id))
    return client


@pytest.mark.usefixtures("clerk_and_head")
def test_people_are_found_by_a_word(engine: Engine, first: Actor) -> None:
    accounts.add(engine, NewAccount("tian", "Tian", STATION, SECRET, role="applicant"), first)
    page = client_of(engine, "first")

    staff = page.get("/people").get_data(as_text=True)
    found = page.get("/people?q=TIAN").get_data(as_text=True)
    by_role = page.get("/people?q=clerk").get_data(as_text=True)

    assert 'href="/people/wei"' in staff
    assert 'href="/people/tian"' not in staff
    assert 'href="/people/tian"' in found
    assert 'href="/people/wei"' in by_role
    assert 'href="/people/gao"' not in by_role


def test_signs_in_a_word_stand_for_themselves(engine: Engine, first: Actor) -> None:
    accounts.add(engine, NewAccount("li_na", "Li Na", STATION, SECRET), first)
    accounts.add(engine, NewAccount("lixna", "Li Xna", STATION, SECRET), first)

    found = client_of(engine, "first").get("/people?q=i_n").get_data(as_text=True)
    everybody = client_of(engine, "first").get("/people?q=%25").get_data(as_text=True)

    assert 'href="/people/li_na"' in found
    assert 'href="/people/lixna"' not in found
    assert 'href="/people/li_na"' not in everybody


def test_of_many_that_a_word_finds_so_many_are_read(engine: Engine, first: Actor) -> None:
    for number in range(people.MOST + 5):
        new = NewAccount(f"p{number:03}", f"P {number}", STATION, SECRET, role="applicant")
        accounts.add(engine, new, first)

    shown = client_of(engine, "first").get("/people?q=p").get_data(as_text=True)

    assert shown.count('<td class="code">') == people.MOST
    assert "There are more than are shown: find them by a longer word." in shown


def test_a_long_list_of_people_is_cut_and_says_so(engine: Engine, first: Actor) -> None:
    many = [NewAccount(f"p{n:03}", f"P {n}", STATION, SECRET) for n in range(people.MOST)]
    for one in many:
        accounts.add(engine, one, first)

    shown = client_of(engine, "first").get("/people").get_data(as_text=True)

    assert shown.count('<td class="code">') == people.MOST
    assert "1 more: find them by a word." in shown
