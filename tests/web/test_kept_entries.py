"""A session that ends while somebody fills in a form loses nothing of what they typed."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from werkzeug.test import TestResponse

from tests.web.browsers import Browser, Clock
from tests.web.permits import ANSWERS

Visitor = Callable[..., Browser]
_HIDDEN = re.compile(r'<input type="hidden" name="([^"]+)" value="([^"]*)"')
TYPED = {**ANSWERS, "name": "欧阳 <b>春</b>", "where": 'the "North" station'}


@pytest.fixture
def browser(visitor: Visitor) -> Browser:
    return visitor("applicant")


def _hidden(page: str) -> dict[str, str]:
    return dict(_HIDDEN.findall(page.partition("<main")[2]))


def _late(browser: Browser, clock: Clock, address: str, **fields: str) -> TestResponse:
    """Send a form eleven hours after it was opened."""
    page = browser.read(address)
    token = re.search(r'name="form_token" value="([^"]+)"', page)
    assert token is not None
    clock.advance(hours=11)
    return browser.client.post(address, data={"form_token": token[1], **fields})


def _sign_in(browser: Browser, page: str, username: str, password: str = "ventanilla") -> Any:
    fields = {key: _plain(text) for key, text in _hidden(page).items()}
    fields |= {"username": username, "password": password}
    return browser.client.post("/sign-in", data=fields)


def _plain(text: str) -> str:
    for sign, entity in (("<", "&lt;"), (">", "&gt;"), ('"', "&#34;"), ("&", "&amp;")):
        text = text.replace(entity, sign)
    return text


def test_what_was_typed_returns_into_the_form_after_signing_in_again(
    browser: Browser, clock: Clock
) -> None:
    ended = _late(browser, clock, "/apply/permit", **TYPED)

    again = _sign_in(browser, ended.get_data(as_text=True), "applicant")

    assert ended.status_code == 403
    assert "Your session has ended." in ended.get_data(as_text=True)
    page = again.get_data(as_text=True)
    assert (again.status_code, 'action="/apply/permit"' in page) == (200, True)
    assert "欧阳 &lt;b&gt;春&lt;/b&gt;" in page
    assert "the &#34;North&#34; station" in page
    assert ANSWERS["id_number"] in page
    assert ANSWERS["id_number"] not in str(again.headers) + str(ended.headers)
    assert browser.apply().startswith("/instances/")


def test_a_wrong_password_in_between_loses_nothing(browser: Browser, clock: Clock) -> None:
    ended = _late(browser, clock, "/apply/permit", **ANSWERS)

    wrong = _sign_in(browser, ended.get_data(as_text=True), "applicant", "guess")
    again = _sign_in(browser, wrong.get_data(as_text=True), "applicant")

    assert ANSWERS["phone"] in again.get_data(as_text=True)


def test_somebody_else_who_signs_in_gets_nothing_of_it(browser: Browser, clock: Clock) -> None:
    ended = _late(browser, clock, "/apply/permit", **ANSWERS)

    other = _sign_in(browser, ended.get_data(as_text=True), "clerk")

    assert other.status_code == 303
    assert ANSWERS["phone"] not in browser.read("/inbox")


def test_a_task_is_shown_with_what_its_holder_had_typed(
    browser: Browser, visitor: Visitor, clock: Clock
) -> None:
    case = browser.apply()
    clerk = visitor("clerk")
    task = clerk.first_task()

    ended = _late(clerk, clock, task, decision="REFUSE", grounds="照片不清")
    again = _sign_in(clerk, ended.get_data(as_text=True), "clerk")

    page = again.get_data(as_text=True)
    assert "照片不清" in page
    assert re.search(r'value="REFUSE" checked', page)
    assert "Returned" not in visitor("applicant").read(case)


def test_a_form_of_no_session_of_theirs_keeps_nothing(browser: Browser, clock: Clock) -> None:
    clock.advance(hours=11)

    answer = browser.client.post("/apply/permit", data={"form_token": "made up", **ANSWERS})

    assert answer.status_code == 403
    assert ANSWERS["phone"] not in answer.get_data(as_text=True)


def test_a_script_is_told_in_json_that_its_session_ended(browser: Browser, clock: Clock) -> None:
    clock.advance(hours=11)

    answer = browser.client.post("/apply/permit", headers={"Accept": "application/json"})

    assert (answer.status_code, answer.mimetype) == (403, "application/json")
    assert answer.get_json() == {"error": "Your session has ended. Sign in again."}


def test_a_changed_password_is_never_kept(browser: Browser, clock: Clock) -> None:
    ended = _late(browser, clock, "/password", current="ventanilla", password="another one")

    page = ended.get_data(as_text=True)
    assert "Your session has ended." in page
    assert "another one" not in page
