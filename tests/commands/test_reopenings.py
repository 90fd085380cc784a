"""Closed cases that are taken up again by order of those who oversee them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from engine.commands import history, process_instances, reopenings, timers, user_tasks
from engine.commands.reopenings import Order
from engine.core import instants
from engine.core.errors import Conflict, InvalidInput, NotFound, NotPermitted
from engine.core.people import Actor
from engine.store.queries import answers, attachments, instances
from engine.store.queries import history as entries
from engine.store.queries import reopenings as queries
from engine.store.queries import timers as timer_queries
from engine.store.queries.instances import InstanceRow
from engine.store.transaction import reading
from forms.posted import Posted, Upload
from tests.bpmn.drawing import end, exclusive, flow, lane, path, process, start, timer_on, user
from tests.bpmn.offices import OTHER_STATION
from tests.commands.offices import (
    APPLICANT,
    AUDITOR,
    CLERK,
    COUNTY,
    HEAD,
    NEIGHBOUR,
    Office,
    person,
    posted,
)
from tests.commands.procedures import form, text
from tests.forms.pictures import jpeg

LEADER = person("lea", ("leader", COUNTY))
ORDER = Order("overturned on reconsideration", "Order 12 of 2026")
PROCEDURE = process(
    "p",
    lane("home", "start", role="applicant", jurisdiction="own_case"),
    lane("desk", "check", "decided", "granted", "refused", "late", jurisdiction="station"),
    start(instants="submitted_at", unique="subject", status="SUBMITTED"),
    user("check"),
    timer_on(
        "check",
        "clock",
        "calendar days after(submitted_at, 60)",
        deadline="CLK-STAT",
        kind="breach",
        legalBasis="Art. 1",
    ),
    end("late"),
    exclusive("decided", default="refused"),
    end("granted", status="DELIVERED"),
    end("refused", status="RETURNED"),
    path("start", "check", "decided", "refused"),
    flow("decided", "granted", 'decision = "PASS"'),
    flow("clock", "late"),
)
PHOTO = {
    "type": "filepicker",
    "key": "photo",
    "label": "photo",
    "accept": ".jpg",
    "properties": {"class": "P3"},
}
FORMS = {
    "p/start.json": form(text("subject"), text("note", "P1"), PHOTO),
    "p/check.json": form(text("decision")),
}


@pytest.fixture(autouse=True)
def _deployed(office: Office) -> None:
    office.deploy(PROCEDURE, files=FORMS)


def closed(office: Office, decision: str = "NO", actor: Actor = APPLICANT) -> str:
    """Let a case be filed with a photograph, and decided on."""
    application = Posted(
        {"subject": ("7",), "note": ("lost",)}, {"photo": Upload("p.jpg", jpeg())}
    )
    instance = process_instances.start(office.engine, "p", actor, application)
    user_tasks.complete(office.engine, office.task(), CLERK, posted(decision=decision))
    return instance


def case(office: Office, instance: str) -> InstanceRow:
    found = instances.page(office.engine.store, instance)
    assert found is not None
    return found


def answered(office: Office, instance: str) -> dict[str, object]:
    known = answers.current(office.engine.store, instance)
    return {row.field: row.value for row in known}


@pytest.mark.parametrize("actor", [HEAD, LEADER], ids=["head", "leader"])
def test_a_refused_case_is_taken_up_again_for_the_same_person(
    office: Office, actor: Actor
) -> None:
    old = closed(office)

    new = reopenings.reopen(office.engine, old, ORDER, actor)

    assert [row.instance_id for row in office.inbox()] == [new]
    assert case(office, new).started_by == APPLICANT.id
    assert answered(office, new)["note"] == "lost"
    assert answered(office, new)["reopens"] == case(office, old).case_no


def test_the_old_outcome_stays_and_counts_as_reversed(office: Office) -> None:
    old = closed(office)
    before = case(office, old)

    new = reopenings.reopen(office.engine, old, ORDER, HEAD)

    assert case(office, old) == before
    (row,) = queries.latest(office.engine.store, 9)
    assert (row.instance_id, row.reopened_as, row.reference) == (old, new, "Order 12 of 2026")


def test_both_histories_tell_the_order_and_each_other(office: Office) -> None:
    old = closed(office)

    new = reopenings.reopen(office.engine, old, ORDER, HEAD)

    ended = entries.timeline(office.engine.store, old)[-1]
    begun = entries.timeline(office.engine.store, new)[0]
    assert (ended.kind, ended.actor) == ("instance_reopened", HEAD.id)
    assert ended.body["reopened_as"] == case(office, new).case_no
    assert (begun.actor, begun.body["reopens"]) == (HEAD.id, case(office, old).case_no)
    assert ended.body["ground"] == begun.body["ground"] == ORDER.ground
    assert history.verify(office.engine).broken == ()


def test_the_clock_counts_from_the_order(office: Office) -> None:
    old = closed(office)
    office.clock.advance(days=30)

    new = reopenings.reopen(office.engine, old, ORDER, HEAD)

    (clock,) = timer_queries.of(office.engine.store, new)
    assert clock.start_at == instants.text(office.clock.now)


def test_the_clock_counts_from_the_filing_where_the_order_says_so(office: Office) -> None:
    filed = office.clock.now
    old = closed(office)
    office.clock.advance(days=90)

    new = reopenings.reopen(office.engine, old, replace(ORDER, counts_from_filing=True), HEAD)

    (clock,) = timer_queries.of(office.engine.store, new)
    assert clock.start_at == instants.text(filed)
    assert timers.fire_due(office.engine) == 1


def test_a_photograph_is_copied_to_the_new_case(office: Office) -> None:
    old = closed(office)

    new = reopenings.reopen(office.engine, old, ORDER, HEAD)

    before, after = answered(office, old)["photo"], answered(office, new)["photo"]
    with reading(office.engine.store) as tx:
        kept, copy = (attachments.one(tx, str(each)) for each in (before, after))
    assert before != after
    assert (copy.instance_id, bytes(copy.body)) == (new, bytes(kept.body))


@pytest.mark.parametrize(
    ("actor", "refusal"),
    [
        (CLERK, NotPermitted),
        (APPLICANT, NotPermitted),
        (AUDITOR, NotPermitted),
        (NEIGHBOUR, NotFound),
        (person("far", ("head", OTHER_STATION)), NotFound),
    ],
    ids=["clerk", "applicant", "auditor", "neighbour", "other station"],
)
def test_nobody_else_may_order_it(office: Office, actor: Actor, refusal: type[Exception]) -> None:
    old = closed(office)

    with pytest.raises(refusal):
        reopenings.reopen(office.engine, old, ORDER, actor)

    assert not reopenings.may_order(office.engine, case(office, old), actor)


def test_nobody_orders_it_in_the_own_case(office: Office) -> None:
    chief = person("hong", ("head", HEAD.unit), ("applicant", HEAD.unit))
    old = closed(office, actor=chief)

    with pytest.raises(NotPermitted):
        reopenings.reopen(office.engine, old, ORDER, chief)


def test_an_open_case_is_not_taken_up_again(office: Office) -> None:
    instance = office.start(APPLICANT, subject="7")

    with pytest.raises(Conflict, match="instance_still_open"):
        reopenings.reopen(office.engine, instance, ORDER, HEAD)


def test_a_granted_case_is_not_taken_up_again(office: Office) -> None:
    old = closed(office, "PASS")

    with pytest.raises(Conflict, match="not_reversible"):
        reopenings.reopen(office.engine, old, ORDER, HEAD)


def test_a_case_is_taken_up_again_once(office: Office) -> None:
    old = closed(office)
    reopenings.reopen(office.engine, old, ORDER, HEAD)

    with pytest.raises(Conflict, match="already_reopened"):
        reopenings.reopen(office.engine, old, ORDER, HEAD)


def test_a_case_is_not_taken_up_again_while_the_person_has_another(office: Office) -> None:
    old = closed(office)
    office.start(APPLICANT, subject="7")

    with pytest.raises(Conflict, match="open_instance_exists"):
        reopenings.reopen(office.engine, old, ORDER, HEAD)

    assert queries.of(office.engine.store, old) == ()


@pytest.mark.parametrize(
    "order",
    [Order(" ", "Order 12"), Order("overturned", " "), Order("x" * 501, "Order 12")],
    ids=["no ground", "no reference", "too long"],
)
def test_an_order_says_why_and_where_it_is_written(office: Office, order: Order) -> None:
    old = closed(office)

    with pytest.raises(InvalidInput):
        reopenings.reopen(office.engine, old, order, HEAD)
