"""One-time passwords, open sessions, and what an administrator or a head does for others."""

from __future__ import annotations

import re

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

import server
from engine.commands import accounts, one_time_passwords, open_sessions, sessions
from engine.commands.accounts import NewAccount, PasswordChange
from engine.commands.engine import Engine
from engine.commands.sessions import Attempt, Stage
from engine.core.errors import InvalidInput, NotFound, NotPermitted
from engine.core.people import Actor
from engine.store.queries import second_factors as factors
from tests.server.conftest import SECRET, Clock, Run, deeds, enter, person
from web import devices

STATION = "520102001"
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"


@pytest.fixture
def head(engine: Engine, first: Actor) -> Actor:
    """The head of that station."""
    accounts.add(engine, NewAccount("gao", "Gao Head", STATION, SECRET, role="head"), first)
    return person(engine, "gao")


def stage(engine: Engine, token: str) -> Stage | None:
    waiting = sessions.pending(engine, token)
    return None if waiting is None else waiting.stage


def client_of(engine: Engine, account_id: str) -> FlaskClient:
    client = server.app(server.Settings(), engine).test_client()
    client.set_cookie("session", enter(engine, account_id))
    return client


def post(client: FlaskClient, page: str, address: str, **fields: str) -> TestResponse:
    shown = client.get(page).get_data(as_text=True)
    token = re.search(r'name="form_token" value="([^"]+)"', shown)
    assert token is not None
    return client.post(address, data={"form_token": token[1], **fields})


def test_a_one_time_password_must_be_changed_before_anything_else(
    engine: Engine, first: Actor, wei: Actor
) -> None:
    password = one_time_passwords.reset(engine, "wei", first)
    token = sessions.sign_in(engine, Attempt("wei", password))
    before = (sessions.actor_of(engine, token), stage(engine, token))

    accounts.change_password(engine, PasswordChange(password, "a pass phrase of mine"), wei)

    again = sessions.sign_in(engine, Attempt("wei", "a pass phrase of mine"))
    assert before == (None, Stage.RENEWAL)
    assert sessions.actor_of(engine, again) == wei


def test_a_one_time_password_is_not_kept(engine: Engine, first: Actor, wei: Actor) -> None:
    password = one_time_passwords.reset(engine, "wei", first)

    with pytest.raises(InvalidInput, match="password_unchanged"):
        accounts.change_password(engine, PasswordChange(password, password), wei)


def test_a_one_time_password_is_too_old_after_a_week(
    engine: Engine, first: Actor, wei: Actor, clock: Clock
) -> None:
    password = one_time_passwords.reset(engine, "wei", first)

    clock.advance(days=7)

    with pytest.raises(NotPermitted, match="one_time_password_expired"):
        sessions.sign_in(engine, Attempt("wei", password))


def test_a_reset_ends_every_session(engine: Engine, first: Actor, wei: Actor) -> None:
    token = sessions.sign_in(engine, Attempt("wei", SECRET))

    one_time_passwords.reset(engine, "wei", first)

    assert sessions.actor_of(engine, token) is None


def test_the_head_of_the_unit_helps_its_people(engine: Engine, wei: Actor, head: Actor) -> None:
    password = one_time_passwords.reset(engine, "wei", head)

    assert stage(engine, sessions.sign_in(engine, Attempt("wei", password))) is Stage.RENEWAL
    assert deeds(engine)[-2:] == ["password_changed", "signed_in"]


def test_a_head_helps_nobody_of_another_unit(engine: Engine, first: Actor, head: Actor) -> None:
    accounts.add(engine, NewAccount("li", "Li", "520103001", SECRET, role="clerk"), first)

    with pytest.raises(NotPermitted, match="not_theirs_to_reset"):
        one_time_passwords.reset(engine, "li", head)


def test_a_head_helps_nobody_whose_role_needs_a_second_factor(
    engine: Engine, first: Actor, head: Actor
) -> None:
    accounts.add(engine, NewAccount("an", "An", STATION, SECRET, role="analyst"), first)

    with pytest.raises(NotPermitted, match="not_theirs_to_reset"):
        one_time_passwords.reset(engine, "an", head)


def test_a_clerk_resets_nobody(engine: Engine, wei: Actor, head: Actor) -> None:
    with pytest.raises(NotPermitted, match="not_theirs_to_reset"):
        one_time_passwords.reset(engine, "gao", wei)


@pytest.mark.parametrize(
    ("password", "code"),
    [
        ("short", "password_too_short"),
        ("wei.is.here", "password_holds_name"),
        ("WEI.LONG-wei.long", "password_holds_name"),
        ("23456789", "password_well_known"),
        ("hgfedcba", "password_well_known"),
        ("qwertyuiop", "password_well_known"),
    ],
)
def test_a_password_that_is_easy_to_guess_is_refused(
    engine: Engine, first: Actor, password: str, code: str
) -> None:
    account = "wei.is" if "is" in password else "wei.long"

    with pytest.raises(InvalidInput, match=code):
        accounts.add(engine, NewAccount(account, "Wei", STATION, password), first)


def test_the_command_line_gives_a_password_that_stays(
    engine: Engine, first: Actor, wei: Actor, run: Run
) -> None:
    told = run("user", "password", "wei", typed="typed by the person\n")

    token = sessions.sign_in(engine, Attempt("wei", "typed by the person"))
    assert told[0] == 0
    assert sessions.actor_of(engine, token) == wei


def test_the_command_line_lets_a_lone_administrator_in_again(
    engine: Engine, first: Actor, run: Run
) -> None:
    enter(engine, "first")

    told = run("user", "second-factor", "first")

    assert told == (0, "the second factor of first is forgotten\n", "")
    assert factors.of(engine.store, "first") is None


def test_everybody_sees_and_ends_their_own_sessions(engine: Engine, wei: Actor) -> None:
    here = sessions.sign_in(engine, Attempt("wei", SECRET, "192.0.2.1", "Firefox · Linux"))
    there = sessions.sign_in(engine, Attempt("wei", SECRET, "192.0.2.2", "Edge · Windows"))

    found = {each.device: each for each in open_sessions.listed(engine, "wei", wei)}
    open_sessions.end(engine, "wei", found["Edge · Windows"].id, wei)

    assert {each.address for each in found.values()} == {"192.0.2.1", "192.0.2.2"}
    assert open_sessions.is_of(found["Firefox · Linux"], here)
    assert sessions.actor_of(engine, there) is None
    assert sessions.actor_of(engine, here) == wei
    assert deeds(engine)[-1] == "session_ended"


def test_all_other_sessions_end_at_once(engine: Engine, wei: Actor) -> None:
    tokens = [sessions.sign_in(engine, Attempt("wei", SECRET)) for _ in range(3)]

    open_sessions.end_others(engine, "wei", wei, tokens[1])

    assert [sessions.actor_of(engine, token) for token in tokens] == [None, wei, None]


def test_a_session_that_is_over_is_not_listed(engine: Engine, wei: Actor, clock: Clock) -> None:
    sessions.sign_in(engine, Attempt("wei", SECRET))

    clock.advance(minutes=15)

    assert open_sessions.listed(engine, "wei", wei) == ()


def test_nobody_but_an_administrator_sees_or_ends_the_sessions_of_others(
    engine: Engine, first: Actor, wei: Actor, head: Actor
) -> None:
    token = sessions.sign_in(engine, Attempt("wei", SECRET))
    [session] = open_sessions.listed(engine, "wei", first)

    with pytest.raises(NotPermitted):
        open_sessions.listed(engine, "wei", head)
    with pytest.raises(NotPermitted):
        open_sessions.end(engine, "wei", session.id, head)
    open_sessions.end(engine, "wei", session.id, first)

    assert sessions.actor_of(engine, token) is None
    with pytest.raises(NotFound, match="session_unknown"):
        open_sessions.end(engine, "wei", session.id, first)


def test_the_session_of_another_is_not_ended_as_ones_own(
    engine: Engine, wei: Actor, head: Actor
) -> None:
    token = sessions.sign_in(engine, Attempt("gao", SECRET))
    [session] = open_sessions.listed(engine, "gao", head)

    with pytest.raises(NotFound, match="session_unknown"):
        open_sessions.end(engine, "wei", session.id, wei)

    assert sessions.actor_of(engine, token) == head


def test_a_disabled_account_has_no_session_at_once(
    engine: Engine, first: Actor, wei: Actor
) -> None:
    token = sessions.sign_in(engine, Attempt("wei", SECRET))

    accounts.disable(engine, "wei", first)

    assert sessions.actor_of(engine, token) is None
    assert open_sessions.listed(engine, "wei", first) == ()


def test_the_page_of_sessions_names_this_one_and_ends_others(engine: Engine, wei: Actor) -> None:
    client = client_of(engine, "wei")
    sessions.sign_in(engine, Attempt("wei", SECRET, "192.0.2.2", "Edge · Windows"))

    before = client.get("/sessions").get_data(as_text=True)
    post(client, "/sessions", "/sessions/end-others")
    after = client.get("/sessions").get_data(as_text=True)

    assert "this one" in before
    assert "Edge · Windows" in before
    assert "Edge · Windows" not in after


def test_signing_in_on_the_page_keeps_where_and_with_what(engine: Engine, wei: Actor) -> None:
    client = server.app(server.Settings(), engine).test_client()
    client.environ_base["HTTP_USER_AGENT"] = FIREFOX

    post(client, "/sign-in", "/sign-in", username="wei", password=SECRET)

    [session] = open_sessions.listed(engine, "wei", wei)
    assert (session.device, session.address, session.kind) == (
        "Firefox · Linux",
        "127.0.0.1",
        "password",
    )


def test_a_newcomer_is_added_on_the_page_and_chooses_a_password(
    engine: Engine, first: Actor
) -> None:
    page = client_of(engine, "first")
    client = server.app(server.Settings(), engine).test_client()
    wish = {"account": "li", "name": "Li", "unit": STATION, "role": "clerk"}

    shown = post(page, "/people", "/people/accounts", **wish).get_data(as_text=True)
    found = re.search(r'id="one_time_password">([^<]+)<', shown)
    assert found is not None
    signed = post(client, "/sign-in", "/sign-in", username="li", password=found[1])
    kept_out = client.get("/inbox")
    changed = post(client, "/password", "/password", old=found[1], new="a phrase of my own")
    post(client, "/sign-in", "/sign-in", username="li", password="a phrase of my own")

    assert signed.headers["Location"] == "/password?next=/"
    assert kept_out.headers["Location"].startswith("/sign-in")
    assert changed.headers["Location"] == "/sign-in"
    assert client.get("/inbox").status_code == 200


def test_an_administrator_helps_on_the_page_of_a_person(
    engine: Engine, first: Actor, wei: Actor
) -> None:
    page, token = client_of(engine, "first"), enter(engine, "wei")

    shown = page.get("/people/wei").get_data(as_text=True)
    ended = post(page, "/people/wei", "/people/wei/sessions/end-all")
    given = post(page, "/people/wei", "/people/wei/one-time-password")

    assert "192.0.2.1" in shown
    assert ended.status_code == 303
    assert sessions.actor_of(engine, token) is None
    assert "one_time_password" in given.get_data(as_text=True)
    assert page.get("/people/nobody.here").status_code == 404


def test_a_head_helps_on_the_page_of_colleagues(engine: Engine, wei: Actor, head: Actor) -> None:
    page, clerk = client_of(engine, "gao"), client_of(engine, "wei")

    kept_out = clerk.get("/colleagues")
    listed = page.get("/colleagues").get_data(as_text=True)
    given = post(page, "/colleagues", "/people/wei/one-time-password", back="colleagues")

    assert "/people/wei/one-time-password" in listed
    assert "/people/gao/one-time-password" not in listed
    assert 'href="/colleagues"' in given.get_data(as_text=True)
    assert kept_out.status_code == 403
    assert page.get("/people/wei").status_code == 403


@pytest.mark.parametrize(
    ("agent", "name"),
    [
        (FIREFOX, "Firefox · Linux"),
        ("Mozilla/5.0 (Windows NT 10.0) Chrome/140.0 Safari/537.36 Edg/140.0", "Edge · Windows"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Safari/604.1", "Safari · iPhone"),
        ("something else", ""),
    ],
)
def test_a_device_is_named_as_its_person_would(agent: str, name: str) -> None:
    assert devices.named(agent) == name
