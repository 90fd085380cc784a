"""Every page for everybody: without barriers, light and dark, on a phone, in three languages."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page

from engine.core.people import ROLES
from tests.browser import tours
from tests.browser.conftest import Visit
from tests.browser.house import Office

pytestmark = pytest.mark.browser
AUDIENCES = pytest.mark.parametrize("audience", tours.TOURS, ids=lambda name: name or "nobody")
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
PHONE = {"width": 390, "height": 844}
# names, codes and keys stay as they are in a Chinese page
KEPT = ROLES | {"SQLite", "PostgreSQL", "ventanilla", "JSON", "JPEG", "Enter", "system"}
KEPT |= {"TOML", "holiday", "working", "chinesecalendar"}
# a language calls itself by its own name
KEPT |= {"English"}
# what the editors of bpmn.io say themselves
EDITORS = {"modeler", "form-editor", "decision-editor"}
ASK_AXE = """async rules => {
  const { violations } = await axe.run({ runOnly: rules });
  return violations.flatMap(({ id, nodes }) => nodes.map(({ target }) => `${id}: ${target}`));
}"""


@AUDIENCES
def test_no_page_has_a_barrier_in_light_or_dark(
    office: Office, visit: Visit, audience: str
) -> None:
    tours.begin_cases(office)
    person = visit(audience)

    found = {}
    for name in tours.walk(person, audience):
        for scheme in ("light", "dark"):
            person.page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
            person.picture(f"{name}-{scheme}")
            found[name, scheme] = barriers(person.page)

    assert {page: problems for page, problems in found.items() if problems} == {}


@AUDIENCES
def test_a_phone_never_scrolls_sideways(office: Office, visit: Visit, audience: str) -> None:
    tours.begin_cases(office)
    person = visit(audience, viewport=PHONE, has_touch=True)

    widths = {}
    for name in tours.walk(person, audience):
        widths[name] = person.page.evaluate("document.documentElement.scrollWidth")
        person.picture(f"phone-{name}")

    assert {name: width for name, width in widths.items() if width > PHONE["width"]} == {}


@AUDIENCES
def test_a_chinese_page_has_no_english_left(office: Office, visit: Visit, audience: str) -> None:
    tours.begin_cases(office)
    person = visit(audience)
    person.speak("中文")

    left = {}
    for name in tours.walk(person, audience):
        person.picture(f"zh-{name}")
        left[name] = set() if name in EDITORS else english(person.page)

    assert person.page.locator("html").get_attribute("lang") == "zh-Hans"
    assert {name: words for name, words in left.items() if words} == {}


@AUDIENCES
def test_a_spanish_page_is_spanish(office: Office, visit: Visit, audience: str) -> None:
    tours.begin_cases(office)
    person = visit(audience)
    person.speak("Español")

    titles = []
    for name in tours.walk(person, audience):
        person.picture(f"es-{name}")
        titles.append(person.page.title())

    assert person.page.locator("html").get_attribute("lang") == "es"
    assert all(title.endswith("Ventanilla") for title in titles)


def barriers(page: Page) -> list[str]:
    """Ask axe for what keeps people out of the page."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(tours.AXE.read_text("utf-8"))
    problems: list[str] = page.evaluate(ASK_AXE, RULES)
    return problems


def english(page: Page) -> set[str]:
    """Give the longer Latin words of what is written on the page, but names and codes."""
    written = page.locator("main").inner_text()
    # digests, and the secret of an authenticator in groups of four
    written = re.sub(r"[0-9a-f]{64}|(?:[A-Z2-7]{4} ?){8}", "", written)
    return set(re.findall(r"(?<![\w/.-])[A-Za-z]{4,}(?![\w/.-])", written)) - KEPT
