"""The analyst's bench, driven as an analyst does: draw, be refused, mend, deploy, see it work."""

from __future__ import annotations

import pytest

from tests.browser import drawing
from tests.browser.applications import LOST
from tests.browser.conftest import Visit
from tests.browser.house import Office

pytestmark = pytest.mark.browser
YES = "is_the_application_in_order_to_application_accepted"
UNPROCESSABLE = 422


def test_a_drawn_user_task_is_refused_once_deployed_and_done(office: Office, visit: Visit) -> None:
    analyst = visit("analyst", viewport={"width": 1400, "height": 900})
    analyst.watch.meant.add(UNPROCESSABLE)
    page = analyst.page
    drawing.open_diagram(page, "Re-issue of the resident identity card")
    drawing.find(page, "application_accepted")
    drawing.push_right(page, "application_accepted", 100)
    drawing.create_on(page, YES, "User task")
    drawing.name(page, "Note the file number", "登记档案号")

    refused = drawing.deploy(page)
    analyst.picture("studio-01-refused")
    finding = page.locator(".finding").inner_text()
    badge = page.locator('[data-container-id="note_the_file_number"] .badge').inner_text()
    page.get_by_role("link", name="Draw a form").click()
    page.wait_for_selector("#form[data-ready]")
    drawing.draw_text_field(page, "File number", "file_no")
    analyst.picture("studio-02-form")
    page.get_by_role("link", name="reissue.bpmn").click()
    page.wait_for_selector("#diagram[data-ready]")
    deployed = drawing.deploy(page)
    analyst.picture("studio-03-deployed")

    assert refused == "1 finding. Nothing was deployed."
    assert finding.startswith("note_the_file_number The user task has no form")
    assert badge == "! 1"
    assert deployed.startswith("Deployed: ")
    assert "accept_application 2" in deployed
    case_no = visit("applicant").apply(LOST)
    office.work()
    clerk = visit("clerk")
    clerk.do(case_no, pre_decision="PASS")
    clerk.open_task(case_no, "Note the file number")
    clerk.picture("studio-04-task-of-the-clerk")
    clerk.fill({"file_no": "2026-017"})
    clerk.send()
    clerk.page.wait_for_url("**/inbox?told=done")
    office.work()
    reviewer = visit("reviewer")
    reviewer.open_task(case_no)
