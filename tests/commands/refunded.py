"""Fees that were settled at a window, and refunds of them."""

from __future__ import annotations

from engine.commands import process_instances, refunds, tills, user_tasks
from engine.commands.refunds import RefundText
from engine.commands.tills import Till
from engine.core import instants
from engine.core.people import Actor
from engine.store.queries import history as entries
from engine.store.queries import notices
from engine.store.queries import refunds as queries
from engine.store.queries.notices import NoticeRow
from engine.store.queries.refunds import RefundRow
from engine.store.transaction import reading
from tests.bpmn.drawing import end, lane, path, process, start, user
from tests.bpmn.offices import STATION
from tests.commands.offices import APPLICANT, HEAD, Office, person, posted
from tests.commands.procedures import form, text

WINDOW = person("wen", ("window", STATION))
WHOLE = RefundText("40", "refused", "", "T-1")
PAID = {"fee_payment": "PAID", "fee_amount": "40", "fee_receipt_no": "R-1"}
PROCEDURE = process(
    "p",
    lane("home", "start", role="applicant", jurisdiction="own_case"),
    lane("window", "receive", "end", role="window", jurisdiction="station"),
    start(),
    user("receive"),
    end(),
    path("start", "receive", "end"),
)
FORMS = {
    "p/start.json": form(text("id_number")),
    "p/receive.json": form(*(text(name, "P1") for name in PAID)),
}


def settled(office: Office, actor: Actor = APPLICANT, **changes: str) -> str:
    """Let a fee be settled at the window, with which the case ends."""
    answers = posted(id_number="52019919850704202X")
    instance = process_instances.start(office.engine, "p", actor, answers)
    (row,) = (row for row in office.inbox(WINDOW) if row.instance_id == instance)
    user_tasks.complete(office.engine, row.task_id, WINDOW, posted(**{**PAID, **changes}))
    return instance


def asked(office: Office, instance: str, given: RefundText = WHOLE) -> str:
    return refunds.ask(office.engine, instance, given, WINDOW)


def given_back(office: Office, instance: str, given: RefundText = WHOLE) -> str:
    refund = asked(office, instance, given)
    refunds.confirm(office.engine, refund, HEAD)
    return refund


def only(office: Office, instance: str) -> RefundRow:
    (row,) = queries.of(office.engine.store, instance)
    return row


def till(office: Office) -> Till:
    day = office.clock.now.astimezone(instants.ZONE).date()
    return tills.of_day(office.engine, STATION, day, WINDOW)


def told(office: Office) -> tuple[NoticeRow, ...]:
    with reading(office.engine.store) as tx:
        return notices.latest(tx, APPLICANT.id)


def kinds(office: Office, instance: str) -> list[str]:
    return [entry.kind for entry in entries.timeline(office.engine.store, instance)]
