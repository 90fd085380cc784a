"""Other ways to use the pages: by keyboard alone, without JavaScript; and what editors owe."""

from __future__ import annotations

import io
import re

import pytest
from PIL import Image
from playwright.sync_api import Page

import server
from tests.browser import tours
from tests.browser.applications import LOST
from tests.browser.conftest import Visit
from tests.browser.house import Office

pytestmark = pytest.mark.browser
STATIC = server.ROOT / "web" / "static"
DEFINED = re.compile(r"(--[\w-]+)\s*:")
USED = re.compile(r"var\(\s*(--[\w-]+)\s*\)")
SEES_FOCUS = """() => {
  const { outlineStyle, outlineWidth } = getComputedStyle(document.activeElement);
  return outlineStyle !== "none" && parseFloat(outlineWidth) >= 2;
}"""
IS_ON_TOP = """mark => {
  const { left, top, width, height } = mark.getBoundingClientRect();
  const found = document.elementFromPoint(left + width / 2, top + height / 2);
  return width > 0 && mark.contains(found);
}"""


def test_an_application_goes_in_and_through_the_desk_by_keyboard(
    office: Office, visit: Visit
) -> None:
    citizen = visit()
    by_keyboard_sign_in(citizen.page, "applicant")
    tab_to(citizen.page, 'a[href="/apply/reissue"]')
    citizen.page.keyboard.press("Enter")
    citizen.page.wait_for_url("**/apply/reissue")
    for key, value in LOST.items():
        by_keyboard_answer(citizen.page, key, value)
    citizen.page.keyboard.press("Control+Enter")
    citizen.page.wait_for_url("**/instances/*")
    office.work()

    clerk = visit()
    by_keyboard_sign_in(clerk.page, "clerk")
    clerk.page.keyboard.press("j")
    clerk.page.keyboard.press("Enter")
    clerk.page.wait_for_url("**/tasks/*")
    by_keyboard_answer(clerk.page, "pre_decision", "PASS")
    clerk.picture("keyboard-task")
    clerk.page.keyboard.press("Control+Enter")

    clerk.page.wait_for_url("**/inbox?told=done")


def test_a_station_is_found_by_a_word_and_tells_where_it_is(visit: Visit) -> None:
    page = visit("applicant").go("/apply/reissue")
    stations = page.locator('[name="accepting_station"]')
    page.get_by_label("Find in the list").fill("kaili 迎宾")

    found = stations.locator("option").all_inner_texts()
    assert stations.input_value() == ""
    stations.select_option("522601002")
    stations.press("Tab")

    assert found == ["Choose", "Kaili Xincheng Police Station"]
    assert stations.locator("option").count() == 177
    assert "迎宾大道66号 · 09:00–12:00" in page.locator("#accepting_station-chosen").inner_text()


def test_an_application_with_a_photo_goes_in_without_javascript(
    office: Office, visit: Visit
) -> None:
    citizen = visit("applicant", java_script_enabled=False)
    page = citizen.go("/apply/reissue")
    page.locator('[name="id_number"]').fill(LOST["id_number"])
    page.locator('[name="phone"]').fill(LOST["phone"])
    for key, value in (
        ("reason", "DAMAGE"), ("photo_source", "REUSE_STORED"), ("delivery_method", "PICKUP"),
    ):  # fmt: skip
        page.locator(f'[name="{key}"][value="{value}"]').check()
    page.get_by_text("Addresses and opening hours").click()
    citizen.sees("贵州省贵阳市南明区人民路18号 · 09:00–12:00, 13:00–17:00")
    page.locator('[name="accepting_station"]').select_option(LOST["accepting_station"])
    page.locator('[name="declaration"]').check()
    page.locator('[name="privacy_ack"]').check()
    photo = {"name": "card.jpg", "mimeType": "image/jpeg", "buffer": photograph()}
    page.locator('[name="damage_photo"]').set_input_files([photo])
    citizen.picture("without-javascript")

    citizen.send()
    page.wait_for_url("**/instances/*")
    office.work()

    page.reload()
    citizen.sees("Damaged card")
    assert page.locator("img.photo").count() == 1


@pytest.mark.parametrize(
    ("username", "way", "mark"),
    [
        ("analyst", tours.TOURS["analyst"]["modeler"], ".bjs-powered-by"),
        ("analyst", tours.TOURS["analyst"]["form-editor"], ".fjs-powered-by"),
        ("auditor", tours.TOURS["auditor"]["audited-case"], ".bjs-powered-by"),
    ],
    ids=["modeler", "form editor", "viewer"],
)
def test_the_mark_of_bpmn_io_stays_visible(
    office: Office, visit: Visit, username: str, way: tours.Way, mark: str
) -> None:
    tours.begin_cases(office)
    person = visit(username)

    way(person.page)
    found = person.page.locator(mark)
    found.wait_for()
    found.scroll_into_view_if_needed()

    assert found.evaluate(IS_ON_TOP)


def test_no_style_uses_a_variable_that_nobody_defines() -> None:
    sheets = [*STATIC.glob("*.css"), *(STATIC / "dist").glob("*.css")]
    texts = [sheet.read_text("utf-8") for sheet in sheets]

    defined = {name for text in texts for name in DEFINED.findall(text)}
    used = {name for text in texts for name in USED.findall(text)}

    assert len(texts) > 5
    assert used - defined == set()


def by_keyboard_sign_in(page: Page, username: str) -> None:
    page.goto("/sign-in")
    tab_to(page, "#username")
    page.keyboard.type(username)
    page.keyboard.press("Tab")
    page.keyboard.type("ventanilla")
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: "/sign-in" not in url)


def by_keyboard_answer(page: Page, key: str, value: str) -> None:
    """Reach a field by Tab, which must show it, and answer it as keyboards do."""
    tab_to(page, f'[name="{key}"]')
    kind = page.evaluate("document.activeElement.type")
    if kind == "radio":
        page.keyboard.press("Space")
        while page.evaluate("document.activeElement.value") != value:
            page.keyboard.press("ArrowDown")
    elif kind == "checkbox":
        page.keyboard.press("Space")
    elif kind == "date":
        year, month, day = value.split("-")
        page.keyboard.type(month + day + year)
    elif kind == "select-one":
        label = page.locator(f'option[value="{value}"]').inner_text()
        page.keyboard.type(label[:20])
    else:
        page.keyboard.type(value)


def tab_to(page: Page, selector: str, most: int = 60) -> None:
    """Press Tab until an element has the focus, and demand that the focus is seen."""
    for _ in range(most):
        if page.evaluate("s => document.activeElement.matches(s)", selector):
            assert page.evaluate(SEES_FOCUS), selector
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"Tab never reaches {selector}")


def photograph() -> bytes:
    kept = io.BytesIO()
    Image.new("RGB", (640, 420), "#7a8b99").save(kept, "JPEG")
    return kept.getvalue()
