"""The sentence at the top of an own case: who acts next, and by when."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from engine.commands import process_definitions, timers
from engine.commands.engine import Engine
from engine.core.people import SYSTEM
from tests.bpmn.drawing import (
    draw,
    end,
    flow,
    lane,
    parallel,
    path,
    process,
    start,
    timer_on,
    user,
)
from tests.web.browsers import Browser, Clock
from tests.web.permits import REQUIRED, _field, _form

Visitor = Callable[..., Browser]
P1 = {"class": "P1"}


def deadline(on: str, name: str, days: int, clock: str) -> str:
    due = f"working days after(submitted_at, {days})"
    return timer_on(
        on,
        name,
        due,
        timing="timeDate",
        interrupting=False,
        deadline=clock,
        kind="breach",
        legalBasis="Card Act, s. 1",
    )


DIAGRAM = draw(
    process(
        "card",
        lane("holder", "asked", "pay", role="applicant", jurisdiction="own_case"),
        lane("window", "both", "hand", "joined", "handed", role="window", jurisdiction="station"),
        lane("Courier", "carry", role="courier"),
        lane("edge", "late_road", "late_hand", "told", "known", jurisdiction="station"),
        start("asked", instants="submitted_at"),
        parallel("both"),
        user("pay"),
        user("carry"),
        deadline("carry", "late_road", 1, "CLK-CARRY"),
        parallel("joined"),
        user("hand", status="AT_STATION"),
        deadline("hand", "late_hand", 3, "CLK-PICKUP"),
        end("handed"),
        end("told"),
        end("known"),
        path("asked", "both", "pay", "joined", "hand", "handed"),
        path("both", "carry", "joined"),
        flow("late_road", "told"),
        flow("late_hand", "known"),
    )
)
STATION = _field("accepting_station", "select", valuesKey="stations", properties=P1, **REQUIRED)
FILES = {
    "card.bpmn": DIAGRAM,
    "card/asked.json": _form(STATION),
    "card/pay.json": _form(_field("receipt", properties=P1)),
    "card/carry.json": _form(_field("carried", properties=P1)),
    "card/hand.json": _form(_field("handed_to", properties=P1)),
}


@pytest.fixture
def case(engine: Engine, visitor: Visitor) -> str:
    """The address of a case in which the holder pays while the card is carried."""
    process_definitions.deploy(engine, FILES, SYSTEM)
    answer = visitor("applicant").post("/apply/card", accepting_station="520102001")
    assert answer.status_code == 303, answer.get_data(as_text=True)
    return answer.headers["Location"].partition("?")[0]


def paid(visitor: Visitor, case: str) -> Browser:
    applicant = visitor("applicant")
    own = applicant.read(case).split('href="/tasks/')[1].split('"')[0]
    applicant.post(f"/tasks/{own}", page=f"/tasks/{own}", receipt="R1")
    return applicant


def carried_and_paid(visitor: Visitor, case: str) -> Browser:
    courier = visitor("courier")
    task = courier.first_task()
    courier.post(task, page=task, carried="yes")
    return paid(visitor, case)


def test_the_deadline_of_the_courier_is_not_the_offices(case: str, visitor: Visitor) -> None:
    page = paid(visitor, case).read(case)

    assert "Next to act, until Tue 17 Mar, 17:00: Courier." in page
    assert "The office has until" not in page


def test_a_late_courier_is_named(
    case: str, visitor: Visitor, engine: Engine, clock: Clock
) -> None:
    paid(visitor, case)
    clock.advance(days=2)
    timers.fire_due(engine)

    page = visitor("applicant").read(case)

    assert "Next to act, late since Tue 17 Mar, 17:00: Courier." in page


def test_the_deadline_of_somebody_else_is_not_the_applicants(case: str, visitor: Visitor) -> None:
    page = visitor("applicant").read(case)

    assert "Waits for you" in page
    assert "You have until" not in page


def test_a_card_that_waits_is_the_holders_to_collect(case: str, visitor: Visitor) -> None:
    page = carried_and_paid(visitor, case).read(case)

    assert "Collect the card by Thu 19 Mar, 17:00." in page
    assert "The office has until" not in page


def test_nobody_is_sorry_that_a_card_was_not_collected(
    case: str, visitor: Visitor, engine: Engine, clock: Clock
) -> None:
    carried_and_paid(visitor, case)
    clock.advance(days=4)
    timers.fire_due(engine)

    page = visitor("applicant").read(case)

    assert "The card was to be collected by Thu 19 Mar, 17:00." in page
    assert "We are sorry" not in page
