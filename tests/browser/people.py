"""Somebody at a browser of their own, who reads and works by what the page shows."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import ConsoleMessage, Locator, Page, Request, Response

PICTURES = Path(__file__).parent / "pictures"
# the browser's own word for a refusal; the refusal itself is watched
_REFUSED = re.compile(r"Failed to load resource: the server responded with a status of 4\d\d")


@dataclass
class Watch:
    """Notes what must not happen in a browser, and what may."""

    address: str
    wrongs: list[str] = field(default_factory=list)
    # statuses that a test means to meet
    meant: set[int] = field(default_factory=set)

    def over(self, page: Page) -> None:
        """Begin to watch a page."""
        page.on("pageerror", lambda error: self.wrongs.append(f"{page.url}: {error}"))
        page.on("console", self._said)
        page.on("request", self._asked)
        page.on("response", self._answered)

    def _said(self, message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"} and not _REFUSED.match(message.text):
            self.wrongs.append(f"console {message.type}: {message.text}")

    def _asked(self, request: Request) -> None:
        place = urlsplit(request.url)
        here = f"{place.scheme}://{place.netloc}" == self.address
        if not here and place.scheme not in {"data", "blob", "about"}:
            self.wrongs.append(f"asked another place: {request.url}")

    def _answered(self, response: Response) -> None:
        if response.status >= 400 and response.status not in self.meant:
            self.wrongs.append(f"{response.status} {response.request.method} {response.url}")


@dataclass(slots=True)
class Person:
    """Somebody at a browser."""

    page: Page
    watch: Watch

    def go(self, path: str) -> Page:
        """Open a page of the office."""
        self.page.goto(path)
        return self.page

    def sign_in(self, username: str) -> None:
        """Sign in with the password of the demo office."""
        self.go("/sign-in")
        self.page.get_by_label("User name").fill(username)
        self.page.get_by_label("Password").fill("ventanilla")
        self.page.get_by_role("button", name="Sign in").click()
        self.page.wait_for_url(lambda url: "/sign-in" not in url)

    def speak(self, language: str) -> None:
        """Choose the language of the pages by its own name."""
        self.go("/design")
        self.page.get_by_role("button", name=language).click()
        self.page.wait_for_load_state()

    def fill(self, answers: dict[str, str]) -> None:
        """Answer the fields of the form on the page."""
        for key, value in answers.items():
            answer(self.page, key, value)

    def send(self) -> None:
        """Press the one primary button of the form."""
        self.page.locator("form[data-form] .b--primary").click()

    def open_task(self, case_no: str, name: str = "") -> None:
        """Find a task in the inbox by its case, and open it."""
        self.go("/inbox")
        row = self.page.locator(".row", has_text=case_no)
        if name:
            row = row.filter(has_text=name)
        row.locator(".row__link").click()
        self.page.wait_for_url("**/tasks/*")

    def do(self, case_no: str, **answers: str) -> None:
        """Do the one task of a case that waits in the inbox."""
        self.open_task(case_no)
        self.fill(answers)
        self.send()
        self.page.wait_for_url("**/inbox?told=done")

    def apply(self, answers: dict[str, str], process_id: str = "reissue") -> str:
        """Fill in an application, send it, and give its case number."""
        self.go(f"/apply/{process_id}")
        self.fill(answers)
        self.send()
        self.page.wait_for_url("**/instances/*")
        return self.page.locator(".over .code").inner_text()

    def sees(self, text: str) -> Locator:
        """Wait until a text is on the page."""
        found = self.page.get_by_text(text).first
        found.wait_for()
        return found

    def picture(self, name: str) -> None:
        """Keep a picture of the whole page."""
        PICTURES.mkdir(exist_ok=True)
        self.page.screenshot(path=PICTURES / f"{name}.png", full_page=True, animations="disabled")


def answer(page: Page, key: str, value: str) -> None:
    """Answer one field, whatever its kind."""
    found = page.locator(f'form[data-form] [name="{key}"]')
    kind = found.first.get_attribute("type") or found.first.evaluate("e => e.localName")
    if kind == "radio":
        found.and_(page.locator(f'[value="{value}"]')).check()
    elif kind == "checkbox":
        found.set_checked(value == "true")
    elif kind == "select":
        found.select_option(value)
    else:
        found.fill(value)
