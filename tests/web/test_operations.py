"""What operators meet: health, incidents, trying again and giving up."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from engine.commands import alarms, service_tasks, timers
from engine.commands.engine import Engine
from engine.core.errors import ServiceTaskFailed
from engine.core.services import ByHand, Handler, ServiceCall, ServiceResult, Written
from engine.store import database, tables
from engine.store.queries import incidents
from engine.store.statements import Statement
from engine.store.transaction import reading
from tests.web.browsers import Browser, Clock
from tests.web.permits import ANSWERS
from web.app import create_app
from web.settings import WebSettings

Visitor = Callable[..., Browser]


@pytest.fixture
def incident(engine: Engine, visitor: Visitor, clock: Clock) -> None:
    """A reminder that could not be sent."""

    def refuse(_: ServiceCall) -> ServiceResult:
        raise ServiceTaskFailed("mail_unreachable", permanent=True, host="mail.example")

    visitor("applicant").apply()
    clock.advance(days=3)
    timers.fire_due(engine)
    silent = replace(engine, handlers={"notices.tell": Handler(refuse, skippable=True)})
    service_tasks.run_due(silent)


@pytest.fixture
def operator(visitor: Visitor) -> Browser:
    return visitor("operator")


def test_health_is_for_operators(visitor: Visitor) -> None:
    assert visitor("clerk").get("/operations").status_code == 403


def test_a_quiet_office_has_no_incident(operator: Browser) -> None:
    page = operator.read("/operations")

    assert "No incident" in page
    assert "None is due" in page


@pytest.mark.usefixtures("incident")
def test_an_incident_says_what_failed_and_why(visitor: Visitor) -> None:
    page = visitor("operator").read("/operations")

    assert "notices.tell" in page
    assert "The mail server mail.example did not take the mail." in page


@pytest.mark.usefixtures("incident")
def test_an_incident_is_tried_again(visitor: Visitor, engine: Engine) -> None:
    operator = visitor("operator")
    address = re.search(r'action="([^"]+/retry)"', operator.read("/operations"))
    assert address is not None

    answer = operator.post(address[1], page="/operations")
    service_tasks.run_due(engine)

    assert answer.status_code == 303
    assert "No incident" in operator.read("/operations?told=retried")


def incident_page(operator: Browser) -> str:
    found = re.search(r'href="(/operations/incidents/[^"]+)"', operator.read("/operations"))
    assert found is not None
    return found[1]


@pytest.mark.usefixtures("incident")
def test_an_incident_has_a_page_that_says_where_it_is(visitor: Visitor) -> None:
    operator = visitor("operator")
    address = incident_page(operator)

    page = operator.read(address)
    drawn = operator.get(f"{address}/diagram")

    assert "Only this side branch ends" in page
    assert '"late": {"remind": "Failed"}' in page
    assert (drawn.status_code, drawn.mimetype) == (200, "application/xml")


@pytest.mark.usefixtures("incident")
def test_giving_up_a_reminder_leaves_its_case_open(visitor: Visitor) -> None:
    operator = visitor("operator")
    address = incident_page(operator)

    answer = operator.post(f"{address}/give-up", page=address, ground="the mailbox is gone")

    assert answer.status_code == 303
    assert "No incident" in operator.read("/operations?told=given_up")
    assert visitor("clerk").first_task()


@pytest.mark.usefixtures("incident")
def test_a_mail_that_cannot_be_sent_is_skipped(visitor: Visitor) -> None:
    operator = visitor("operator")
    address = incident_page(operator)

    answer = operator.post(f"{address}/skip", page=address, ground="told by telephone")

    assert answer.status_code == 303
    assert "goes on without" in operator.read("/operations?told=skipped")


@pytest.mark.usefixtures("incident")
def test_all_incidents_of_an_operation_are_tried_again(visitor: Visitor, engine: Engine) -> None:
    operator = visitor("operator")

    answer = operator.post("/operations/retry", page="/operations", operation="notices.tell")

    assert answer.status_code == 303
    assert service_tasks.run_due(engine) == 1


@pytest.mark.usefixtures("incident")
def test_an_administrator_looks_and_does_nothing(visitor: Visitor) -> None:
    administrator = visitor("administrator")

    page = administrator.read(incident_page(administrator))

    assert "Try again" not in page
    assert "Give up" not in page


@pytest.mark.usefixtures("incident")
def test_an_incident_is_not_for_a_clerk(visitor: Visitor) -> None:
    address = incident_page(visitor("operator"))

    assert visitor("clerk").get(address).status_code == 403
    assert visitor("applicant").get(address).status_code in {403, 404}


def asking(engine: Engine) -> Engine:
    """An office whose reminders need a name that they do not get."""

    def knows_one(call: ServiceCall) -> ServiceResult:
        if call.answers.get("name") != "李四":
            raise ServiceTaskFailed("no_such_person", permanent=True)
        return ServiceResult()

    return replace(engine, handlers={"notices.tell": Handler(knows_one, reads=("name",))})


@pytest.fixture
def stuck(engine: Engine, clock: Clock) -> Engine:
    """An office in which the name of an application is wrong for another system."""
    made = asking(engine)
    applicant = Browser(create_app(made, WebSettings(demo=True)).test_client())
    applicant.sign_in("applicant")
    applicant.apply()
    clock.advance(days=3)
    timers.fire_due(made)
    service_tasks.run_due(made)
    return made


def test_a_head_finds_the_failed_step_on_the_case_and_corrects_it(stuck: Engine) -> None:
    app = create_app(stuck, WebSettings(demo=True))
    head, operator = Browser(app.test_client()), Browser(app.test_client())
    head.sign_in("head")
    operator.sign_in("operator")
    address = incident_page(operator)
    (row,) = incidents.open_incidents(stuck.store)
    case = head.read(f"/instances/{row.instance_id}")
    assert address in case

    wrong = head.post(f"{address}/correct", page=address, name="", ground="a typing error")
    right = head.post(f"{address}/correct", page=address, name="李四", ground="a typing error")
    served = service_tasks.run_due(stuck)

    assert (wrong.status_code, right.status_code, served) == (422, 303, 1)
    assert "a typing error" in head.read(f"/instances/{row.instance_id}")
    assert "No incident" in operator.read("/operations")


def test_an_operator_sees_no_answers_and_corrects_none(stuck: Engine) -> None:
    operator = Browser(create_app(stuck, WebSettings(demo=True)).test_client())
    operator.sign_in("operator")
    address = incident_page(operator)

    page = operator.read(address)
    answer = operator.post(f"{address}/correct", page=address, name="Bo", ground="a typing error")

    assert ANSWERS["name"] not in page
    assert "is not shown here" in page
    assert answer.status_code == 404


def away(_: ServiceCall) -> ServiceResult:
    raise ServiceTaskFailed("no_such_person", permanent=True)


def receipt(_: ServiceCall, given: Mapping[str, Any]) -> ServiceResult:
    return ServiceResult({}, {"loss_receipt_no": (given["loss_receipt_no"], "P2")})


# a reminder that is answered with a receipt
REPORTING = Handler(
    away,
    writes=(Written("loss_receipt_no"),),
    by_hand=ByHand(("loss_receipt_no",), receipt),
)


@pytest.fixture
def silent(engine: Engine, clock: Clock) -> Engine:
    """An office in which another system does not answer any more."""
    made = replace(engine, handlers={"notices.tell": REPORTING})
    applicant = Browser(create_app(made, WebSettings(demo=True)).test_client())
    applicant.sign_in("applicant")
    applicant.apply()
    clock.advance(days=3)
    timers.fire_due(made)
    service_tasks.run_due(made)
    return made


def test_a_head_enters_the_result_of_a_step_by_hand(silent: Engine) -> None:
    app = create_app(silent, WebSettings(demo=True))
    head, operator, auditor = (Browser(app.test_client()) for _ in range(3))
    head.sign_in("head")
    operator.sign_in("operator")
    auditor.sign_in("auditor")
    address = incident_page(operator)
    (row,) = incidents.open_incidents(silent.store)
    told = {"ground": "the line is down", "source": "read out by the register's officer"}

    shown = head.read(address)
    wrong = head.post(f"{address}/by-hand", page=address, loss_receipt_no="R", **told)
    bare = head.post(f"{address}/by-hand", page=address, loss_receipt_no="R-1234", source="x")
    right = head.post(f"{address}/by-hand", page=address, loss_receipt_no="R-1234", **told)
    again = head.post(f"{address}/by-hand", page=f"/instances/{row.instance_id}", **told)

    assert "Receipt of the loss report" in shown
    statuses = [each.status_code for each in (wrong, bare, right, again)]
    assert statuses == [422, 422, 303, 409]
    assert "the line is down" in wrong.get_data(as_text=True)
    for reader in (head, auditor):
        case = reader.read(f"/instances/{row.instance_id}")
        assert "Result entered by hand" in case
        assert "Reason: the line is down" in case
        assert "From: read out by the register" in case
        assert "Receipt of the loss report" in case
    assert "No incident" in operator.read("/operations")


def test_the_page_says_who_enters_a_result_and_which_nobody_does(silent: Engine) -> None:
    operator = Browser(create_app(silent, WebSettings(demo=True)).test_client())
    operator.sign_in("operator")
    address = incident_page(operator)
    never = replace(silent, handlers={"notices.tell": Handler(away)})
    elsewhere = Browser(create_app(never, WebSettings(demo=True)).test_client())
    elsewhere.sign_in("operator")

    answer = operator.post(f"{address}/by-hand", page=address, loss_receipt_no="R-1234")

    assert "who oversees the case may enter its result" in operator.read(address)
    assert "is not entered by hand" in elsewhere.read(address)
    assert answer.status_code == 404


@pytest.fixture
def late(visitor: Visitor, clock: Clock, engine: Engine) -> str:
    """A case whose deadline passed three days ago, which rang only now."""
    address = visitor("applicant").apply()
    clock.advance(days=5)
    timers.fire_due(engine)
    return address


def test_an_alarm_is_on_the_page_until_its_cause_is_gone(
    visitor: Visitor, clock: Clock, engine: Engine
) -> None:
    visitor("applicant").apply()
    clock.advance(days=4)
    alarms.watch(engine)
    operator = visitor("operator")
    rang = operator.read("/operations")

    timers.fire_due(engine)
    service_tasks.run_due(engine)
    alarms.watch(engine)

    assert "A deadline that was due on Wed 18 Mar, 1" in rang
    quiet = operator.read("/operations")
    assert 'role="alert"' not in quiet
    assert "Earlier alarms" in quiet


def test_somebody_looks_after_an_alarm(visitor: Visitor, clock: Clock, engine: Engine) -> None:
    visitor("applicant").apply()
    clock.advance(days=4)
    alarms.watch(engine)
    operator = visitor("operator")
    address = re.search(r'action="([^"]+/acknowledge)"', operator.read("/operations"))
    assert address is not None

    answer = operator.post(address[1], page="/operations")

    assert answer.status_code == 303
    assert "looks after it since" in operator.read("/operations?told=acknowledged")


def test_an_alarm_is_a_notice_that_leads_to_operations(
    visitor: Visitor, clock: Clock, engine: Engine
) -> None:
    visitor("applicant").apply()
    clock.advance(days=4)
    alarms.watch(engine)

    assert 'href="/operations"' in visitor("administrator").read("/notices")


OUTAGE = {
    "system": "network",
    "unit": "520000",
    "note": "the line of the province was cut",
    "begun": "2026-03-17T08:00",
    "ended": "2026-03-20T12:00",
}


def test_an_outage_stands_on_the_case_and_on_the_task_that_explains(
    visitor: Visitor, late: str
) -> None:
    operator, head = visitor("operator"), visitor("head")

    answer = operator.post("/operations/outages", page="/operations", **OUTAGE)

    assert answer.status_code == 303
    assert "the line of the province was cut" in operator.read("/operations")
    assert "Fell due during an outage: Network" in head.read(late)
    assert "Fell due during an outage: Network" in head.read(head.first_task())


def test_a_late_clock_tells_when_it_was_due_and_when_it_rang(visitor: Visitor, late: str) -> None:
    page = visitor("head").read(late)

    assert "Was due Thu 19 Mar, 17:00, rang only Sat 21 Mar, 09:00" in page


@pytest.mark.parametrize(
    "changes", [{"begun": ""}, {"begun": "soon"}, {"ended": "2026-03-16T08:00"}, {"note": "x"}]
)
def test_an_outage_that_cannot_be_is_refused(
    visitor: Visitor, clock: Clock, changes: dict[str, str]
) -> None:
    clock.advance(days=5)
    operator = visitor("operator")

    answer = operator.post("/operations/outages", page="/operations", **{**OUTAGE, **changes})

    assert answer.status_code == 422
    assert 'class="summary"' in answer.get_data(as_text=True)


def test_an_outage_that_lasts_is_ended_on_the_page(visitor: Visitor, clock: Clock) -> None:
    clock.advance(days=5)
    operator = visitor("operator")
    operator.post("/operations/outages", page="/operations", **{**OUTAGE, "ended": ""})
    address = re.search(r'action="([^"]+/end)"', operator.read("/operations"))
    assert address is not None

    answer = operator.post(address[1], page="/operations")

    assert answer.status_code == 303
    assert "It is over" not in operator.read("/operations")


@pytest.mark.parametrize("who", ["clerk", "administrator"])
def test_outages_are_recorded_by_operators_only(visitor: Visitor, clock: Clock, who: str) -> None:
    clock.advance(days=5)

    answer = visitor(who).post("/operations/outages", page="/password", **OUTAGE)

    assert answer.status_code == 403


def test_the_page_lists_what_comes_next(visitor: Visitor) -> None:
    visitor("applicant").apply()

    page = visitor("operator").read("/operations")

    assert "Next deadlines and reminders" in page
    assert "CLK-PRE" in page
    assert "Nothing waits for another system." in page


@pytest.mark.usefixtures("incident")
def test_the_page_lists_the_outbox_by_operation(visitor: Visitor) -> None:
    page = visitor("operator").read("/operations")

    assert "<td>notices.tell</td>" in page


def test_a_timer_that_is_overdue_is_told(visitor: Visitor, clock: Clock, engine: Engine) -> None:
    visitor("applicant").apply()
    clock.advance(days=4)

    page = visitor("operator").read("/operations")

    assert "Wed 18 Mar, 17:00" in page


def test_a_load_balancer_is_told_that_the_store_answers(visitor: Visitor) -> None:
    answer = visitor().get("/healthz")

    assert (answer.status_code, answer.get_json()["status"]) == (200, "ok")


@dataclass(frozen=True)
class Tick:
    """How a tick says it is."""

    silent_for: float | None = 0.4
    failure: str = ""
    clock_jumped: bool = False


@dataclass
class Works:
    """A tick that does nothing but be looked at."""

    state: Tick = Tick()

    def accept_clock(self) -> None:
        self.state = replace(self.state, clock_jumped=False)


def _browser(engine: Engine, works: Works, username: str = "") -> Browser:
    browser = Browser(create_app(engine, WebSettings(demo=True), works).test_client())
    if username:
        browser.sign_in(username)
    return browser


@pytest.mark.parametrize("silent", [None, 10.5])
def test_a_clock_that_stands_is_told_to_the_load_balancer(
    engine: Engine, silent: float | None
) -> None:
    answer = _browser(engine, Works(Tick(silent))).get("/healthz")

    assert answer.status_code == 503
    assert answer.get_json()["reason"] == "The clock has not ticked for more than 10 seconds."


@pytest.mark.parametrize("username", ["operator", "administrator"])
def test_who_looks_after_it_is_told_on_every_page_that_nothing_ticks(
    engine: Engine, username: str
) -> None:
    browser = _browser(engine, Works(Tick(silent_for=10.5)), username)

    pages = [browser.read(address) for address in ("/operations", "/notices")]

    assert all("Nothing ticks: deadlines do not ring" in page for page in pages)
    assert all('href="/operations"' in page for page in pages)


def test_nobody_else_is_told_and_a_tick_takes_it_back(engine: Engine) -> None:
    silent, ticking = Works(Tick(silent_for=10.5)), Works()

    clerk, guest = _browser(engine, silent, "clerk"), _browser(engine, silent)
    operator = _browser(engine, ticking, "operator")

    pages = [clerk.read("/inbox"), guest.read("/"), operator.read("/operations")]
    assert not [page for page in pages if "Nothing ticks" in page]


def test_a_database_that_does_not_answer_is_told_to_the_load_balancer(
    engine: Engine, tmp_path: Path
) -> None:
    gone = replace(engine, store=database.open_store(f"sqlite:///{tmp_path}/no/such.db"))

    answer = _browser(gone, Works()).get("/healthz")

    assert (answer.status_code, answer.get_json()["status"]) == (503, "down")


def test_an_operator_sees_tick_and_database(engine: Engine) -> None:
    page = _browser(engine, Works(), "operator").read("/operations")

    assert "0.4 s ago" in page
    assert re.search(r"SQLite, \d+\.\d MB", page)
    assert "jumped" not in page


def test_after_a_jump_an_operator_says_that_the_clock_is_right(engine: Engine) -> None:
    works = Works(Tick(clock_jumped=True))
    operator = _browser(engine, works, "operator")

    shown = operator.read("/operations")
    answer = operator.post("/operations/clock", page="/operations")

    assert "The clock is right" in shown
    assert (answer.status_code, works.state.clock_jumped) == (303, False)
    assert _last_kind(engine) == ("clock_accepted", "operator")
    assert operator.post("/operations/clock", page="/operations").status_code == 409


def test_an_administrator_sees_the_jump_and_may_not_judge_it(engine: Engine) -> None:
    works = Works(Tick(clock_jumped=True))
    administrator = _browser(engine, works, "administrator")

    shown = administrator.read("/operations")
    answer = administrator.post("/operations/clock", page="/operations")

    assert ("jumped" in shown, "The clock is right" in shown) == (True, False)
    assert (answer.status_code, works.state.clock_jumped) == (403, True)


def _last_kind(engine: Engine) -> tuple[str, str]:
    entry = tables.day_entry.c
    last = select(entry.kind, entry.actor).order_by(entry.day.desc(), entry.seq.desc()).limit(1)
    with reading(engine.store) as tx:
        kind, actor = tx.one(Statement("last_day_entry", last), {})
    return kind, actor
