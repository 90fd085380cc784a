"""The pages of each audience, in an office where cases have begun."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from playwright.sync_api import Page

import server
from engine.commands import demo_cases, demo_office
from tests.browser.house import PEOPLE, Office
from tests.browser.people import Person
from tests.commands.decrees import DECREE

# by name: the way to a page for somebody who is signed in
Way = Callable[[Page], object]
FORM = "/studio/forms/accept_application/check_application.json"


def begin_cases(office: Office) -> None:
    """Let the citizens of the demo office apply, as `make run` shows it."""
    demo_cases.play(office.engine, demo_office.cases(PEOPLE.read_text("utf-8")))
    office.work()


def to(path: str) -> Way:
    return lambda page: page.goto(path)


def through(path: str, *links: str) -> Way:
    """Open a page, then follow the first link of each kind."""

    def follow(page: Page) -> None:
        page.goto(path)
        for link in links:
            page.locator(link).first.click()
            page.wait_for_load_state()

    return follow


def editor(path: str, ready: str) -> Way:
    def wait(page: Page) -> None:
        page.goto(path)
        page.wait_for_selector(ready)

    return wait


def hand_in_a_decree(page: Page) -> None:
    page.goto("/calendars")
    page.fill("#decree", "国办发明电〔2026〕9号")
    page.fill("#text", DECREE)
    page.locator("form.form button.b--primary").click()
    page.wait_for_url("**/proposals/*")


def propose_a_value(page: Page) -> None:
    page.goto("/settings")
    page.locator("#form_supplement_days > summary").click()
    page.fill("#value_supplement_days", "12")
    page.fill("#from_supplement_days", "2026-04-01")
    page.fill("#source_supplement_days", "黔公通〔2026〕3号")
    page.locator("#form_supplement_days button.b--primary").click()
    page.wait_for_url("**/settings?told=proposed")


def refused_form(page: Page) -> None:
    """Send the application without a word in it."""
    page.goto("/apply/reissue")
    page.locator("form[data-form] .b--primary").click()
    page.wait_for_selector(".summary")


def begin_a_second_factor(page: Page) -> None:
    page.goto("/second-factor")
    page.locator("form.form button.b--primary").click()
    page.wait_for_selector(".qr")


ROW, CASE = ".row__link", "aside a[href*='/instances/']"
TOURS: dict[str, dict[str, Way]] = {
    "": {
        "welcome": to("/"),
        "sign-in": to("/sign-in"),
        "design": to("/design"),
        "nothing-here": to("/nothing"),
    },
    "applicant": {
        "services": to("/apply"),
        "apply": to("/apply/reissue"),
        "apply-refused": refused_form,
        "applications-empty": to("/applications"),
    },
    "citizen3": {
        "applications": to("/applications"),
        "own-case": through("/applications", ROW),
        "own-task": through("/applications", ROW, ".note--soon a"),
        "withdraw": through("/applications", ROW, "a[href*='/messages/']"),
        "password": to("/password"),
    },
    "clerk": {
        "inbox": to("/inbox"),
        "applicants": to("/applicants"),
        "task": through("/inbox", ROW),
        "task-held": through("/inbox", ".row__acts button"),
        "case": through("/inbox", ROW, CASE),
        "not-permitted": to("/studio"),
    },
    "auditor": {"cases": to("/instances"), "audited-case": through("/instances", ROW)},
    "analyst": {
        "studio": to("/studio"),
        "versions": to("/studio/versions/reissue"),
        "modeler": editor("/studio/diagrams/reissue.bpmn", "#diagram[data-ready]"),
        "form-editor": editor(FORM, "#form[data-ready]"),
        "decision-editor": editor("/studio/decisions/eligibility.dmn", "#decision[data-ready]"),
    },
    "operator": {"operations": to("/operations")},
    "administrator": {
        "people": to("/people"),
        "person": to("/people/clerk"),
        "calendars": to("/calendars"),
        "units": to("/units?q=Nanming"),
        "unit": to("/units/520102"),
        "settings": propose_a_value,
        "sessions": to("/sessions"),
        "second-factor": to("/second-factor"),
        "second-factor-offered": begin_a_second_factor,
    },
    "head": {"colleagues": to("/colleagues"), "untaken": to("/inbox?view=unclaimed")},
    "leader": {"untaken": to("/inbox?view=unclaimed")},
    "approver": {"calendar-projected": to("/calendars?year=2027"), "decree": hand_in_a_decree},
}


def walk(person: Person, audience: str) -> Iterator[str]:
    """Go from page to page of an audience, and give the name of each."""
    person.watch.meant |= {403, 404, 422}
    for name, way in TOURS[audience].items():
        way(person.page)
        person.page.wait_for_load_state()
        if person.page.locator(".island").count():
            person.page.wait_for_selector("#diagram[data-ready]")
        yield name


AXE = server.ROOT / "web" / "frontend" / "node_modules" / "axe-core" / "axe.min.js"
