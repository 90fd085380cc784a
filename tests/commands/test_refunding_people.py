"""Who asks for a refund, who takes it back and who confirms it."""

from __future__ import annotations

import pytest

from engine.commands import refunds
from engine.core.errors import Conflict, NotFound, NotPermitted
from engine.core.people import Actor
from tests.bpmn.offices import OTHER_STATION, STATION
from tests.commands.offices import (
    APPLICANT,
    AUDITOR,
    CLERK,
    HEAD,
    NEIGHBOUR,
    OPERATOR,
    Office,
    person,
)
from tests.commands.refunded import FORMS, PROCEDURE, WHOLE, WINDOW, asked, only, settled


@pytest.fixture(autouse=True)
def _deployed(office: Office) -> None:
    office.deploy(PROCEDURE, files=FORMS)


def test_who_asked_may_take_it_back(office: Office) -> None:
    instance = settled(office)

    refunds.turn_down(office.engine, asked(office, instance), WINDOW)

    assert only(office, instance).ending == "turned_down"
    assert refunds.may_ask(office.engine, instance, WINDOW)


def test_nobody_confirms_what_they_asked_for(office: Office) -> None:
    both = person("wen", ("window", STATION), ("head", STATION))
    refund = refunds.ask(office.engine, settled(office), WHOLE, both)

    with pytest.raises(NotPermitted, match="second_person_needed"):
        refunds.confirm(office.engine, refund, both)

    assert refunds.waiting(office.engine, both) == ()
    assert [row.id for row in refunds.waiting(office.engine, HEAD)] == [refund]


@pytest.mark.parametrize(
    ("actor", "refusal"),
    [
        (CLERK, NotPermitted),
        (HEAD, NotPermitted),
        (APPLICANT, NotPermitted),
        (AUDITOR, NotPermitted),
        (NEIGHBOUR, NotFound),
        (OPERATOR, NotFound),
        (person("far", ("window", OTHER_STATION)), NotFound),
    ],
    ids=lambda value: getattr(value, "id", None),
)
def test_nobody_but_a_window_that_had_the_case_asks(
    office: Office, actor: Actor, refusal: type[Exception]
) -> None:
    instance = settled(office)

    with pytest.raises(refusal):
        refunds.ask(office.engine, instance, WHOLE, actor)

    assert not refunds.may_ask(office.engine, instance, actor)


@pytest.mark.parametrize(
    ("actor", "refusal"),
    [
        (CLERK, NotPermitted),
        (APPLICANT, NotPermitted),
        (person("col", ("window", STATION)), NotPermitted),
        (person("lea", ("leader", "520102")), NotPermitted),
        (person("far", ("head", OTHER_STATION)), NotFound),
    ],
    ids=lambda value: getattr(value, "id", None),
)
def test_nobody_but_the_head_of_the_unit_confirms(
    office: Office, actor: Actor, refusal: type[Exception]
) -> None:
    instance = settled(office)
    refund = asked(office, instance)

    with pytest.raises(refusal):
        refunds.confirm(office.engine, refund, actor)

    assert only(office, instance).ending is None


def test_nobody_asks_for_the_own_fee(office: Office) -> None:
    own = person("wen", ("window", STATION), id_number="52019919850704202X")
    instance = settled(office)

    with pytest.raises(Conflict, match="own_case"):
        refunds.ask(office.engine, instance, WHOLE, own)


def test_nobody_confirms_the_own_fee(office: Office) -> None:
    own = person("hong", ("head", STATION), id_number="52019919850704202X")
    instance = settled(office)
    refund = asked(office, instance)

    with pytest.raises(Conflict, match="own_case"):
        refunds.confirm(office.engine, refund, own)

    assert only(office, instance).ending is None
