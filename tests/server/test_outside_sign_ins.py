"""Signing in at an OpenID Connect provider: who is let in, who links, and what it opens."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from flask.testing import FlaskClient

import server
from engine.commands import account_requests, accounts
from engine.commands.engine import Engine
from engine.core.errors import InvalidInput, NotPermitted
from engine.core.people import Actor
from engine.store.queries import account_requests as requests_waiting
from engine.store.queries import identities
from tests.server.conftest import deeds, enter
from tests.server.outside import come_back
from tests.server.provider import Provider
from web.app import create_app
from web.settings import WebSettings


def test_the_sign_in_page_offers_the_provider_where_there_is_one(
    browser: FlaskClient, engine: Engine
) -> None:
    plain = create_app(engine, WebSettings()).test_client()

    assert "Sign in with Staff Portal" in browser.get("/sign-in").get_data(as_text=True)
    assert "/sign-in/outside" not in plain.get("/sign-in").get_data(as_text=True)
    assert plain.get("/sign-in/outside").status_code == 404


def test_a_linked_subject_signs_in_and_goes_on(
    outside: Engine, browser: FlaskClient, linked: Actor
) -> None:
    answer = come_back(browser, "/sign-in/outside?next=/inbox")

    assert (answer.status_code, answer.headers["Location"]) == (303, "/inbox")
    assert browser.get("/inbox").status_code == 200
    assert deeds(outside)[-1] == "signed_in"


def test_an_unknown_subject_is_told_and_shown_to_administrators(
    outside: Engine, browser: FlaskClient, first: Actor
) -> None:
    answer = come_back(browser)

    administrator = create_app(outside, WebSettings()).test_client()
    administrator.set_cookie("session", enter(outside, "first"))
    people = administrator.get("/people").get_data(as_text=True)
    assert answer.status_code == 403
    assert "An administrator now sees you" in answer.get_data(as_text=True)
    assert "wei@example.org" in people
    assert browser.get("/inbox").status_code == 302


def test_an_administrator_links_on_the_page(
    outside: Engine, browser: FlaskClient, first: Actor, wei: Actor
) -> None:
    come_back(browser)
    administrator = create_app(outside, WebSettings()).test_client()
    administrator.set_cookie("session", enter(outside, "first"))
    page = administrator.get("/people").get_data(as_text=True)
    action = re.search(r'action="(/people/identities/\w+/link)"', page)
    token = re.search(r'name="form_token" value="([^"]+)"', page)
    assert action is not None
    assert token is not None

    administrator.post(action[1], data={"form_token": token[1], "account": "wei"})

    assert come_back(browser).status_code == 303
    assert "link_identity_asked" in deeds(outside)
    assert "identity_linked" in deeds(outside)


def test_with_two_administrators_a_link_waits_for_the_second(
    outside: Engine, browser: FlaskClient, wei: Actor, first: Actor, second: Actor
) -> None:
    come_back(browser)
    [stranger] = identities.strangers(outside.store)

    account_requests.ask_link(outside, stranger.id, "wei", first)
    kept_out = come_back(browser)
    [request] = requests_waiting.waiting(outside.store)
    with pytest.raises(NotPermitted, match="second_person_needed"):
        account_requests.confirm(outside, request.id, first)
    account_requests.confirm(outside, request.id, second)

    assert kept_out.status_code == 403
    assert come_back(browser).status_code == 303


def test_a_link_that_is_taken_away_ends_the_sessions(
    outside: Engine, browser: FlaskClient, linked: Actor, first: Actor
) -> None:
    come_back(browser)
    [identity] = identities.of_account(outside.store, "wei")

    account_requests.unlink(outside, identity.id, first)

    assert browser.get("/inbox").status_code == 302
    assert come_back(browser).status_code == 403


def test_roles_come_from_our_own_tables_only(
    outside: Engine, browser: FlaskClient, linked: Actor, provider: Provider
) -> None:
    provider.claims = {"roles": ["administrator"], "groups": ["administrator"]}

    come_back(browser)

    assert browser.get("/people").status_code == 403


def test_another_subject_of_the_same_name_is_somebody_else(
    browser: FlaskClient, linked: Actor, provider: Provider
) -> None:
    provider.subject = "subject-2"

    assert come_back(browser).status_code == 403


def test_a_disabled_account_is_kept_out_here_too(
    outside: Engine, browser: FlaskClient, linked: Actor, first: Actor
) -> None:
    accounts.disable(outside, "wei", first)

    assert come_back(browser).status_code == 403


def test_a_role_that_needs_a_second_factor_needs_it_here_too(
    outside: Engine, browser: FlaskClient, first: Actor
) -> None:
    come_back(browser)
    [stranger] = identities.strangers(outside.store)
    account_requests.ask_link(outside, stranger.id, "first", first)

    answer = come_back(browser)

    assert answer.headers["Location"] == "/second-factor?next=/"
    assert browser.get("/people").status_code == 302


def test_an_address_elsewhere_is_not_gone_on_to(browser: FlaskClient, linked: Actor) -> None:
    answer = come_back(browser, "/sign-in/outside?next=//elsewhere.example/")

    assert answer.headers["Location"] == "/"


def test_a_provider_that_does_not_answer_is_told(engine: Engine) -> None:
    from tasks.oidc import OidcProvider

    port = OidcProvider("http://127.0.0.1:9", "ventanilla", "", "Staff Portal")
    there = replace(engine, ports={**engine.ports, "identity_provider": port})
    client = create_app(there, WebSettings()).test_client()

    assert client.get("/sign-in/outside").status_code == 502
    assert client.get("/sign-in").status_code == 200


def test_the_settings_make_the_provider() -> None:
    given = {"OIDC_ISSUER": "https://login.example.org", "OIDC_CLIENT_ID": "ventanilla"}
    settings = server.settings_from(given)

    assert (settings.oidc_issuer, settings.oidc_client_id) == (
        "https://login.example.org",
        "ventanilla",
    )


@pytest.mark.parametrize("issuer", ["http://login.example.org", "login.example.org", "ftp://x"])
def test_an_issuer_that_anybody_could_answer_for_is_refused(issuer: str) -> None:
    from tasks.oidc import OidcProvider

    with pytest.raises(InvalidInput, match="address_not_safe"):
        OidcProvider(issuer, "ventanilla", "", "x")
