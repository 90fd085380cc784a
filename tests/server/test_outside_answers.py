"""What can be wrong on the way to an OpenID Connect provider and back, and is refused."""

from __future__ import annotations

import re
from urllib.parse import parse_qs, urlsplit

import pytest
from flask.testing import FlaskClient
from joserfc.jwk import OctKey, RSAKey

from engine.commands import sessions
from engine.commands.engine import Engine
from engine.core.people import Actor
from tests.server import provider as providers
from tests.server.conftest import Clock, everything
from tests.server.outside import come_back, leave
from tests.server.provider import Provider
from web.app import create_app
from web.settings import WebSettings


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
