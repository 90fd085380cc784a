"""The living catalogue and what every page stands in."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.web.browsers import Browser
from web import words

Visitor = Callable[..., Browser]


@pytest.mark.parametrize("language", words.LANGUAGES)
def test_the_catalogue_shows_every_piece_in_every_state(visitor: Visitor, language: str) -> None:
    browser = visitor()
    browser.client.set_cookie("language", language)

    page = browser.read("/design")

    states = ("later", "soon", "late", "done")
    assert all(f"deadline--{state}" in page for state in states)
    assert 'class="seal seal--broken"' in page
    assert 'class="summary"' in page


@pytest.mark.parametrize(
    ("username", "places"),
    [
        ("applicant", ["/", "/applications"]),
        ("clerk", ["/inbox", "/applicants", "/instances/find", "/lists"]),
        ("auditor", ["/instances", "/instances/find", "/lists"]),
        ("analyst", ["/studio"]),
        ("operator", ["/operations"]),
        ("administrator", ["/operations", "/calendars", "/people", "/units", "/settings"]),
    ],
)
def test_everybody_sees_the_places_of_their_roles(
    visitor: Visitor, username: str, places: list[str]
) -> None:
    browser = visitor(username)
    page = browser.client.get("/", follow_redirects=True).get_data(as_text=True)

    bar = page.split("<nav", 1)[1].split("</nav>", 1)[0]

    assert [part.split('"')[0] for part in bar.split('href="')[1:]] == places


def test_no_page_holds_a_script_or_style_of_its_own(visitor: Visitor) -> None:
    browser = visitor("applicant")

    page = browser.read(browser.apply())

    assert " style=" not in page
    assert "<script>" not in page
    assert " onclick=" not in page


def test_a_provisional_date_says_so_beside_itself(visitor: Visitor) -> None:
    page = visitor().read("/design")

    assert '</time> <span class="quiet small">provisional</span>' in page


def test_a_deadline_of_the_case_says_so_beside_itself(visitor: Visitor) -> None:
    page = visitor().read("/design")

    assert '<span class="quiet small">of the case: Issue of the card, by law</span>' in page
