"""Signing in at an OpenID Connect provider, with everything that can be wrong on the way."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from urllib.parse import parse_qs, urlsplit

import pytest
import requests
from flask.testing import FlaskClient
from joserfc.jwk import OctKey, RSAKey
from werkzeug.test import TestResponse

import server
from engine.commands import account_requests, accounts, sessions
from engine.commands.accounts import NewAccount
from engine.commands.engine import Engine
from engine.core.errors import InvalidInput, NotPermitted
from engine.core.people import Actor
from engine.store.queries import account_requests as requests_waiting
from engine.store.queries import identities
from tests.server import provider as providers
from tests.server.conftest import SECRET, Clock, deeds, enter, everything, person
from tests.server.provider import Provider
from web.app import create_app
from web.settings import WebSettings

STATION = "520102001"


@pytest.fixture
def provider(clock: Clock) -> Iterator[Provider]:
    with providers.serve(clock) as serving:
        yield serving


@pytest.fixture
def outside(engine: Engine, provider: Provider) -> Engine:
    """The office, with the provider."""
    from tasks.oidc import OidcProvider

    port = OidcProvider(provider.issuer, providers.CLIENT, providers.SECRET, "Staff Portal")
    return replace(engine, ports={**engine.ports, "identity_provider": port})


@pytest.fixture
def wei(engine: Engine, first: Actor) -> Actor:
    """A clerk, whom nobody has linked yet."""
    accounts.add(engine, NewAccount("wei", "Wei Clerk", STATION, SECRET, role="clerk"), first)
    return person(engine, "wei")


@pytest.fixture
def linked(outside: Engine, first: Actor, wei: Actor, browser: FlaskClient) -> Actor:
    """The clerk, linked by the only administrator."""
    come_back(browser)
    [stranger] = identities.strangers(outside.store)
    account_requests.ask_link(outside, stranger.id, "wei", first)
    return wei


@pytest.fixture
def browser(outside: Engine) -> FlaskClient:
    return create_app(outside, WebSettings()).test_client()


def leave(browser: FlaskClient, address: str = "/sign-in/outside") -> str:
    """Go to the provider and give the address that it sends the browser back to."""
    there = browser.get(address)
    assert there.status_code == 303, there.get_data(as_text=True)
    answer = requests.get(there.headers["Location"], allow_redirects=False, timeout=5)
    back = urlsplit(answer.headers["Location"])
    return f"{back.path}?{back.query}"


def come_back(browser: FlaskClient, address: str = "/sign-in/outside") -> TestResponse:
    return browser.get(leave(browser, address))


def test_the_sign_in_page_offers_the_provider_where_there_is_one(
    browser: FlaskClient, engine: Engine
) -> None:
    plain = create_app(engine, WebSettings()).test_client()

    assert "Sign in with Staff Portal" in browser.get("/sign-in").get_data(as_text=True)
    assert "/sign-in/outside" not in plain.get("/sign-in").get_data(as_text=True)
    assert plain.get("/sign-in/outside").status_code == 404


def test_the_way_there_carries_state_nonce_and_a_challenge(
    browser: FlaskClient, provider: Provider
) -> None:
    leave(browser)
    leave(browser)

    first, second = provider.asked
    assert first["code_challenge_method"] == "S256"
    assert len(first["code_challenge"]) == 43
    assert first["scope"].split()[0] == "openid"
    assert first["redirect_uri"] == "http://localhost/sign-in/outside/back"
    assert not {first[each] for each in ("state", "nonce", "code_challenge")} & set(
        second.values()
    )


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


def test_a_state_works_once(browser: FlaskClient, linked: Actor) -> None:
    back = leave(browser)
    once = browser.get(back)
    browser.delete_cookie("session")

    again = browser.get(back)

    assert once.status_code == 303
    assert again.status_code == 403
    assert "not begun in this browser" in again.get_data(as_text=True)


def test_a_state_works_in_the_browser_that_began_it_only(
    outside: Engine, browser: FlaskClient, linked: Actor
) -> None:
    stranger = create_app(outside, WebSettings()).test_client()
    stranger.get("/sign-in")

    answer = stranger.get(leave(browser))

    assert answer.status_code == 403
    assert "session=" not in str(answer.headers.getlist("Set-Cookie"))


def test_a_state_is_too_old_after_ten_minutes(
    browser: FlaskClient, linked: Actor, clock: Clock
) -> None:
    back = leave(browser)

    clock.advance(minutes=10, seconds=1)

    assert browser.get(back).status_code == 403


def test_a_code_of_another_sign_in_does_not_fit_our_verifier(
    outside: Engine, browser: FlaskClient, linked: Actor
) -> None:
    thief = create_app(outside, WebSettings()).test_client()
    stolen = parse_qs(urlsplit(leave(browser)).query)["code"][0]
    own = parse_qs(urlsplit(leave(thief)).query)["state"][0]

    answer = thief.get(f"/sign-in/outside/back?state={own}&code={stolen}")

    assert answer.status_code == 403
    assert "The outside sign-in was refused." in answer.get_data(as_text=True)


def test_a_provider_without_pkce_is_not_used(browser: FlaskClient, provider: Provider) -> None:
    provider.discovery = {"code_challenge_methods_supported": ["plain"]}

    assert browser.get("/sign-in/outside").status_code == 403


@pytest.mark.parametrize(
    "claims",
    [
        {"nonce": "another"},
        {"nonce": None},
        {"iss": "https://elsewhere.example"},
        {"aud": "another client"},
        {"aud": ["ventanilla", "another"], "azp": "another"},
        {"aud": None},
        {"exp": 1_773_622_800 - 61},
        {"exp": None},
        {"iat": None},
        {"iat": 1_773_622_800 + 3600},
        {"nbf": 1_773_622_800 + 3600},
        {"sub": None},
        {"sub": ""},
        {"sub": 7},
        {"sub": "x" * 256},
    ],
    ids=str,
)
def test_an_id_token_that_says_anything_wrong_is_refused(
    browser: FlaskClient, linked: Actor, provider: Provider, claims: dict[str, object]
) -> None:
    provider.claims = claims

    answer = come_back(browser)

    assert answer.status_code == 403
    assert browser.get("/inbox").status_code == 302


def test_a_signature_by_another_key_is_refused(
    browser: FlaskClient, linked: Actor, provider: Provider
) -> None:
    provider.signing = RSAKey.generate_key(2048, {"kid": "one"})

    assert come_back(browser).status_code == 403


def test_a_signature_with_our_own_secret_is_refused(
    browser: FlaskClient, linked: Actor, provider: Provider
) -> None:
    provider.signing, provider.algorithm = OctKey.import_key(providers.SECRET * 2), "HS256"

    assert come_back(browser).status_code == 403


def test_a_token_without_a_signature_is_refused(
    browser: FlaskClient, linked: Actor, provider: Provider
) -> None:
    provider.algorithm = "none"

    assert come_back(browser).status_code == 403


def test_a_discovery_document_of_another_issuer_is_refused(
    browser: FlaskClient, provider: Provider
) -> None:
    provider.discovery = {"issuer": "https://elsewhere.example"}

    assert browser.get("/sign-in/outside").status_code == 403


def test_an_endpoint_in_clear_over_the_network_is_refused(
    browser: FlaskClient, provider: Provider
) -> None:
    provider.discovery = {"authorization_endpoint": "http://elsewhere.example/authorize"}

    assert browser.get("/sign-in/outside").status_code == 403


def test_an_answer_in_the_name_of_another_issuer_is_refused(
    browser: FlaskClient, linked: Actor
) -> None:
    back = re.sub(r"iss=[^&]+", "iss=https://elsewhere.example", leave(browser))

    assert browser.get(back).status_code == 403


def test_a_refusal_there_is_told_here(browser: FlaskClient) -> None:
    state = parse_qs(urlsplit(leave(browser)).query)["state"][0]

    answer = browser.get(f"/sign-in/outside/back?state={state}&error=access_denied")

    assert answer.status_code == 403
    assert "refused" in answer.get_data(as_text=True)


def test_what_nobody_began_is_refused(browser: FlaskClient) -> None:
    assert browser.get("/sign-in/outside/back?state=x&code=y").status_code == 403


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


def test_neither_state_nor_code_nor_token_stands_in_the_database(
    outside: Engine, browser: FlaskClient, linked: Actor
) -> None:
    back = leave(browser)
    state = parse_qs(urlsplit(back).query)["state"][0]
    waiting = everything(outside)
    browser.get(back)

    cookie = browser.get_cookie("session")
    assert cookie is not None
    assert sessions.actor_of(outside, cookie.value) == linked
    assert state not in waiting
    assert cookie.value not in everything(outside)


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
