"""What people are told of their cases: in the bar, as a list, read once opened."""

from __future__ import annotations

import re
from collections.abc import Callable

import lxml.etree

from engine.commands import service_tasks, timers
from engine.commands.engine import Engine
from engine.store.transaction import transaction
from engine.store.writes import notices
from engine.store.writes.notices import NewNotice
from server import PROCESSES
from tests.web.browsers import Browser, Clock
from web import words

Visitor = Callable[..., Browser]


def test_a_notice_is_told_in_the_bar_until_it_was_opened(
    visitor: Visitor, engine: Engine, clock: Clock
) -> None:
    visitor("applicant").apply()
    clock.advance(days=3)
    timers.fire_due(engine)
    service_tasks.run_due(engine)
    clerk = visitor("clerk")

    before = clerk.read("/inbox")
    first, again = clerk.read("/notices"), clerk.read("/notices")

    assert "1 unread" in before
    assert ("There is news about" in first, "There is news about" in again) == (True, True)
    assert ("</svg>New</span>" in first, "</svg>New</span>" in again) == (True, False)
    assert "unread" not in again
    assert "No notice yet" in _main(visitor("maker"))


def _main(browser: Browser) -> str:
    return browser.read("/notices").partition("<main")[2]


def test_somebody_without_notices_is_told_so(visitor: Visitor) -> None:
    assert "No notice yet" in visitor("auditor").read("/notices")


def test_a_warning_leads_to_the_case_that_it_is_about(visitor: Visitor, engine: Engine) -> None:
    case = visitor("applicant").apply()
    head = visitor("head")
    number = re.findall(r"\d{6}-\d{5}-\d{5}", head.read(case))[0]
    instance = case.rpartition("/")[2]
    told = {"case_no": number}
    warning = NewNotice("head", instance, "warn_units_of_day_30", told, "2026-03-16T01:00:00Z")
    with transaction(engine.store) as tx:
        notices.add(tx, [warning])

    address = head.read("/notices").split('href="/instances/find?')[1].split('"')[0]
    answer = head.get(f"/instances/find?{address}")

    assert answer.headers["Location"] == case


def test_notices_are_ones_own(visitor: Visitor) -> None:
    assert visitor().get("/notices").status_code == 302


def test_every_kind_that_the_shipped_procedure_tells_has_words() -> None:
    kinds = words.below("notice", "en")

    assert _drawn() <= kinds.keys()


def _drawn() -> set[str]:
    diagram = lxml.etree.parse(PROCESSES / "reissue.bpmn")
    return {
        str(task.get("id"))
        for task in diagram.iterfind(".//{*}serviceTask")
        if task.find(".//{*}serviceTaskOperator[@id='notices.tell']") is not None
    }
