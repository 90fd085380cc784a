"""Pages on which a fee is given back, and the till that tells of it."""

from __future__ import annotations

import re

import pytest

from engine.commands import process_definitions
from engine.commands.engine import Engine
from engine.core import instants
from engine.core.people import SYSTEM
from engine.store.failpoints import Failpoints
from engine.store.queries import notices
from tests.web.browsers import Browser, Visitor
from tests.web.paying import FILES, REFUND, ask, paid

TILL = "/till"


@pytest.fixture(autouse=True)
def _deployed(engine: Engine) -> None:
    process_definitions.deploy(engine, FILES, SYSTEM)


def settle(browser: Browser, how: str) -> str:
    """Press a button of the till and give the page that follows."""
    found = re.search(rf'action="(/refunds/\w+/{how})"', browser.read(TILL))
    assert found is not None
    answer = browser.post(found[1], page=TILL, unit="520102001")
    return browser.read(answer.headers["Location"])


def test_a_window_goes_from_a_closed_case_to_its_refund(visitor: Visitor) -> None:
    case, window = paid(visitor), visitor("window")

    assert f'href="{case.refund}"' in window.read(case.case)
    assert 'value="40.00"' in window.read(case.refund)
    ask(window, case)

    page = window.read(f"{case.case}?told=refund_asked")
    assert "The refund waits for the head of the unit" in page
    assert "12.50 yuan wait for a second person" in page
    assert f'href="{case.refund}"' not in page


def test_the_head_finds_it_in_the_inbox_and_confirms_it_at_the_till(visitor: Visitor) -> None:
    case, head = paid(visitor), visitor("head")
    ask(visitor("window"), case)

    inbox = head.read("/inbox")
    assert "1 refund waits for a second person" in inbox
    assert f'href="{TILL}?unit=520102001#waiting"' in inbox
    page = settle(head, "confirm")

    assert "Confirmed. The refund is in today" in page
    assert "-12.50" in page
    assert "27.50" in page
    assert "refund waits" not in head.read("/inbox")


def test_the_case_tells_what_was_paid_and_given_back(visitor: Visitor) -> None:
    case, window = paid(visitor), visitor("window")
    ask(window, case, note="the fee table was old")
    settle(visitor("head"), "confirm")

    page = window.read(case.case)

    assert "Paid: 40.00 yuan, receipt R-1" in page
    assert "Given back in part" in page
    assert "receipt T-1: The authority’s own mistake" in page
    assert "the fee table was old" in page


def test_the_applicant_is_told_and_reads_no_words_of_the_office(visitor: Visitor) -> None:
    case, applicant = paid(visitor), visitor("applicant")
    ask(visitor("window"), case, note="the fee table was old")
    waiting = applicant.read(case.case)
    settle(visitor("head"), "confirm")

    page = applicant.read(case.case)

    assert "second person" not in waiting
    assert "Refund asked for" not in waiting
    assert "Fee given back" in page
    assert "the fee table was old" not in page
    assert "12.50 yuan of your fee were given back" in applicant.read("/notices")


def test_the_mail_to_the_applicant_waits_for_the_post(engine: Engine, visitor: Visitor) -> None:
    ask(visitor("window"), paid(visitor))
    settle(visitor("head"), "confirm")

    waiting = notices.to_mail(engine.store, instants.text(engine.clock()), 10)

    assert [one.addressee.account_id for one in waiting] == ["applicant"]


def test_a_refund_is_turned_down_by_the_head_or_taken_back_by_who_asked(visitor: Visitor) -> None:
    case, window = paid(visitor), visitor("window")
    ask(window, case)
    settle(visitor("head"), "turn-down")
    ask(window, case)

    page = settle(window, "turn-down")

    assert "Turned down. Nothing was given back." in page
    assert "In the till" in page
    assert "-12.50" not in page


def test_who_asked_is_not_offered_to_confirm(visitor: Visitor) -> None:
    case, window = paid(visitor), visitor("window")
    ask(window, case)

    page = window.read(TILL)

    assert "/confirm" not in page
    assert "Take back" in page


def test_what_is_wrong_is_named_at_its_field_and_what_was_entered_is_kept(
    visitor: Visitor,
) -> None:
    case, window = paid(visitor), visitor("window")

    answer = window.post(
        case.refund, page=case.refund, amount="41", ground="other", note="", receipt_no="T-9"
    )

    page = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert "At most 40.00 yuan can be given back." in page
    assert 'id="amount-error"' in page
    assert 'id="note-error"' in page
    assert 'id="receipt_no-error"' not in page
    assert 'value="T-9"' in page
    assert re.search(r'value="other" checked', page)


def test_a_receipt_that_was_used_is_named_at_its_field(visitor: Visitor) -> None:
    first, second = paid(visitor), paid(visitor)
    window = visitor("window")
    ask(window, first)

    answer = window.post(second.refund, page=second.refund, **REFUND)

    assert answer.status_code == 409
    assert 'id="receipt_no-error"' in answer.get_data(as_text=True)


def test_a_double_click_asks_once(visitor: Visitor) -> None:
    case, window = paid(visitor), visitor("window")

    ask(window, case)
    again = window.post(case.refund, page=TILL, **REFUND)

    assert again.status_code == 303
    assert window.read(TILL).count("/turn-down") == 1


@pytest.mark.parametrize("reader", ["clerk", "applicant", "auditor", "head"])
def test_others_are_not_offered_a_refund_and_may_not_ask(visitor: Visitor, reader: str) -> None:
    case, browser = paid(visitor), visitor(reader)

    assert case.refund not in browser.read(case.case)
    assert browser.get(case.refund).status_code == 403
    assert browser.post(case.refund, **REFUND).status_code == 403


@pytest.mark.parametrize(
    ("payment", "words"),
    [("EXEMPT", "Exempt: nothing was paid"), ("REDUCED", "Reduced: 20.00 yuan, receipt R-1")],
)
def test_the_case_tells_a_fee_that_was_less_or_none(
    visitor: Visitor, payment: str, words: str
) -> None:
    case = paid(visitor, payment, "20")

    assert words in visitor("applicant").read(case.case)


def test_where_nothing_was_paid_the_page_says_so(visitor: Visitor) -> None:
    case, window = paid(visitor, "EXEMPT"), visitor("window")

    assert case.refund not in window.read(case.case)
    assert "Nothing can be given back" in window.read(case.refund)


def test_the_day_is_taken_along_as_a_table_without_anybody_whom_a_case_is_about(
    visitor: Visitor,
) -> None:
    case = paid(visitor)
    ask(visitor("window"), case)
    head = visitor("head")
    settle(head, "confirm")

    answer = head.get("/till/table.csv?unit=520102001&day=2026-03-16")

    head_line, *lines = answer.get_data().decode("utf-8-sig").splitlines()
    assert head_line == "day,time,unit,case_no,officer,how,ground,yuan,receipt"
    cells = [line.split(",") for line in lines]
    assert [line[4:] for line in cells] == [
        ["window", "PAID", "", "40.00", "R-1"],
        ["window", "REFUND", "own_mistake", "-12.50", "T-1"],
    ]
    assert answer.mimetype == "text/csv"


def test_the_page_of_a_till_is_a_sheet_to_sign_when_printed(visitor: Visitor) -> None:
    paid(visitor)

    page = visitor("head").read(TILL)

    assert "Counted and handed over by" in page
    assert "Checked and received by" in page


@pytest.mark.parametrize(("language", "words"), [("zh-Hans", "退费"), ("es", "Devoluciones")])
def test_the_till_speaks_the_language_of_its_reader(
    visitor: Visitor, language: str, words: str
) -> None:
    paid(visitor)
    head = visitor("head")
    head.post("/language", page=TILL, language=language, next=TILL)

    assert words in head.read(TILL)


def test_the_page_of_a_till_costs_the_same_on_every_day(engine: Engine, visitor: Visitor) -> None:
    head, window = visitor("head"), visitor("window")

    def cost() -> int:
        places: Failpoints = engine.store.failpoints
        places.name, places.passage, places.passed = "statement", 0, 0
        head.read(TILL)
        places.name = ""
        return places.passed

    empty = cost()
    for number in range(3):
        case = paid(visitor)
        ask(window, case, receipt_no=f"T-{number}")
        settle(head, "confirm")

    assert cost() == empty
