"""The menus of the modeler: the analyst's language, and nothing that a deployment refuses."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import Visit
from tests.browser.house import Office

pytestmark = pytest.mark.browser
# in an analyst's order: what the menu that creates offers, where nothing is typed yet
OFFERED = {
    "zh-Hans": [
        "用户任务",
        "服务任务",
        "业务规则任务",
        "排他网关",
        "并行网关",
        "事件网关",
        "调用活动",
    ],
    "es": [
        "Tarea de usuario",
        "Tarea de servicio",
        "Tarea de regla de negocio",
        "Puerta exclusiva",
        "Puerta paralela",
        "Puerta basada en eventos",
        "Actividad de llamada",
    ],
}
REFUSED = ("script", "signal", "send", "manual", "complex", "compensation", "data")


def canvas(visit: Visit, language: str) -> Page:
    """Open the editor of the first procedure in a language."""
    analyst = visit("analyst", viewport={"width": 1400, "height": 900})
    page = analyst.go("/studio")
    page.locator(f'button[name="language"][value="{language}"]').click()
    analyst.go("/studio/diagrams/reissue.bpmn")
    page.wait_for_selector("#diagram[data-ready]")
    page.locator("#diagram svg").first.click(position={"x": 900, "y": 400})
    return page


def search(page: Page, words: str) -> None:
    """Look for other words in the menu that is open."""
    page.keyboard.press("Control+a")
    page.keyboard.type(words)


@pytest.mark.parametrize("language", OFFERED)
def test_the_menus_speak_the_language_of_the_page(
    office: Office, visit: Visit, language: str
) -> None:
    page = canvas(visit, language)

    page.keyboard.press("n")
    offered = page.locator(".djs-popup-results .entry").all_inner_texts()
    page.keyboard.press("Escape")
    tools = page.locator(".djs-palette .entry").evaluate_all(
        "all => all.map(each => each.ariaLabel)"
    )

    assert offered[:7] == OFFERED[language]
    assert tools
    assert not [
        tool for tool in tools if tool.isascii() and tool.startswith(("Create", "Activate"))
    ]


def test_the_menus_offer_nothing_that_a_deployment_refuses(office: Office, visit: Visit) -> None:
    page = canvas(visit, "en")

    page.keyboard.press("n")
    offered = []
    for kind in REFUSED:
        search(page, "user task")
        page.locator(".djs-popup-results .entry").get_by_text("User task").wait_for()
        search(page, kind)
        page.get_by_text("No element of that name is run here.").wait_for()
        offered += page.locator(".djs-popup-results .entry").all_inner_texts()

    assert offered == []


def test_a_task_is_drawn_as_one_of_people(office: Office, visit: Visit) -> None:
    page = canvas(visit, "en")

    page.get_by_label("Create task").click()
    page.mouse.move(500, 500)
    page.mouse.move(520, 520, steps=4)
    page.mouse.down()
    page.mouse.up()

    assert page.locator("#panel h2").inner_text() == "User task"
