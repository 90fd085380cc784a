"""What the citizen whose case it is reads of it, driven through the shipped procedure."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

import pytest

from engine.core.instants import ZONE
from engine.store import database
from tests.processes import exceptions_at_acceptance as at_acceptance
from tests.processes import scenarios
from tests.processes.exceptions_from_outside import FOUND
from tests.processes.office import Case, Clock, Office, copy, furnish, open_engine
from tests.web.browsers import Browser
from web.app import create_app
from web.settings import WebSettings

MORNING = datetime(2026, 3, 10, 9, 30, tzinfo=ZONE)
Visitor = Callable[[str], Browser]
ANSWERED = "What the office answered"


@pytest.fixture(scope="module")
def furnished(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a database file with an office that nobody has used yet."""
    path = tmp_path_factory.mktemp("case_pages") / "furnished.db"
    furnish(path, MORNING)
    return path


@pytest.fixture(name="office")
def _office(furnished: Path, tmp_path: Path) -> Iterator[Office]:
    clock = Clock(MORNING)
    office = Office(open_engine(copy(furnished, tmp_path / "office.db"), clock), clock)
    yield office
    database.close(office.engine.store)


@pytest.fixture(name="visit")
def _visit(office: Office) -> Visitor:
    app = create_app(office.engine, WebSettings(demo=True))

    def visit(name: str) -> Browser:
        browser = Browser(app.test_client())
        browser.sign_in(name)
        return browser

    return visit


def shown_to(visit: Visitor, case: Case, name: str = "applicant") -> str:
    """Give the text of the page of a case as somebody reads it."""
    page = visit(name).read(f"/instances/{case.id}")
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page))


# -- what the office has answered --------------------------------------------------------------


def test_a_request_to_supplement_is_an_answer(office: Office, visit: Visitor) -> None:
    case = scenarios.to_be_supplemented(office)

    page = shown_to(visit, case)

    assert "请补充丢失情况说明。" in page.partition(ANSWERED)[2]


def test_a_request_that_has_been_met_is_no_answer_any_more(office: Office, visit: Visitor) -> None:
    case = scenarios.to_be_supplemented(office)
    case.complete("supplement_application", supplement_note="在候车室丢失。")

    page = shown_to(visit, case)

    assert ANSWERED not in page
    assert "请补充丢失情况说明。" not in page


def test_what_the_head_has_not_approved_is_not_told(office: Office, visit: Visitor) -> None:
    case = at_acceptance.asked_a_second_time(office)

    page = shown_to(visit, case)

    assert ANSWERED not in page
    assert at_acceptance.ASKED_AGAIN["pre_reason_text"] not in page


@pytest.mark.parametrize(("decision", "told"), [("APPROVE", True), ("DECLINE", False)])
def test_a_second_request_is_told_where_the_head_approves_it(
    office: Office, visit: Visitor, decision: str, told: bool
) -> None:
    case = at_acceptance.asked_a_second_time(office)
    note = "应一次性告知，请核对。"
    case.complete(
        "approve_second_supplement", second_supplement=decision, second_supplement_note=note
    )

    page = shown_to(visit, case)

    assert (at_acceptance.ASKED_AGAIN["pre_reason_text"] in page) is told


# -- a withdrawal that waits for an investigation ----------------------------------------------


def test_a_withdrawal_that_waits_for_a_check_is_told(office: Office, visit: Visitor) -> None:
    case = at_acceptance.suspected_at_acceptance(office).send("withdrawal_noted")

    page = shown_to(visit, case)

    assert "You asked on Tue 10 Mar, 09:30 to withdraw the application." in page
    assert "Received: Applicant withdraws" in page
    assert "suspicion" not in page


def test_a_withdrawal_that_took_effect_waits_no_more(office: Office, visit: Visitor) -> None:
    case = at_acceptance.withdrawn_during_investigation(office)

    page = shown_to(visit, case)

    assert "Received: Applicant withdraws" in page
    assert "You asked on" not in page


# -- words on top and among the facts ----------------------------------------------------------


def test_an_officer_who_starts_a_case_has_sent_no_application(
    office: Office, visit: Visitor
) -> None:
    case = office.begin("found_card", "window", **FOUND, found_serial="DEMO00000001")

    told = visit("window").read(f"/instances/{case.id}?told=sent")

    assert "The case was started. Its number is" in told
    assert "Your application was sent" not in told


def test_a_delivered_card_that_is_to_be_checked_closes_no_case(
    office: Office, visit: Visitor
) -> None:
    page = shown_to(visit, scenarios.delivered(office))

    assert "Outcome reached" in page
    assert "Closed" not in page
