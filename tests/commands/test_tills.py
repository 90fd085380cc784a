"""What the till of a unit adds up on a day: fees that were taken and given back."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from engine.commands import refunds, tills, user_tasks
from engine.core import instants
from engine.store.failpoints import Failpoints
from tests.bpmn.drawing import end, lane, path, process, start, user
from tests.bpmn.offices import STATION
from tests.commands.offices import APPLICANT, COUNTY, HEAD, NEIGHBOUR, Office, person, posted
from tests.commands.procedures import form, text
from tests.commands.refunded import (
    FORMS,
    PAID,
    PROCEDURE,
    WHOLE,
    WINDOW,
    asked,
    given_back,
    kinds,
    settled,
    till,
)

AT_TWO_PLACES = process(
    "p",
    lane("home", "start", role="applicant", jurisdiction="own_case"),
    lane("county", "look", jurisdiction="household_county"),
    lane("window", "receive", "end", role="window", jurisdiction="station"),
    start(),
    user("look"),
    user("receive"),
    end(),
    path("start", "look", "receive", "end"),
)


@pytest.fixture(autouse=True)
def _deployed(office: Office) -> None:
    office.deploy(PROCEDURE, files=FORMS)


def test_the_till_takes_a_refund_off_on_the_day_of_its_confirmation(office: Office) -> None:
    instance = settled(office)
    settled(office, NEIGHBOUR)
    office.clock.advance(days=1)
    refund = asked(office, instance)
    asked_on = till(office).amount
    office.clock.advance(days=1)

    refunds.confirm(office.engine, refund, HEAD)

    assert asked_on == Decimal(0)
    found = till(office)
    assert found.amount == Decimal(-40)
    assert [(one.payment, one.amount, one.receipt) for one in found.payments] == [
        ("REFUND", Decimal(-40), "T-1")
    ]
    (total,) = found.totals
    assert (total.officer, total.count, total.refunds) == (WINDOW.id, 0, 1)
    assert (total.taken, total.given_back) == (Decimal(0), Decimal(40))


def test_the_till_adds_up_what_was_paid_reduced_exempt_and_given_back(office: Office) -> None:
    settled(office, fee_amount="20.50", fee_payment="REDUCED")
    settled(office, NEIGHBOUR, fee_payment="EXEMPT")
    given_back(office, settled(office, person("ned", ("applicant", STATION))))
    settled(office, person("ida", ("applicant", STATION)), fee_amount="20")

    found = till(office)

    (total,) = found.totals
    assert (total.count, total.taken, total.given_back) == (4, Decimal("80.50"), Decimal(40))
    assert found.amount == total.amount == Decimal("40.50")


def test_a_fee_counts_where_it_was_settled_not_where_its_officer_did_something_else(
    office: Office,
) -> None:
    at_both = person("wen", ("window", STATION), ("clerk", COUNTY))
    office.deploy(AT_TWO_PLACES, files={**FORMS, "p/look.json": form(text("note"))})
    instance = office.start(APPLICANT, id_number="52019919850704202X")
    for answers in ({}, PAID):
        (row,) = (row for row in office.inbox(at_both) if row.instance_id == instance)
        user_tasks.complete(office.engine, row.task_id, at_both, posted(**answers))
    day = office.clock.now.astimezone(instants.ZONE).date()

    at_county = tills.of_day(office.engine, COUNTY, day, person("lea", ("head", COUNTY)))

    assert at_county.payments == ()
    assert till(office).amount == Decimal(40)


def test_a_till_costs_the_same_whatever_was_taken_and_given_back(office: Office) -> None:
    def cost() -> int:
        places = Failpoints("statement", passage=0)
        engine = replace(office.engine, store=replace(office.engine.store, failpoints=places))
        day = office.clock.now.astimezone(instants.ZONE).date()
        tills.of_day(engine, STATION, day, HEAD)
        return places.passed

    empty = cost()
    for number in range(5):
        payer = person(f"payer{number}", ("applicant", STATION))
        given_back(office, settled(office, payer), replace(WHOLE, receipt_no=f"T-{number}"))

    assert cost() == empty == 4


def test_a_till_that_is_taken_away_is_told_in_the_history_of_each_of_its_cases(
    office: Office,
) -> None:
    instance = settled(office)
    day = office.clock.now.astimezone(instants.ZONE).date()

    tills.export(office.engine, STATION, day, WINDOW)

    assert kinds(office, instance).count("exported") == 1
