"""The analyst's bench, driven as an analyst does: draw, be refused, mend, deploy, see it work."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from tests.browser import drawing
from tests.browser.applications import LOST
from tests.browser.conftest import Visit
from tests.browser.house import Office
from tests.browser.people import Person

pytestmark = pytest.mark.browser
YES = "is_the_application_in_order_to_application_accepted"
NOTE = "note_the_file_number"
UNPROCESSABLE = 422


def test_a_drawn_user_task_is_refused_once_deployed_and_done(office: Office, visit: Visit) -> None:
    analyst = visit("analyst", viewport={"width": 1400, "height": 900})
    analyst.watch.meant.add(UNPROCESSABLE)
    draw(analyst.page)

    refused = drawing.deploy(analyst.page)
    analyst.picture("studio-01-refused")
    finding = analyst.page.locator(".finding").inner_text()
    badge = analyst.page.locator(f'[data-container-id="{NOTE}"] .badge').inner_text()
    give_form(analyst)
    deployed = drawing.deploy(analyst.page)
    analyst.picture("studio-03-deployed")

    assert refused == "1 finding. Nothing was deployed."
    assert finding.startswith(f"{NOTE} The user task has no form")
    assert badge == "! 1"
    assert deployed.startswith("Deployed: ")
    assert "accept_application 2" in deployed
    assert_clerk_gets_it(office, visit)


def draw(page: Page) -> None:
    """Put a user task between the decision and the acceptance of the station."""
    drawing.open_diagram(page, "Re-issue of the resident identity card")
    drawing.find(page, "application_accepted")
    drawing.push_right(page, "application_accepted", 100)
    drawing.create_on(page, YES, "User task")
    drawing.name(page, "Note the file number", "登记档案号")


def give_form(analyst: Person) -> None:
    """Draw the form that was missing, and go back to the diagram."""
    analyst.page.get_by_role("link", name="Draw a form").click()
    analyst.page.wait_for_selector("#form[data-ready]")
    drawing.draw_text_field(analyst.page, "File number", "file_no")
    analyst.picture("studio-02-form")
    analyst.page.get_by_role("link", name="reissue.bpmn").click()
    analyst.page.wait_for_selector("#diagram[data-ready]")


def assert_clerk_gets_it(office: Office, visit: Visit) -> None:
    """See a new case come to the clerk's new task, and go on to the reviewer after it."""
    case_no = visit("applicant").apply(LOST)
    office.work()
    clerk = visit("clerk")
    clerk.do(case_no, pre_decision="PASS")
    clerk.open_task(case_no, "Note the file number")
    clerk.page.get_by_label("File number").fill("2026-017")
    clerk.picture("studio-04-task-of-the-clerk")
    clerk.send()
    clerk.page.wait_for_url("**/inbox?told=done")
    office.work()
    visit("reviewer").open_task(case_no)


def test_a_message_is_named_and_tied_to_a_condition_in_the_panel(visit: Visit) -> None:
    analyst = visit("analyst", viewport={"width": 1400, "height": 900})
    drawing.open_diagram(analyst.page, "Re-issue of the resident identity card")
    drawing.find(analyst.page, "withdrawn_in_review")
    before = analyst.page.get_by_label("Name of the message").input_value()

    write(analyst.page, "Name of the message", "change of mind")
    write(analyst.page, "Taken only while (FEEL)", "reviewed_at = null")
    analyst.picture("studio-04-message")
    deployed = drawing.deploy(analyst.page)

    assert before == "withdrawal"
    assert deployed.startswith("Deployed: ")
    analyst.page.reload()
    analyst.page.wait_for_selector("#diagram[data-ready]")
    analyst.page.locator("#diagram svg").first.click(position={"x": 900, "y": 400})
    drawing.find(analyst.page, "withdrawn_in_review")
    assert analyst.page.get_by_label("Name of the message").input_value() == "change of mind"
    assert analyst.page.get_by_label("Taken only while").input_value() == "reviewed_at = null"


def test_a_deployment_waits_for_its_instant_until_an_approver_takes_it_back(visit: Visit) -> None:
    analyst = visit("analyst", viewport={"width": 1400, "height": 900})
    drawing.open_diagram(analyst.page, "Re-issue of the resident identity card")
    drawing.find(analyst.page, "withdrawn_in_review")
    write(analyst.page, "Taken only while (FEEL)", "reviewed_at = null")
    deployed = drawing.deploy(analyst.page, "2026-03-20T08:00")
    approver = visit("approver")
    approver.go("/studio")
    waiting = approver.page.get_by_role("region", name="Waiting to take effect").inner_text()
    approver.picture("studio-05-waiting")

    approver.page.get_by_text("Take back").click()
    approver.page.get_by_label("Why it is taken back").fill("The order was postponed")
    approver.page.get_by_role("button", name="Take it back").click()

    assert "It takes effect on Fri 20 Mar, 08:00, in 10 days" in deployed
    assert "version 2" in waiting
    approver.page.get_by_text("Taken back: it will not take effect.").wait_for()
    assert approver.page.get_by_text("Waiting to take effect").count() == 0


def test_the_panel_offers_the_kinds_of_documents(visit: Visit) -> None:
    analyst = visit("analyst", viewport={"width": 1400, "height": 900})
    drawing.open_diagram(analyst.page, "Re-issue of the resident identity card")
    drawing.find(analyst.page, "tell_accepted")

    first = offered(analyst.page, "Documents it gives")
    write(analyst.page, "Documents it gives", "acceptance_notice")
    second = offered(analyst.page, "Documents it gives")
    write(analyst.page, "Documents it gives", "acceptance_notise")
    analyst.page.get_by_role("button", name="Check").click()

    assert {"acceptance_notice", "filing_receipt"} <= set(first)
    assert "acceptance_notice filing_receipt" in second
    analyst.sees("There is no document of the kind acceptance_notise. Known kinds: acceptance_")


def offered(page: Page, label: str) -> list[str]:
    """Give what a field of the panel proposes."""
    field = page.get_by_label(label)
    field.focus()
    place = f"#{field.get_attribute('list')} option"
    texts: list[str] = page.locator(place).evaluate_all("all => all.map(each => each.value)")
    return texts


def write(page: Page, label: str, text: str) -> None:
    """Write into a field of the panel and leave it."""
    page.get_by_label(label).fill(text)
    page.keyboard.press("Tab")
