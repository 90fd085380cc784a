"""What operators and heads meet of a step that failed: trying again, giving up, correcting."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest

from engine.commands import process_definitions, service_tasks, timers
from engine.commands.engine import Engine
from engine.core.errors import ServiceTaskFailed
from engine.core.people import SYSTEM
from engine.core.services import ByHand, Handler, ServiceCall, ServiceResult, Written
from engine.store.queries import incidents
from tests.web.browsers import Browser, Clock, Visitor
from tests.web.permits import ANSWERS, FILES, FORMS
from web.app import create_app
from web.settings import WebSettings


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


def incident_page(browser: Browser, page: str = "/operations") -> str:
    """Follow the link to an incident from a page."""
    found = re.search(r'href="(/operations/incidents/[^"]+)"', browser.read(page))
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


def signed_in(office: Engine, username: str) -> Browser:
    """Give the browser of a person in an office of its own handlers."""
    browser = Browser(create_app(office, WebSettings(demo=True)).test_client())
    browser.sign_in(username)
    return browser


def stopped(engine: Engine, clock: Clock, handler: Handler) -> Engine:
    """Give an office in which the reminder of one application failed."""
    made = replace(engine, handlers={"notices.tell": handler})
    signed_in(made, "applicant").apply()
    clock.advance(days=3)
    timers.fire_due(made)
    service_tasks.run_due(made)
    return made


def knows_one(call: ServiceCall) -> ServiceResult:
    if call.answers.get("name") != "李四":
        raise ServiceTaskFailed("no_such_person", permanent=True)
    return ServiceResult()


@pytest.fixture
def stuck(engine: Engine, clock: Clock) -> Engine:
    """An office in which the name of an application is wrong for another system."""
    return stopped(engine, clock, Handler(knows_one, reads=("name",)))


def test_a_head_finds_the_failed_step_on_the_case_and_corrects_it(stuck: Engine) -> None:
    head, operator = signed_in(stuck, "head"), signed_in(stuck, "operator")
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


def test_the_case_says_which_number_was_typed_wrongly(engine: Engine, clock: Clock) -> None:
    asked = json.loads(FORMS["permit/asked.json"])
    (number,) = (each for each in asked["components"] if each["key"] == "name")
    number["properties"]["once"] = "name"
    files = {**FILES, "permit/asked.json": json.dumps(asked).encode()}
    process_definitions.deploy(engine, files, SYSTEM)
    office = stopped(engine, clock, Handler(knows_one, reads=("name",)))
    head, applicant = signed_in(office, "head"), signed_in(office, "applicant")
    (row,) = incidents.open_incidents(office.store)
    case = f"/instances/{row.instance_id}"
    address = incident_page(head, case)

    answer = head.post(f"{address}/correct", page=address, name="李四", ground="a typing error")

    assert answer.status_code == 303
    assert "Free again, because it was typed wrongly: Name" in head.read(case)
    assert "Free again" not in applicant.read(case)


def test_an_operator_sees_no_answers_and_corrects_none(stuck: Engine) -> None:
    operator = signed_in(stuck, "operator")
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
    return stopped(engine, clock, REPORTING)


def test_a_head_enters_the_result_of_a_step_by_hand(silent: Engine) -> None:
    head, operator = signed_in(silent, "head"), signed_in(silent, "operator")
    auditor = signed_in(silent, "auditor")
    address = incident_page(operator)
    (row,) = incidents.open_incidents(silent.store)
    told = {"ground": "the line is down", "source": "read out by the register's officer"}

    shown = head.read(address)
    wrong = head.post(f"{address}/by-hand", page=address, loss_receipt_no="R", **told)
    bare = head.post(f"{address}/by-hand", page=address, loss_receipt_no="R-1234", source="x")
    right = head.post(f"{address}/by-hand", page=address, loss_receipt_no="R-1234", **told)
    again = head.post(f"{address}/by-hand", page=f"/instances/{row.instance_id}", **told)

    assert "Receipt of the loss report" in shown
    assert 'href="#by-hand-loss_receipt_no"' in wrong.get_data(as_text=True)
    assert max(Counter(re.findall(r' id="([^"]+)"', shown)).values()) == 1
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
    operator = signed_in(silent, "operator")
    address = incident_page(operator)
    never = replace(silent, handlers={"notices.tell": Handler(away)})
    elsewhere = signed_in(never, "operator")

    answer = operator.post(f"{address}/by-hand", page=address, loss_receipt_no="R-1234")

    assert "who oversees the case may enter its result" in operator.read(address)
    assert "is not entered by hand" in elsewhere.read(address)
    assert answer.status_code == 404


@pytest.mark.usefixtures("incident")
def test_the_page_lists_the_outbox_by_operation(visitor: Visitor) -> None:
    page = visitor("operator").read("/operations")

    assert "<td>notices.tell</td>" in page
