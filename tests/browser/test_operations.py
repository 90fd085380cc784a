"""An operator finds what failed in the diagram, and what rings, without a barrier."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from engine.commands import alarms, service_tasks, timers
from engine.core.errors import ServiceTaskFailed
from engine.core.services import ServiceCall, ServiceResult
from tests.browser import tours
from tests.browser.conftest import Visit
from tests.browser.house import Office
from tests.browser.test_pages import PHONE, barriers

pytestmark = pytest.mark.browser


def fail_a_step(office: Office) -> None:
    """Let reminders come while the mail server is away, and an alarm ring for it."""

    def away(_: ServiceCall) -> ServiceResult:
        raise ServiceTaskFailed("mail_unreachable", permanent=True, host="mail.example")

    tours.begin_cases(office)
    handlers = {name: replace(each, run=away) for name, each in office.engine.handlers.items()}
    broken = replace(office.engine, handlers=handlers)
    office.clock.now += timedelta(days=3)
    timers.fire_due(broken)
    service_tasks.run_due(broken)
    office.clock.now += timedelta(hours=5)
    alarms.watch(broken)


def test_an_operator_sees_where_a_step_failed(office: Office, visit: Visit) -> None:
    fail_a_step(office)
    operator = visit("operator")
    page = operator.page
    page.goto("/operations")
    assert page.locator("[role=alert]").first.inner_text().startswith("Incidents that nobody")
    found = {}
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        found["operations", scheme] = barriers(page)

    page.locator("a[href*='/operations/incidents/']").first.click()
    page.wait_for_selector("#diagram[data-ready]")

    assert page.locator(".djs-element.late").count() == 1
    assert page.locator(".badge--late").inner_text() == "Failed"
    page.locator("details summary").last.click()
    operator.picture("incident")
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        found["incident", scheme] = barriers(page)
    assert {name: problems for name, problems in found.items() if problems} == {}


def test_the_pages_of_an_operator_fit_a_phone(office: Office, visit: Visit) -> None:
    fail_a_step(office)
    page = visit("operator", viewport=PHONE, has_touch=True).page

    page.goto("/operations")
    page.locator("#outage summary").click()
    widths = [page.evaluate("document.documentElement.scrollWidth")]
    page.locator("a[href*='/operations/incidents/']").first.click()
    page.wait_for_selector("#diagram[data-ready]")
    widths.append(page.evaluate("document.documentElement.scrollWidth"))

    assert max(widths) <= PHONE["width"]


def test_an_operator_gives_a_step_up_with_a_reason(office: Office, visit: Visit) -> None:
    fail_a_step(office)
    page = visit("operator").page
    page.goto("/operations")
    before = page.locator("li.incident").count()
    page.locator("a[href*='/operations/incidents/']").first.click()

    page.locator("details.ask summary").last.click()
    page.fill("#ground-give_up", "the mailbox is gone")
    page.locator(".b--grave").click()
    page.wait_for_url("**/operations?told=given_up")

    assert page.locator("li.incident").count() == before - 1
