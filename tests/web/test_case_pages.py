"""What the citizen whose case it is reads of it, driven through the shipped procedure."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from datetime import datetime

import pytest
from pypdf import PdfReader

from engine.commands import document_templates, shipped_files
from engine.core.instants import ZONE
from tests.processes import exceptions_at_acceptance as at_acceptance
from tests.processes import exceptions_on_the_way as on_the_way
from tests.processes import scenarios
from tests.processes.exceptions_from_outside import FOUND
from tests.processes.office import (
    MAIL,
    PROCESSES,
    Case,
    Office,
)
from tests.web.browsers import Browser

Visitor = Callable[[str], Browser]
ANSWERED = "What the office answered"


@pytest.fixture(name="office")
def _office(office: Office) -> Office:
    document_templates.keep(office.engine, shipped_files.documents(PROCESSES))
    return office


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


def test_an_applicant_reads_what_was_filed_first_and_the_rest_on_request(
    office: Office, visit: Visitor
) -> None:
    case = scenarios.to_be_supplemented(office)

    first, _, rest = visit("applicant").read(f"/instances/{case.id}").partition("More of it (")

    assert ("Mobile number" in first, "Ethnicity" in first) == (True, False)
    assert "Ethnicity" in rest
    assert "More of it (" not in visit("head").read(f"/instances/{case.id}")


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


# -- who must act next, and by when ------------------------------------------------------------


def promised(visit: Visitor) -> str:
    """Give what the list of the own applications promises first."""
    page = visit("applicant").read("/applications")
    found = re.search(r'<time datetime="[^"]+">([^<]+)</time>', page)
    return found[1] if found else ""


def test_what_waits_for_the_applicant_is_due_when_it_is(office: Office, visit: Visitor) -> None:
    case = scenarios.to_be_supplemented(office)

    page = shown_to(visit, case)

    assert "You have until Tue 24 Mar, 24:00 for what waits for you." in page
    assert promised(visit) == "Tue 24 Mar, 24:00"


def test_a_card_at_the_station_is_to_be_collected(office: Office, visit: Visitor) -> None:
    case = scenarios.arrived(office)

    page = shown_to(visit, case)

    assert "Collect the card by Wed 22 Apr, 17:00." in page
    assert "The office has until" not in page
    assert promised(visit) == "Wed 22 Apr, 17:00"


def test_what_explains_a_delay_is_no_next_step(office: Office, visit: Visitor) -> None:
    case = scenarios.accepted(office).wait("2026-03-13T17:00")
    case.complete("review_application_data", rev_decision="SIGN")

    page = shown_to(visit, case)

    assert "explain_breach_county" in case.open
    assert "Explanation of the delay" not in page
    assert "The office has until Tue 17 Mar, 17:00 for the next step." in page


# -- the deadlines of the case -----------------------------------------------------------------


def test_deadlines_are_called_by_what_they_are_for(office: Office, visit: Visitor) -> None:
    page = shown_to(visit, scenarios.accepted(office)).partition(" Deadlines ")[2]

    assert page.startswith("Review and sign-off 3 working days left")
    assert "Card ready and received 30 working days left" in page
    assert "Issue of the card, by law 60 days left" in page
    assert "Check of the application Done" in page
    assert "Handle the case" not in page


def test_what_was_gone_through_twice_is_told_once(office: Office, visit: Visitor) -> None:
    case = on_the_way.faulty_at_the_window(office)

    page = shown_to(visit, case).partition(" Deadlines ")[2]

    for name in ("Making of the card", "Card ready and received", "On its way"):
        assert page.count(f" {name} ") == 1


# -- dates that rest on holidays not yet decreed -----------------------------------------------

AUTUMN = datetime(2026, 11, 20, 9, 30, tzinfo=ZONE)
GUESS = "Provisional: the holidays of a year in between are not decreed yet."


def printed(visit: Visitor, case: Case, kind: str) -> str:
    """Give the text of a document of a case as its applicant prints it."""
    applicant = visit("applicant")
    found = re.search(
        rf'href="([^"]+/{kind}\.pdf\?language=en)"', applicant.read(f"/instances/{case.id}")
    )
    assert found is not None
    reader = PdfReader(io.BytesIO(applicant.get(found[1]).data))
    return re.sub(r"\s+", " ", " ".join(page.extract_text() for page in reader.pages))


def test_a_provisional_date_says_so_wherever_the_applicant_reads_it(
    office: Office, visit: Visitor
) -> None:
    office.clock.at = AUTUMN
    case = scenarios.arrived(office)

    page = shown_to(visit, case)

    assert "Collect the card by Mon 4 Jan 2027, 17:00 (provisional)." in page
    assert "Mon 4 Jan 2027, 17:00 provisional" in page
    assert "Mon 4 Jan 2027, 17:00 provisional" in shown_to(visit, case, "window")
    voucher = printed(visit, case, "collection_voucher")
    assert "Last day of collection: Mon 4 Jan 2027, 17:00 (provisional)." in voucher
    assert GUESS in voucher


def test_a_decreed_date_carries_no_mark(office: Office, visit: Visitor) -> None:
    voucher = printed(visit, scenarios.accepted(office), "collection_voucher")

    assert "Last day of collection: Wed 22 Apr, 17:00." in voucher
    assert GUESS not in voucher


def test_a_provisional_date_says_so_in_a_pile(office: Office, visit: Visitor) -> None:
    office.clock.at = datetime(2026, 12, 30, 9, 30, tzinfo=ZONE)
    scenarios.in_production(office)

    pile = visit("maker").read("/bulk/make_card/produce_card")

    assert "(provisional)" in pile


# -- deadlines of tasks ------------------------------------------------------------------------


def read(visit: Visitor, name: str, address: str) -> str:
    """Give the text of a page."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", visit(name).read(address)))


@pytest.mark.parametrize("of_task", [True, False])
def test_the_deadline_of_the_case_is_not_that_of_a_task(
    office: Office, visit: Visitor, of_task: bool
) -> None:
    case = office.apply()
    element, who = (
        ("check_application", "clerk") if of_task else ("escalate_prefecture", "prefecture")
    )
    if not of_task:
        case.wait("2026-03-16T17:00")

    pages = [
        read(visit, who, "/inbox"),
        read(visit, who, f"/tasks/{case.open_tasks[element]['id']}"),
    ]

    for page in pages:
        assert ("of the case: Issue of the card, by law" not in page) is of_task


# -- a refusal ---------------------------------------------------------------------------------


def test_a_refusal_tells_its_basis_what_to_do_and_how_to_contest_it(
    office: Office, visit: Visitor
) -> None:
    page = shown_to(visit, scenarios.refused_by_the_station(office))

    answer, _, known = page.partition(ANSWERED)[2].partition("What happened")
    told = (
        "主项信息与登记不一致",
        "Legal basis Guizhou notice",
        "What you can do",
        "Your remedies",
    )
    assert [answer.find(each) for each in told] == sorted(answer.find(each) for each in told)
    assert all(each in answer for each in told)
    assert not any(each in known for each in told)


def test_the_notice_of_refusal_names_the_legal_basis(office: Office, visit: Visitor) -> None:
    notice = printed(visit, scenarios.refused_by_the_county(office), "refusal_notice")

    assert (
        "Legal basis: Norm on household and identity-card work (MPS 2021 no. 12), Art. 81"
        in notice
    )


def test_the_basis_of_a_confirmed_fraud_gives_nothing_away(office: Office, visit: Visitor) -> None:
    page = shown_to(visit, at_acceptance.suspicion_at_acceptance_confirmed(office))

    answer = page.partition(ANSWERED)[2].partition("What happened")[0]
    assert (
        "Legal basis Norm on household and identity-card work (MPS 2021 no. 12), Art. 84" in answer
    )
    assert not re.search("fraud|Art. 1[678]|suspicion", page)


def refiled(visit: Visitor, case: Case, name: str = "applicant") -> str:
    """Give the form to which the page of a case leads."""
    browser = visit(name)
    found = re.search(
        r'href="([^"]+)">File again with this data</a>', browser.read(f"/instances/{case.id}")
    )
    return browser.read(found[1]) if found else ""


def test_a_refused_application_is_filed_again_with_its_data(
    office: Office, visit: Visitor
) -> None:
    form = refiled(visit, scenarios.refused_by_the_station(office))

    assert 'value="13812345678"' in form
    assert 'value="贵阳北站"' in form
    assert re.search(r'value="520102001"\s+selected', form)
    # a declaration is made anew
    assert not re.search(r'name="declaration"[^>]* checked', form)


def test_a_running_application_is_not_filed_again(office: Office, visit: Visitor) -> None:
    assert refiled(visit, scenarios.accepted(office)) == ""


def test_nobody_files_with_the_data_of_somebody_else(office: Office, visit: Visitor) -> None:
    case = scenarios.refused_by_the_station(office)

    answer = visit("clerk").get(f"/apply/reissue_by_office?again={case.id}")
    other = visit("applicant").get("/apply/reissue?again=0")

    assert "13812345678" not in answer.get_data(as_text=True)
    assert other.status_code == 404


def test_a_refused_case_has_issued_no_card_in_time(office: Office, visit: Visitor) -> None:
    page = shown_to(visit, scenarios.refused_by_the_county(office)).partition(" Deadlines ")[2]

    assert "Review and sign-off Done" in page
    assert "Issue of the card, by law" not in page
    assert "Card ready and received" not in page


def test_a_collected_card_was_issued_in_time(office: Office, visit: Visitor) -> None:
    page = shown_to(visit, scenarios.collected(office)).partition(" Deadlines ")[2]

    assert "Issue of the card, by law Done" in page
    assert "Card ready and received Done" in page


def test_a_task_with_the_day_of_its_reminder_shows_that_day(
    office: Office, visit: Visitor
) -> None:
    case = scenarios.sent(office, **scenarios.DAMAGE, **MAIL)
    case.complete("confirm_delivery", signer="田秋月")
    case.complete("verify_card", card_correct="true", old_card_result="RETURNED")

    page = read(visit, "applicant", f"/tasks/{case.open_tasks['return_old_card']['id']}")

    assert "20 days left Mon 30 Mar, 24:00" in page
    assert "of the case" not in page.partition("What is known")[0]
