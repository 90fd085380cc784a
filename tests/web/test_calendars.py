"""Calendars on their page: years and decrees, what a decree moves, and the second person."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from engine.commands import offices, recounts
from engine.commands.engine import Engine
from engine.store.queries import calendars as queries
from tests.commands.decrees import DECREE
from tests.web.browsers import Browser, Clock

Visitor = Callable[..., Browser]
WINTER = datetime(2026, 12, 28, 2, tzinfo=UTC)
ABOUT = {"calendar": "CN", "year": "2027", "decree": "国办发明电〔2026〕9号", "source": "notice"}


@pytest.fixture
def case(visitor: Visitor, clock: Clock) -> str:
    """An application whose deadlines reach into the next year."""
    clock.now = datetime(2026, 12, 30, 2, tzinfo=UTC)
    return visitor("applicant").apply()


def propose(browser: Browser, text: str = DECREE, **more: object) -> str:
    """Hand a decree in, and give the address of the proposal."""
    answer = browser.post("/calendars", page="/calendars", **{**ABOUT, "text": text, **more})
    assert answer.status_code == 303, answer.get_data(as_text=True)
    return answer.headers["Location"]


def seen(page: str) -> str:
    found = re.search(r'name="seen" value="(\d+)"', page)
    return found[1] if found else ""


def approve(browser: Browser, address: str) -> int:
    version = seen(browser.read(address)) or "1"
    return browser.post(f"{address}/approve", page=address, seen=version).status_code


@pytest.mark.parametrize("person", ["clerk", "applicant", "analyst"])
def test_calendars_are_for_administrators_and_approvers(visitor: Visitor, person: str) -> None:
    assert visitor(person).get("/calendars").status_code == 403


@pytest.mark.parametrize("person", ["administrator", "approver"])
def test_the_page_tells_the_decree_of_each_year(visitor: Visitor, person: str) -> None:
    page = visitor(person).read("/calendars")

    assert "国办发明电〔2025〕7号" in page
    assert "projected" in page
    assert "黔南" not in page
    assert "Qiannan" in page


def test_a_decree_without_a_number_is_told_in_a_sentence(visitor: Visitor) -> None:
    browser = visitor("approver")

    decreed = browser.read("/calendars?calendar=522700&year=2024")
    projected = browser.read("/calendars?calendar=522700&year=2026")

    assert "a decree whose number is not known" in decreed
    assert "projected from a decree whose number is not known" in projected
    assert "unconfirmed" not in decreed + projected


def test_a_year_is_a_picture_and_a_list(visitor: Visitor) -> None:
    page = visitor("approver").read("/calendars?calendar=522700&year=2024")

    assert page.count('class="month"') == 12
    assert "Wednesday 15 May 2024" in page
    assert "day--off_projected" not in page.partition('class="year"')[2].partition("</div>")[0]


def test_a_projected_year_is_hatched(visitor: Visitor) -> None:
    page = visitor("approver").read("/calendars?year=2031")

    assert "projected from 国务院令第795号" in page
    assert "day--off_projected" in page.partition('class="year"')[2]


@pytest.mark.parametrize("query", ["?calendar=999999", "?year=999999", "?year=abc"])
def test_a_strange_question_does_no_harm(visitor: Visitor, query: str) -> None:
    assert visitor("approver").get(f"/calendars{query}").status_code in {200, 422}


def test_from_october_on_the_missing_decree_is_told(visitor: Visitor, clock: Clock) -> None:
    quiet = visitor("administrator").read("/calendars")
    clock.now = WINTER

    assert "2027 has no decree yet" not in quiet
    assert "2027 has no decree yet" in visitor("administrator").read("/calendars")


@pytest.mark.usefixtures("case")
def test_the_next_page_shows_what_would_move(visitor: Visitor) -> None:
    page = visitor("administrator").read(propose(visitor("administrator")))

    assert "2 open deadlines move." in page
    assert "Tue 5 Jan 2027, 17:00" in page
    assert "Somebody else, approver or administrator" in page
    assert "Put the decree in force</button>" not in page


@pytest.mark.usefixtures("case")
def test_a_second_person_puts_it_in_force(visitor: Visitor, engine: Engine) -> None:
    address = propose(visitor("administrator"))

    status = approve(visitor("approver"), address)
    waiting = visitor("approver").read("/calendars")
    recounts.run(offices.refreshed(engine))

    assert status == 303
    assert "Open deadlines are being counted again" in waiting
    assert "deadlines moved: 2" in visitor("approver").read("/calendars")
    assert "In force" in visitor("approver").read(address)


def test_the_case_tells_its_moved_deadline(case: str, visitor: Visitor, engine: Engine) -> None:
    approve(visitor("approver"), propose(visitor("administrator")))
    recounts.run(offices.refreshed(engine))

    page = visitor("auditor").read(case)

    assert "CN 2027: 国办发明电〔2026〕9号" in page


def test_nobody_approves_what_they_proposed(visitor: Visitor, engine: Engine) -> None:
    administrator = visitor("administrator")

    assert approve(administrator, propose(administrator)) == 403
    assert queries.version(engine.store) == 1


def test_a_decree_is_turned_down(visitor: Visitor, engine: Engine) -> None:
    address = propose(visitor("administrator"))

    answer = visitor("approver").post(f"{address}/turn-down", page=address)

    assert answer.status_code == 303
    assert "Turned down" in visitor("administrator").read(address)
    assert approve(visitor("approver"), address) == 409
    assert queries.version(engine.store) == 1


def test_what_is_wrong_is_told_with_its_line_and_kept(visitor: Visitor) -> None:
    text = DECREE + "2027-06-08,working\n"

    answer = visitor("approver").post("/calendars", page="/calendars", **ABOUT, text=text)

    page = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert "Line 15: 2027-06-08 is a weekday" in page
    assert "2027-06-08,working" in page.partition("<textarea")[2]


def test_a_file_is_taken_before_the_pasted_text(visitor: Visitor) -> None:
    upload = (io.BytesIO(DECREE.encode("gb18030")), "2027.csv")

    assert "/calendars/proposals/" in propose(visitor("approver"), "nothing", file=upload)


def test_a_file_that_is_no_text_is_refused(visitor: Visitor) -> None:
    upload = (io.BytesIO(b"\xff\xfe\x00\x81"), "2027.csv")

    answer = visitor("approver").post("/calendars", page="/calendars", **ABOUT, file=upload)

    assert answer.status_code == 422


def test_an_unknown_proposal_is_nowhere(visitor: Visitor) -> None:
    assert visitor("approver").get("/calendars/proposals/7").status_code == 404


@pytest.mark.parametrize("language", ["en", "zh-Hans", "es"])
def test_the_pages_speak_each_language(visitor: Visitor, language: str) -> None:
    browser = visitor("administrator")
    browser.post("/language", language=language, next="/calendars")

    page = browser.read(propose(browser))

    assert f'lang="{language}"' in page
    assert "calendars." not in page.replace("calendars.css", "")
