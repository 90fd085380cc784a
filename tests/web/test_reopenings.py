"""The pages on which a closed case is taken up again by order."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from tests.web.browsers import Browser

Visitor = Callable[..., Browser]
ORDER = {"ground": "overturned on reconsideration", "reference": "Order 12 of 2026"}


@pytest.fixture(name="case")
def _case(visitor: Visitor) -> str:
    """Give the address of a refused case."""
    address = visitor("applicant").apply()
    clerk = visitor("clerk")
    task = clerk.first_task()
    clerk.post(task, decision="REFUSE", grounds="没有可用的停车位", page=task)
    return address


def order(browser: Browser, case: str, **changes: str) -> str:
    """Order that a case be taken up again, and give the address of the new one."""
    page = f"{case}/reopening"
    answer = browser.post(page, page=page, **{**ORDER, **changes})
    assert answer.status_code == 303, answer.get_data(as_text=True)
    return str(answer.headers["Location"])


def test_the_head_goes_from_a_closed_case_to_the_order(case: str, visitor: Visitor) -> None:
    head = visitor("head")

    assert f'href="{case}/reopening"' in head.read(case)
    new = order(head, case)

    assert "Taken up again by order" in head.read(new)


def test_both_cases_lead_to_each_other(case: str, visitor: Visitor) -> None:
    new = order(visitor("head"), case)

    for reader in (visitor("head"), visitor("applicant")):
        assert f'href="{new}"' in reader.read(case)
        assert f'href="{case}"' in reader.read(new)


def test_the_applicant_reads_the_reference_and_not_the_ground(case: str, visitor: Visitor) -> None:
    order(visitor("head"), case)

    page = visitor("applicant").read(case)

    assert ORDER["reference"] in page
    assert ORDER["ground"] not in page


@pytest.mark.parametrize("reader", ["clerk", "applicant", "auditor"])
def test_others_are_not_offered_the_order_and_may_not_give_it(
    case: str, visitor: Visitor, reader: str
) -> None:
    browser = visitor(reader)

    assert "/reopening" not in browser.read(case)
    assert browser.get(f"{case}/reopening").status_code == 403
    assert browser.post(f"{case}/reopening", **ORDER).status_code == 403


def test_an_order_without_a_ground_is_shown_again_with_what_was_entered(
    case: str, visitor: Visitor
) -> None:
    head, page = visitor("head"), f"{case}/reopening"

    answer = head.post(page, page=page, ground="", reference="Order 12", counts_from="filing")

    text = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert 'value="Order 12"' in text
    assert re.search(r'value="filing" checked', text)


def test_a_case_that_was_taken_up_again_says_so(case: str, visitor: Visitor) -> None:
    head, page = visitor("head"), f"{case}/reopening"
    order(head, case)

    assert "The case was taken up again already" in head.read(page)
    assert "/reopening" not in head.read(case)


def test_the_applicant_is_told(case: str, visitor: Visitor) -> None:
    order(visitor("head"), case)

    assert "Your case is taken up again by order" in visitor("applicant").read("/notices")


def test_the_list_of_cases_marks_a_reversed_outcome(case: str, visitor: Visitor) -> None:
    order(visitor("head"), case)

    page = visitor("auditor").read("/instances")

    assert page.count("· reversed") == 1


@pytest.mark.parametrize(
    ("language", "words"), [("zh-Hans", "重新办理业务"), ("es", "Retomar el expediente")]
)
def test_the_order_is_read_in_the_language_of_its_reader(
    case: str, visitor: Visitor, language: str, words: str
) -> None:
    head, page = visitor("head"), f"{case}/reopening"
    head.post("/language", page=case, language=language, next=case)

    assert words in head.read(page)
