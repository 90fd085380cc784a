"""Whole ways of an application, each step in the browser of the person who does it."""

from __future__ import annotations

import pytest

from tests.browser.applications import BY_MAIL, HAND_OVER, LOST, REFUSAL, SUPPLEMENT
from tests.browser.conftest import Visit
from tests.browser.house import Office
from tests.browser.people import Person

pytestmark = pytest.mark.browser


def test_a_flagged_application_is_signed_made_and_handed_over(
    office: Office, visit: Visit
) -> None:
    applicant = visit("applicant")

    case_no = applicant.apply(LOST)
    office.work()
    applicant.picture("pickup-01-sent")
    step(office, visit("clerk"), case_no, pre_decision="PASS")
    reviewer = visit("reviewer")
    step(office, reviewer, case_no, rev_decision="FLAG", rev_reason_text="请双人审核。")
    step(office, visit("signer"), case_no, sign_decision="SIGN")
    make(office, visit, case_no)
    window = visit("window")
    step(office, window, case_no, shelf_no="A-12")
    step(office, window, case_no, **HAND_OVER)

    status = status_of(applicant, case_no)
    applicant.picture("pickup-02-collected")
    assert status == "Collected"
    # what officers remark among themselves is not for the applicant
    assert "请双人审核" not in applicant.page.content()


def test_a_sampled_application_is_signed_and_comes_by_mail(office: Office, visit: Visit) -> None:
    office.draw.sampled = True
    applicant = visit("applicant")

    case_no = applicant.apply(BY_MAIL)
    office.work()
    step(office, visit("clerk"), case_no, pre_decision="PASS")
    step(office, visit("reviewer"), case_no, rev_decision="SIGN")
    step(office, visit("signer"), case_no, sign_decision="SIGN")
    make(office, visit, case_no)
    courier = visit("courier")
    step(office, courier, case_no, signer="田秋月")
    delivered = status_of(applicant, case_no)
    applicant.page.get_by_role("link", name="Verify the card").click()
    applicant.fill({"card_correct": "true", "old_card_result": "LOST"})
    applicant.send()
    applicant.page.wait_for_url("**/applications")

    applicant.picture("mail-01-verified")
    status_of(applicant, case_no)
    applicant.page.get_by_role("link", name="Pay the fee").click()
    applicant.fill({"fee_claim": "PAID", "fee_receipt_no": "SJ-20260310-7"})
    applicant.send()
    paid = {"fee_finding": "SETTLED", "fee_payment": "PAID", "fee_receipt_no": "SJ-20260310-7"}
    step(office, visit("window"), case_no, **paid)

    assert delivered == "Delivered"
    assert status_of(applicant, case_no) == "Closed"


def test_what_is_missing_is_supplemented_and_then_accepted(office: Office, visit: Visit) -> None:
    applicant, clerk = visit("applicant"), visit("clerk")
    case_no = applicant.apply(LOST)
    office.work()

    step(office, clerk, case_no, **SUPPLEMENT)
    asked = status_of(applicant, case_no)
    applicant.sees(SUPPLEMENT["pre_reason_text"])
    applicant.sees("You have until Tue 24 Mar, 24:00 for what waits for you.")
    applicant.picture("supplement-01-asked")
    applicant.page.get_by_role("link", name="Supplement the application").click()
    applicant.fill({"supplement_note": "已重新拍摄。", "photo_receipt_no": "GY2026031000017"})
    applicant.picture("supplement-02-answer")
    applicant.send()
    applicant.page.wait_for_url("**/applications")
    office.work()
    clerk.open_task(case_no)
    clerk.fill({"pre_decision": "UNQUALIFIED"})
    assert "PRE-14" in offered(clerk)
    step(office, clerk, case_no, pre_decision="PASS")

    assert asked == "To be supplemented"
    assert status_of(applicant, case_no) == "In review"


def test_a_refusal_tells_the_applicant_why(office: Office, visit: Visit) -> None:
    applicant, clerk = visit("applicant"), visit("clerk")
    case_no = applicant.apply(LOST)
    office.work()

    step(office, clerk, case_no, **REFUSAL)

    assert status_of(applicant, case_no) == "Returned with reason"
    applicant.sees(REFUSAL["pre_reason_text"])
    applicant.picture("refused")


def test_an_officer_is_offered_the_reasons_that_go_with_the_decision(
    office: Office, visit: Visit
) -> None:
    case_no = visit("applicant").apply(LOST)
    office.work()
    clerk = visit("clerk")
    clerk.open_task(case_no)

    clerk.fill({"pre_decision": "SUPPLEMENT"})
    to_supplement = offered(clerk)
    clerk.fill({"pre_reason_code": "PRE-06", "pre_decision": "UNQUALIFIED"})
    to_refuse = offered(clerk)

    clerk.picture("reasons-to-refuse")
    assert {"PRE-06", "PRE-08", "PRE-99"} <= to_supplement
    assert {"PRE-01", "PRE-04", "PRE-99"} <= to_refuse
    assert to_supplement & to_refuse == {"PRE-99"}
    # nothing was asked for, so nothing is late
    assert "PRE-14" not in to_refuse
    # what does not go with the new decision is not kept
    assert clerk.page.locator("#pre_reason_code").input_value() == ""


def test_the_last_day_of_a_temporary_card_is_shown_and_not_typed(
    office: Office, visit: Visit
) -> None:
    applicant, window = visit("applicant"), visit("window")
    case_no = applicant.apply(LOST)
    office.work()
    step(office, visit("clerk"), case_no, pre_decision="PASS")
    status_of(applicant, case_no)
    applicant.page.get_by_role("link", name="Ask for a temporary card").click()
    applicant.fill({"temp_reason": "TRAVEL", "temp_photo_ack": "true"})
    applicant.send()
    window.open_task(case_no, "Issue the temporary card")
    window.fill({"temp_decision": "ISSUED", "temporary_card_serial": "LS0001"})

    last_day = window.page.locator("#temp_valid_until")
    assert (last_day.input_value(), last_day.is_editable()) == ("2026-06-10", False)
    assert "optional" not in window.page.locator(".form").inner_text()
    window.fill({"temp_receipt_no": "SJ-0001"})
    window.picture("temporary-card")
    window.send()
    status_of(applicant, case_no)
    applicant.sees("10 Jun")


def test_a_withdrawal_takes_the_task_from_the_desk(office: Office, visit: Visit) -> None:
    applicant, clerk = visit("applicant"), visit("clerk")
    case_no = applicant.apply(LOST)
    office.work()

    applicant.page.reload()
    applicant.page.get_by_role("link", name="Withdraw application").click()
    applicant.fill({"withdrawal_reason": "旧证已找到。"})
    applicant.picture("withdrawal")
    applicant.send()
    applicant.page.wait_for_url("**/instances/*")
    office.work()

    assert status_of(applicant, case_no) == "Withdrawn"
    clerk.go("/inbox")
    clerk.sees("No task waits here")
    clerk.picture("inbox-empty")


def step(office: Office, person: Person, case_no: str, **answers: str) -> None:
    """Do a task at a desk, and let the office work on."""
    person.do(case_no, **answers)
    office.work()


def make(office: Office, visit: Visit, case_no: str) -> None:
    """Let the centre make, check and dispatch the card."""
    maker = visit("maker")
    step(office, maker, case_no, data_complete="true", batch_no="B-0310")
    step(office, maker, case_no, card_serial=f"GZ{case_no}")
    step(office, visit("inspector"), case_no, qc_result="PASS")
    step(office, visit("dispatcher"), case_no, handed_to_courier="true")


def status_of(applicant: Person, case_no: str) -> str:
    """Read the public status of a case, as its applicant finds it."""
    applicant.go("/applications")
    applicant.page.locator(".row", has_text=case_no).locator(".row__link").click()
    return applicant.page.locator(".split .state").inner_text()


def offered(person: Person) -> set[str]:
    """Read the reasons that can be chosen now."""
    enabled = person.page.locator("#pre_reason_code option:not([disabled])")
    return set(enabled.evaluate_all("all => all.map((each) => each.value)")) - {""}
