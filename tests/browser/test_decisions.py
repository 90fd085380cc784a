"""Decisions at the analyst's bench: a rule is mended by keyboard, tried, deployed and used."""

from __future__ import annotations

from typing import Literal

import pytest
from playwright.sync_api import Page

from tests.browser import drawing, tours
from tests.browser.applications import LOST
from tests.browser.conftest import Visit
from tests.browser.house import Office
from tests.browser.people import Person
from tests.browser.test_pages import ASK_AXE, RULES

pytestmark = pytest.mark.browser
DESK = {"width": 1440, "height": 900}
# the second rule of eligibility.dmn: what is neither lost nor damaged needs the window
SECOND = "reason_needs_window"
CELL = f"td[data-element-id={SECOND}_input_2]"
UNPROCESSABLE = 422
Scheme = Literal["light", "dark"]
WCAG = [rule for rule in RULES if rule.startswith("wcag")]
# what the mark of bpmn.io must be: in sight, with nothing over it
MARK_IN_SIGHT = """() => {
  const marks = [...document.querySelectorAll("[class*=powered-by]")];
  const mark = marks.find(each => each.checkVisibility());
  const { x, y, width, height } = mark.getBoundingClientRect();
  return mark.contains(document.elementFromPoint(x + width / 2, y + height / 2));
}"""


def test_a_rule_is_refused_mended_tried_deployed_and_used(office: Office, visit: Visit) -> None:
    analyst = visit("analyst", viewport=DESK)
    analyst.watch.meant.add(UNPROCESSABLE)
    open_table(analyst, "eligibility", "unmet_conditions")

    write(analyst.page, '"LOSS" "DAMAGE"')
    refused = deploy(analyst.page)
    analyst.picture("decision-01-refused")
    jump_to_finding(analyst.page)
    write(analyst.page, 'not("LOSS", "DAMAGE"), null')
    tried = attempt(analyst)
    deployed = deploy(analyst.page)
    case_no = visit("applicant").apply(LOST)
    office.work()

    assert refused == "1 finding. Nothing was deployed."
    assert tried[:4] == ["verdict", '"GO_TO_WINDOW"', "because", '"PRE-03"']
    assert deployed == "Deployed: eligibility.dmn, version 2. New cases run it as of reissue 2."
    assert_timeline_tells(visit("auditor"), case_no)


def test_a_new_decision_is_written_and_tried(visit: Visit) -> None:
    analyst = visit("analyst", viewport=DESK)
    analyst.go("/studio").get_by_placeholder("parking_fee").fill("towing_fee")
    analyst.page.get_by_role("button", name="Write a new decision").click()
    analyst.page.wait_for_selector("#decision[data-ready]")
    analyst.page.get_by_role("button", name="towing_fee", exact=True).click()

    write(analyst.page, '"PARKED"', "td[data-element-id=towing_fee_rule_1_input]")
    write(analyst.page, '"ten yuan"', "td[data-element-id=towing_fee_rule_1_output]")
    analyst.page.locator("#try-reason").fill("PARKED")
    analyst.page.keyboard.press("Enter")

    assert analyst.page.locator(".try__result dd").inner_text() == '"ten yuan"'
    assert "towing_fee · rule 1" in analyst.page.locator("[data-result]").inner_text()


def test_a_version_is_pinned_in_the_panel(visit: Visit) -> None:
    analyst = visit("analyst", viewport=DESK)
    drawing.open_diagram(analyst.page, "Re-issue of the resident identity card")
    drawing.find(analyst.page, "check_eligibility")

    version = analyst.page.get_by_label("Version of the decision")
    offered = version.locator("option").all_inner_texts()
    version.select_option("1")
    analyst.picture("decision-04-pinned")
    deployed = drawing.deploy(analyst.page)

    assert (offered[0], offered[-1]) == ("the latest when this is deployed", "1")
    assert deployed.startswith("Deployed: ")
    analyst.go("/studio/versions/reissue")
    assert "eligibility.dmn version 1, pinned" in analyst.page.content()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_views_of_a_decision_have_no_barrier(visit: Visit, scheme: Scheme) -> None:
    analyst = visit("analyst", viewport=DESK)
    analyst.page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    open_table(analyst, "eligibility", "unmet_conditions")

    found = {}
    for view in ("Requirements", "unmet_conditions", "youngest_age_online"):
        analyst.page.get_by_role("button", name=view, exact=True).click()
        analyst.page.locator(f"#views [aria-current]:text-is('{view}')").wait_for()
        analyst.picture(f"decision-{view}-{scheme}")
        found[view] = [*barriers(analyst.page), analyst.page.evaluate(MARK_IN_SIGHT)]

    assert found == {view: [True] for view in found}


def test_the_editor_of_decisions_speaks_chinese(visit: Visit) -> None:
    analyst = visit("analyst", viewport=DESK)
    analyst.speak("中文")

    open_table(analyst, "eligibility", "unmet_conditions")
    analyst.picture("decision-zh")

    assert "命中策略" in analyst.page.locator("#decision").inner_text()


def barriers(page: Page) -> list[str]:
    """Ask axe for what keeps people out; the outline of headings is that of the widgets."""
    page.evaluate(tours.AXE.read_text("utf-8"))
    problems: list[str] = page.evaluate(ASK_AXE, WCAG)
    return problems


def open_table(analyst: Person, name: str, table: str) -> None:
    """Open a document from the list, and the table of a decision in it, by keyboard."""
    analyst.go("/studio").locator(f'a[href$="/{name}.dmn"]').press("Enter")
    analyst.page.wait_for_selector("#decision[data-ready]")
    analyst.page.get_by_role("button", name=table, exact=True).press("Enter")
    analyst.page.locator(".dmn-decision-table-container").wait_for()


def write(page: Page, text: str, cell: str = CELL) -> None:
    """Write a cell anew, by keyboard once it is reached."""
    page.locator(cell).click()
    page.keyboard.press("Control+a")
    page.keyboard.type(text)


def deploy(page: Page) -> str:
    """Deploy the document and give what the studio says."""
    page.get_by_role("button", name="Deploy", exact=True).press("Enter")
    with page.expect_response("**/studio/deploy/*"):
        page.get_by_role("button", name="Deploy for new cases").press("Enter")
    said = page.locator(".findings__head")
    said.wait_for()
    return said.inner_text()


def jump_to_finding(page: Page) -> None:
    """Go from the finding to its cell, as the keyboard does."""
    page.get_by_role("button", name="Requirements", exact=True).press("Enter")
    page.get_by_role("button", name="unmet_conditions · rule 2").press("Enter")
    page.wait_for_function(
        "cell => document.querySelector(cell)?.contains(document.activeElement)", arg=CELL
    )


def attempt(analyst: Person) -> list[str]:
    """Try the document for a damaged card, and give the result as it is listed."""
    analyst.page.get_by_role("button", name="eligibility", exact=True).press("Enter")
    analyst.page.locator("#try-hukou_in_guizhou").select_option("true")
    analyst.page.locator("#try-reason").select_option("DAMAGE")
    analyst.page.get_by_role("button", name="Try the decision").press("Enter")
    analyst.page.locator(".try__result").wait_for()
    analyst.picture("decision-02-tried")
    return analyst.page.locator(".try__result > *").all_inner_texts()


def assert_timeline_tells(auditor: Person, case_no: str) -> None:
    """See in the case which rule decided."""
    auditor.go("/instances").locator(".row", has_text=case_no).get_by_role("link").first.click()
    auditor.sees("Eligibility online: result = may go on online")
    auditor.picture("decision-03-timeline")
