"""Signing in and out, and what protects every change."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from engine.commands.engine import Engine
from tests.web.browsers import Browser
from web.app import create_app
from web.settings import WebSettings

Visitor = Callable[..., Browser]


def test_a_right_password_opens_a_session_and_leads_on(visitor: Visitor) -> None:
    browser = visitor()

    answer = browser.post("/sign-in", username="clerk", password="ventanilla", next="/inbox")

    assert (answer.status_code, answer.headers["Location"]) == (303, "/inbox")
    assert browser.get("/inbox").status_code == 200


def test_a_wrong_password_is_told_without_saying_what_was_wrong(visitor: Visitor) -> None:
    answer = visitor().post("/sign-in", username="clerk", password="guess")

    assert answer.status_code == 403
    assert "User name or password is not right." in answer.get_data(as_text=True)


def test_the_session_cookie_is_kept_from_scripts_and_other_sites(visitor: Visitor) -> None:
    answer = visitor().post("/sign-in", username="clerk", password="ventanilla")

    cookie = next(each for each in answer.headers.getlist("Set-Cookie") if "session=" in each)
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie


def test_behind_tls_the_session_cookie_is_bound_to_the_host(visitor: Visitor) -> None:
    browser = visitor()
    secure = {"base_url": "https://office.example"}
    page = browser.client.get("/sign-in", **secure).get_data(as_text=True)
    token = page.split('name="form_token" value="')[1].split('"')[0]

    answer = browser.client.post(
        "/sign-in",
        data={"form_token": token, "username": "clerk", "password": "ventanilla"},
        **secure,
    )

    cookies = " ".join(answer.headers.getlist("Set-Cookie"))
    assert "__Host-session=" in cookies
    assert "Secure" in cookies
    assert answer.headers["Strict-Transport-Security"]


def test_a_page_that_needs_a_person_leads_to_the_sign_in_and_back(visitor: Visitor) -> None:
    answer = visitor().get("/apply/permit")

    assert answer.status_code == 302
    assert answer.headers["Location"] == "/sign-in?next=/apply/permit"


@pytest.mark.parametrize("address", ["//evil.example", "https://evil.example", "/\\evil.example"])
def test_signing_in_never_leads_to_another_site(visitor: Visitor, address: str) -> None:
    answer = visitor().post("/sign-in", username="clerk", password="ventanilla", next=address)

    assert answer.headers["Location"] == "/"


def test_signing_out_ends_the_session_on_the_server(visitor: Visitor) -> None:
    browser = visitor("clerk")
    kept = browser.client.get_cookie("session")
    assert kept is not None
    token = kept.value

    browser.post("/sign-out", page="/inbox")

    browser.client.set_cookie("session", token)
    assert browser.get("/inbox").status_code == 302


def test_a_post_without_its_token_changes_nothing(visitor: Visitor) -> None:
    browser = visitor("applicant")

    answer = browser.client.post("/apply/permit", data={"id_number": "x"})

    assert answer.status_code == 403
    assert "out of date" in answer.get_data(as_text=True)


@pytest.mark.parametrize(
    "header", [{"Sec-Fetch-Site": "cross-site"}, {"Origin": "https://evil.example"}]
)
def test_a_post_from_another_site_is_refused(visitor: Visitor, header: dict[str, str]) -> None:
    browser = visitor("applicant")
    page = browser.read("/apply/permit")
    token = page.split('name="form_token" value="')[1].split('"')[0]

    answer = browser.client.post("/apply/permit", data={"form_token": token}, headers=header)

    assert answer.status_code == 403
    assert "another site" in answer.get_data(as_text=True)


def test_every_answer_carries_the_strict_policy(visitor: Visitor) -> None:
    headers = visitor().get("/").headers

    assert headers["Content-Security-Policy"].startswith("default-src 'none'; script-src 'self'")
    assert "unsafe" not in headers["Content-Security-Policy"]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Cache-Control"] == "no-store"


def test_only_an_editor_may_write_styles_of_its_own(visitor: Visitor) -> None:
    headers = visitor("analyst").get("/studio/diagrams/permit.bpmn").headers

    assert "style-src 'self' 'unsafe-inline'" in headers["Content-Security-Policy"]
    assert "script-src 'self';" in headers["Content-Security-Policy"]


def test_static_files_may_be_kept_for_a_year(visitor: Visitor) -> None:
    with visitor().get("/static/page.css") as answer:
        headers = answer.headers

    assert "max-age=31536000" in headers["Cache-Control"]
    assert "no-store" not in headers["Cache-Control"]


def test_an_unknown_address_says_what_to_do(visitor: Visitor) -> None:
    answer = visitor().get("/nothing")

    assert answer.status_code == 404
    assert "This page does not exist, or it is not yours to see." in answer.get_data(as_text=True)


def test_a_host_that_is_not_served_gets_one_plain_sentence(engine: Engine) -> None:
    app = create_app(engine, WebSettings(trusted_hosts=("office.example",)))

    answer = app.test_client().get("/sign-in", base_url="http://evil.example")

    assert answer.status_code == 400
    assert answer.get_data(as_text=True) == "This host name is not served here."


def test_a_page_that_fails_says_what_was_kept(engine: Engine) -> None:
    def fail() -> str:
        raise RuntimeError("a slip of ours")

    app = create_app(engine, WebSettings())
    app.add_url_rule("/fails", view_func=fail)

    answer = app.test_client().get("/fails")

    assert answer.status_code == 500
    assert "What you had sent before is kept." in answer.get_data(as_text=True)
    assert "slip" not in answer.get_data(as_text=True)
