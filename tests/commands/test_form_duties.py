"""Forms against duties: an auxiliary decides nothing, who makes the card sees no address."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import pytest

from engine.commands import piles, process_definitions, sheets, user_tasks
from engine.commands.engine import Engine
from engine.core.findings import Finding
from engine.store.queries import instances
from tests.bpmn.drawing import (
    call,
    draw,
    end,
    exclusive,
    flow,
    lane,
    message_on,
    path,
    process,
    start,
    timer_on,
    user,
)
from tests.bpmn.offices import STATION
from tests.commands.offices import CLERK, Office, person, posted
from tests.commands.procedures import form, text

LABELLED = "acceptance_no mail_address"
REASON = {
    "type": "select",
    "key": "prd_code",
    "label": "Reason",
    "values": [{"value": "PRD-01", "label": "Portrait"}],
}
DISPATCHER = person("dis", ("dispatcher", STATION))


def shows(facts: str, *components: Mapping[str, Any]) -> bytes:
    document = json.loads(form(*(components or [text("note")])))
    return json.dumps({**document, "properties": {"facts": facts}}).encode()


def asked(role: str, *more: str, **properties: str) -> str:
    """Draw a process with one task for a role, which a clerk begins."""
    lanes = lane("desk", "start", "end", jurisdiction="station")
    own = lane("own", "work", role=role, jurisdiction="station")
    return process(
        "p",
        lanes + own,
        start(),
        user("work", **properties),
        end(),
        path("start", "work", "end"),
        *more,
    )


def choosing(role: str, condition: str) -> str:
    return process(
        "p",
        lane("desk", "start", "end", jurisdiction="station"),
        lane("own", "work", role=role, jurisdiction="station"),
        start(),
        user("work"),
        exclusive("way", "way_to_end"),
        end(),
        end("other"),
        path("start", "work", "way", "end"),
        flow("way", "other", condition),
    )


def found(office: Office, *drawn: str, **forms: bytes) -> list[Finding]:
    files = {f"{name.replace('__', '/')}.json": body for name, body in forms.items()}
    codes = {"auxiliary_decides", "auxiliary_ends_work", "contact_withheld", "more_than_label"}
    engine: Engine = office.engine
    checked = process_definitions.check(engine, {"p.bpmn": draw(*drawn), **files})
    return [each for each in checked if each.code in codes]


def test_an_auxiliary_gives_no_answer_that_a_condition_reads(office: Office) -> None:
    drawn = choosing("auxiliary", 'looks = "odd"')

    (finding,) = found(office, drawn, p__work=form(text("looks"), text("note")))

    assert (finding.code, finding.file, finding.element) == ("auxiliary_decides", "p.bpmn", "work")
    assert finding.parameters["field"] == "looks"


def test_an_officer_gives_it(office: Office) -> None:
    drawn = choosing("clerk", 'looks = "odd"')

    assert found(office, drawn, p__work=form(text("looks"))) == []


def test_an_auxiliary_gives_no_answer_that_a_timer_reads(office: Office) -> None:
    late = timer_on("work", "late", "working days after(begun_on, 3)", "timeDate")
    drawn = asked("auxiliary", late, end("o"), flow("late", "o"))

    (finding,) = found(office, drawn, p__work=form(text("begun_on")))

    assert finding.parameters["field"] == "begun_on"


def test_an_auxiliary_gives_no_answer_that_a_process_around_it_reads(office: Office) -> None:
    outer = process(
        "outer",
        lane("around", "begin", "go", "way", "done", "other", jurisdiction="station"),
        start("begin"),
        call("go", "p"),
        exclusive("way", "way_to_done"),
        end("done"),
        end("other"),
        path("begin", "go", "way", "done"),
        flow("way", "other", "looks = null"),
    )

    codes = [
        each.code for each in found(office, outer, asked("auxiliary"), p__work=form(text("looks")))
    ]

    assert codes == ["auxiliary_decides"]


@pytest.mark.parametrize("asking", [REASON, text("rev_decision"), text("signature")])
def test_an_auxiliary_gives_no_reason_and_signs_nothing(
    office: Office, asking: Mapping[str, Any]
) -> None:
    codes = [each.code for each in found(office, asked("auxiliary"), p__work=form(asking))]

    assert codes == ["auxiliary_decides"]


def test_an_auxiliary_scans_codes(office: Office) -> None:
    assert found(office, asked("auxiliary"), p__work=form(text("bag_code"))) == []


def test_an_auxiliary_registers_what_arrived_and_where_it_lies(office: Office) -> None:
    drawn = choosing("auxiliary", 'arrival_result = "DAMAGED"')
    arrival = form(text("arrival_result"), text("shelf_no"), text("arrival_note"))

    assert found(office, drawn, p__work=arrival) == []


def test_an_auxiliary_sends_no_message_that_ends_the_work_of_others(office: Office) -> None:
    told = message_on("work", "told", "told", role="auxiliary", jurisdiction="station")
    drawn = asked("clerk", told, end("o"), flow("told", "o"))

    findings = process_definitions.check(
        office.engine,
        {"p.bpmn": draw(drawn, messages=("told",)), "p/work.json": form(text("note"))},
    )

    assert ("auxiliary_ends_work", "told") in {(each.code, each.element) for each in findings}


@pytest.mark.parametrize("role", ["maker", "inspector"])
@pytest.mark.parametrize("facts", ["phone", "name hukou_address", LABELLED])
def test_who_makes_the_card_is_shown_no_phone_and_no_address(
    office: Office, role: str, facts: str
) -> None:
    (finding,) = found(office, asked(role), p__work=shows(facts))

    assert (finding.code, finding.element) == ("contact_withheld", "work")
    assert finding.parameters["field"] == facts.rsplit(maxsplit=1)[-1]


def test_who_makes_the_card_is_not_asked_for_a_phone_by_any_name(office: Office) -> None:
    asking = {**text("reach_me_at"), "properties": {"class": "P2", "rule": "phone"}}

    (finding,) = found(office, asked("maker"), p__work=form(asking))

    assert (finding.code, finding.parameters["field"]) == ("contact_withheld", "reach_me_at")


def test_work_in_bulk_is_not_listed_by_address(office: Office) -> None:
    drawn = asked("maker", bulk="card_serial", bulkBy="mail_division")

    (finding,) = found(office, drawn, p__work=form(text("note")))

    assert finding.parameters["field"] == "mail_division"


def test_the_dispatcher_may_be_shown_the_label_and_no_other_address(office: Office) -> None:
    (finding,) = found(office, asked("dispatcher"), p__work=shows(f"{LABELLED} hukou_address"))

    assert finding.parameters["field"] == "hukou_address"


def test_the_courier_is_shown_the_label_and_nothing_else(office: Office) -> None:
    drawn = asked("courier")

    (finding,) = found(office, drawn, p__work=shows("waybill_no mail_recipient id_number"))

    assert (finding.code, finding.parameters["field"]) == ("more_than_label", "id_number")


@pytest.mark.parametrize("role", ["auxiliary", "window"])
def test_an_auxiliary_or_an_officer_beside_does_the_work_of_an_auxiliary(
    office: Office, role: str
) -> None:
    drawn = process(
        "p",
        lane("desk", "start", "work", "end", role="window", jurisdiction="station"),
        start(),
        user("work", role="auxiliary", bulk="bag_no"),
        end(),
        path("start", "work", "end"),
    )
    office.deploy(drawn, files={"p/work.json": form(text("shelf_no"))})
    worker, other = person("wu", (role, STATION)), person("aux", ("auxiliary", STATION))
    instance = office.start(person("win", ("window", STATION)))

    user_tasks.claim(office.engine, office.task(other), other)
    user_tasks.release(office.engine, office.task(worker), other)
    waiting = len(piles.sheet(office.engine, ("p", "work"), worker).rows)
    user_tasks.complete(office.engine, office.task(worker), worker, posted(shelf_no="A-1"))

    ended = instances.page(office.engine.store, instance)
    assert waiting == 1
    assert ended is not None
    assert ended.outcome == "end"


@pytest.mark.parametrize(("way", "seen"), [("MAIL", True), ("PICKUP", False)])
def test_the_dispatcher_sees_the_address_of_a_case_while_it_is_to_be_mailed(
    office: Office, way: str, *, seen: bool
) -> None:
    drawn = process(
        "p",
        lane("desk", "start", "fill", "end", jurisdiction="station"),
        lane("own", "work", role="dispatcher", jurisdiction="station"),
        start(),
        user("fill"),
        user("work", bulk="acceptance_no"),
        end(),
        path("start", "fill", "work", "end"),
    )
    keys = ("acceptance_no", "mail_address", "delivery_method")
    files = {"p/fill.json": form(*map(text, keys)), "p/work.json": shows(LABELLED)}
    office.deploy(drawn, files=files)
    office.start()
    given = posted(acceptance_no="1", mail_address="Road 1", delivery_method=way)
    user_tasks.complete(office.engine, office.task(), CLERK, given)

    task = sheets.task(office.engine, office.task(DISPATCHER), DISPATCHER)
    (row,) = piles.sheet(office.engine, ("p", "work"), DISPATCHER).rows

    assert ("mail_address" in {each.field for each in task.facts}) is seen
    assert ("mail_address" in row.facts) is seen
    assert row.key == "1"
