"""A new administrator follows docs/installation.md from nothing to the first real application."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pyotp
import pytest
from playwright.sync_api import Browser

from tests.browser.applications import LOST
from tests.browser.conftest import PATIENCE
from tests.browser.people import Person, Watch
from tests.databases import Databases

pytestmark = pytest.mark.browser
ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "installation.md").read_text("utf-8")
SECRET, OWN = "correct horse battery staple", "a password of my own"
STATIONS = {"520102001": "南明区一所", "520102002": "南明区二所"}
# who works where, under which role
STAFF = {
    "wei": ("520102001", "clerk"),
    "lin": ("520102002", "clerk"),
    "rui": ("520102", "reviewer"),
    "sun": ("520102", "signer"),
}


@dataclass(slots=True)
class Machine:
    """A machine with an empty PostgreSQL database, and whoever sits at a browser."""

    url: str
    chromium: Browser
    key_file: Path
    address: str = ""
    watches: list[Watch] = field(default_factory=list)
    server: subprocess.Popen[str] | None = None

    @property
    def environment(self) -> dict[str, str]:
        mine = {"DATABASE_URL": self.url, "PORT": "0", "SECRET_FILE": str(self.key_file)}
        return {**os.environ, **mine, "DEMO": "0"}

    def run(self, step: str, typed: str = "") -> str:
        """Run the command of a step as the page has it."""
        done = subprocess.run(
            ["sh", "-c", command(step)],
            cwd=ROOT,
            env=self.environment,
            input=typed,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    def serve(self, step: str) -> None:
        """Start the server as the page has it, and read its address."""
        self.server = subprocess.Popen(
            ["sh", "-c", f"exec {command(step)}"],
            cwd=ROOT,
            env=self.environment,
            stdout=subprocess.PIPE,
            text=True,
        )
        assert self.server.stdout is not None
        said = self.server.stdout.readline()
        self.address = said.removeprefix("Ventanilla serves at ").strip()

    def newcomer(self) -> Person:
        """Sit down at a browser of one's own."""
        context = self.chromium.new_context(base_url=self.address, locale="en")
        context.set_default_timeout(PATIENCE)
        watch = Watch(self.address)
        self.watches.append(watch)
        context.on("page", watch.over)
        return Person(context.new_page(), watch)

    def stop(self) -> None:
        if self.server is not None:
            self.server.terminate()
            self.server.communicate()


@pytest.fixture
def machine(fresh_databases: Databases, chromium: Browser, tmp_path: Path) -> Iterator[Machine]:
    ready = Machine(fresh_databases.empty("postgresql"), chromium, tmp_path / "office.key")
    yield ready
    ready.stop()
    assert [wrong for watch in ready.watches for wrong in watch.wrongs] == []


def command(step: str) -> str:
    """Give the command that the page names in a step."""
    text = PAGE.partition(f"### {step}\n")[2].partition("\n### ")[0]
    line = re.search(r"^\.venv/bin/python (server\.py [^#\n]+)", text, re.MULTILINE)
    assert line is not None, step
    return f"{sys.executable} {line[1].strip()}"


def sign_in(person: Person, name: str, password: str) -> None:
    person.go("/sign-in")
    person.page.locator("#username").fill(name)
    person.page.locator("#password").fill(password)
    person.page.locator("form.form .b--primary").click()
    person.page.wait_for_url(lambda url: "/sign-in" not in url)


def enrol(person: Person) -> None:
    """Set up the second factor with an authenticator app."""
    person.page.wait_for_url(re.compile("/second-factor"))
    person.page.locator(".b--primary").click()
    shared = person.page.locator("#secret").inner_text().replace(" ", "")
    person.page.locator("#code").fill(pyotp.TOTP(shared).now())
    person.page.locator(".b--primary").click()
    person.page.locator(".codes").wait_for()
    person.page.locator(".acts .b--primary").click()


def begin(person: Person, name: str, one_time: str) -> None:
    """Sign in with a one-time password and make an own one."""
    sign_in(person, name, one_time)
    person.page.wait_for_url(re.compile("/password"))
    person.page.locator("#old").fill(one_time)
    person.page.locator("#new").fill(OWN)
    person.page.locator("form.form .b--primary").click()
    person.page.wait_for_url(re.compile("/sign-in"))
    sign_in(person, name, OWN)


def add(person: Person, name: str, unit: str, role: str) -> str:
    """Add somebody on the page People, and give the one-time password that it shows."""
    page = person.go("/people")
    page.locator("#new_account").fill(name)
    page.locator("#new_name").fill(name.title())
    page.locator("#new_unit").fill(unit)
    page.locator("#new_role").select_option(role)
    page.locator("form:has(#new_account) .b--primary").click()
    return page.locator("#one_time_password").inner_text()


def add_station(person: Person, code: str, name: str) -> None:
    page = person.go("/units")
    page.locator("#code").fill(code)
    for language in ("zh-Hans", "en", "es"):
        page.locator(f"#name_{language}").fill(name)
    page.locator("#address").fill(f"{name}路1号")
    page.locator("form:has(#code) .b--primary").click()
    page.wait_for_url(f"**/units/{code}?told=added")


def confirm_all(person: Person) -> int:
    """Confirm every role that waits, and count them."""
    page, done = person.go("/people"), 0
    while page.get_by_role("button", name="Confirm").count():
        page.get_by_role("button", name="Confirm").first.click()
        page.wait_for_url("**/people?told=confirmed")
        page.go_back()
        page.reload()
        done += 1
    return done


def register(person: Person) -> str:
    """Register an applicant at the window, and give the one-time password."""
    page = person.go("/applicants")
    page.locator("#id_number").fill(LOST["id_number"])
    page.locator("#name").fill("田秋月")
    page.locator("#phone").fill(LOST["phone"])
    page.locator("#account").fill("qiu")
    page.locator("form:has(#id_number) .b--primary").click()
    return page.locator("#one_time_password").inner_text()


def test_from_an_empty_database_to_the_first_application(machine: Machine) -> None:
    walk = Walk(machine)

    taken = [step(walk) for step in STEPS]

    assert [f"{number}. {name}" for number, name in enumerate(taken, 1)] == re.findall(
        r"^### (\d+\. .+)$", PAGE, re.MULTILINE
    )


@dataclass(slots=True)
class Walk:
    """What the steps hand on to each other."""

    machine: Machine
    people: dict[str, Person] = field(default_factory=dict)
    passwords: dict[str, str] = field(default_factory=dict)
    case_no: str = ""

    def newcomer(self, name: str) -> Person:
        self.people[name] = self.machine.newcomer()
        return self.people[name]


def make_the_first_administrator(walk: Walk) -> str:
    told = walk.machine.run("1. Make the first administrator", f"{SECRET}\n")
    assert told.startswith("ana is the first administrator")
    return "Make the first administrator"


def deploy_the_procedure(walk: Walk) -> str:
    assert "reissue version 1 " in walk.machine.run("2. Deploy the procedure")
    return "Deploy the procedure"


def start_the_server(walk: Walk) -> str:
    walk.machine.serve("3. Start the server")
    return "Start the server"


def sign_in_with_a_second_factor(walk: Walk) -> str:
    ana = walk.newcomer("ana")
    sign_in(ana, "ana", SECRET)
    enrol(ana)
    assert "Units" in ana.page.locator("nav").first.inner_text()
    return "Sign in and set up the second factor"


def add_the_stations(walk: Walk) -> str:
    for code, name in STATIONS.items():
        add_station(walk.people["ana"], code, name)
    return "Add the police stations"


def add_a_second_administrator(walk: Walk) -> str:
    one_time = add(walk.people["ana"], "bea", "520000", "administrator")
    bea = walk.newcomer("bea")
    begin(bea, "bea", one_time)
    enrol(bea)
    return "Add a second administrator"


def add_the_staff(walk: Walk) -> str:
    for name, (unit, role) in STAFF.items():
        walk.passwords[name] = add(walk.people["ana"], name, unit, role)
    assert confirm_all(walk.people["bea"]) == len(STAFF)
    return "Add the people of the stations and of the county"


def register_an_applicant(walk: Walk) -> str:
    wei = walk.newcomer("wei")
    begin(wei, "wei", walk.passwords["wei"])
    walk.passwords["qiu"] = register(wei)
    return "Register an applicant at the window"


def take_the_first_application(walk: Walk) -> str:
    qiu = walk.newcomer("qiu")
    begin(qiu, "qiu", walk.passwords["qiu"])
    walk.case_no = qiu.apply(LOST)
    return "Take the first application"


def find_it_on_the_desk(walk: Walk) -> str:
    wei, lin = walk.people["wei"], walk.newcomer("lin")
    until(lambda: walk.case_no in wei.go("/inbox").content())
    wei.open_task(walk.case_no)
    wei.sees(STATIONS["520102001"])
    begin(lin, "lin", walk.passwords["lin"])
    assert walk.case_no not in lin.go("/inbox").content()
    assert walk.machine.run("10. Find it on the desk").startswith("OK ")
    return "Find it on the desk"


def until(seen: Callable[[], bool], most: int = 40) -> None:
    """Look again until the tick of the server has done its work."""
    assert any(seen() for _ in range(most))


STEPS: tuple[Callable[[Walk], str], ...] = (
    make_the_first_administrator,
    deploy_the_procedure,
    start_the_server,
    sign_in_with_a_second_factor,
    add_the_stations,
    add_a_second_administrator,
    add_the_staff,
    register_an_applicant,
    take_the_first_application,
    find_it_on_the_desk,
)
