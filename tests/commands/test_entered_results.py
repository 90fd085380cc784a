"""Who enters the result of a failed step by hand, and what its history says."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest

from engine.commands import entered_results, history, incidents, service_results
from engine.commands.entered_results import Evidence
from engine.core.errors import (
    Conflict,
    InvalidAnswers,
    InvalidInput,
    NotFound,
    NotPermitted,
    ServiceTaskFailed,
)
from engine.core.people import Actor
from engine.core.services import ByHand, Handler, ServiceCall, ServiceResult, Written
from engine.store.queries import answers
from engine.store.queries import history as entries
from engine.store.queries import incidents as queries
from tests.bpmn.offices import OTHER_STATION, STATION
from tests.commands.failed_steps import REASON, failed, kinds
from tests.commands.offices import AUDITOR, CLERK, HEAD, OPERATOR, Office, person, posted

EVIDENCE = Evidence("the line is down until Monday", "read out by the register's officer")


def reports(call: ServiceCall) -> ServiceResult:
    """Report to an outside system that is away."""
    raise ServiceTaskFailed("register_unreachable", permanent=True)


def receipt(call: ServiceCall, given: Mapping[str, Any]) -> ServiceResult:
    """Give the receipt with the name that it is about, as the outside system would."""
    number = f"{given['receipt_no']} {call.answers['name']}"
    return ServiceResult({"reported": True}, {"receipt_no": (number, "P2")})


REPORTING = Handler(
    reports,
    reads=("name",),
    writes=(Written("receipt_no"),),
    by_hand=ByHand(("receipt_no",), receipt),
)


def enter(office: Office, task: str, who: Actor = HEAD, *, evidence: Evidence = EVIDENCE) -> None:
    entered_results.enter(office.engine, task, posted(receipt_no="R-1234"), evidence, who)


def test_the_case_goes_on_with_a_result_that_was_entered_by_hand(office: Office) -> None:
    instance, task = failed(office, REPORTING)

    enter(office, task)

    assert office.inbox(CLERK)[0].element == "decide"
    found = {row.field: row for row in answers.current(office.engine.store, instance)}
    assert (found["receipt_no"].value, found["receipt_no"].actor) == ("R-1234 Mei", "hong")
    assert queries.open_incidents(office.engine.store) == ()


def test_the_history_says_that_it_was_by_hand_why_and_from_where(office: Office) -> None:
    instance, task = failed(office, REPORTING)

    enter(office, task)

    entry = entries.timeline(office.engine.store, instance)[-1]
    assert (entry.kind, entry.actor, entry.element) == ("service_task_entered", "hong", "ask")
    assert entry.body["origin"] == "by_hand"
    assert entry.body["ground"] == EVIDENCE.ground
    assert entry.body["source"] == EVIDENCE.source
    assert list(entry.body["fields"]) == ["receipt_no"]
    assert "R-1234" not in str(entry.body)
    assert history.verify(office.engine).broken == ()


def test_a_late_answer_changes_nothing_of_what_was_entered(office: Office) -> None:
    instance, task = failed(office, REPORTING)
    enter(office, task)
    before = kinds(office, instance)

    late = ServiceResult({}, {"receipt_no": ("R-9999", "P2")})
    service_results.record(office.engine, task, late)

    assert kinds(office, instance) == before
    found = {row.field: row.value for row in answers.current(office.engine.store, instance)}
    assert found["receipt_no"] == "R-1234 Mei"


def test_a_result_is_entered_once(office: Office) -> None:
    instance, task = failed(office, REPORTING)
    enter(office, task)

    with pytest.raises(Conflict):
        enter(office, task)

    assert kinds(office, instance).count("service_task_entered") == 1


@pytest.mark.parametrize("missing", ["ground", "source"])
def test_a_result_has_a_reason_and_a_source(office: Office, missing: str) -> None:
    _, task = failed(office, REPORTING)

    with pytest.raises(InvalidInput):
        enter(office, task, evidence=replace(EVIDENCE, **{missing: " "}))


@pytest.mark.parametrize("number", ["", "R", "52019919850704202X"])
def test_a_result_is_judged_as_a_form_would(office: Office, number: str) -> None:
    _, task = failed(office, REPORTING)

    with pytest.raises(InvalidAnswers):
        entered_results.enter(office.engine, task, posted(receipt_no=number), EVIDENCE, HEAD)


def test_what_decides_for_the_citizen_is_not_entered_by_hand(office: Office) -> None:
    _, task = failed(office, Handler(reports, writes=(Written("eligible"),)))

    sheet = incidents.sheet(office.engine, task, HEAD)
    with pytest.raises(Conflict) as refused:
        enter(office, task)

    assert (sheet.by_hand, sheet.never_by_hand) == (None, True)
    assert refused.value.code == "not_by_hand"


def test_a_head_is_asked_for_the_result_and_an_operator_is_not(office: Office) -> None:
    _, task = failed(office, REPORTING)

    head = incidents.sheet(office.engine, task, HEAD)
    operator = incidents.sheet(office.engine, task, OPERATOR)

    assert head.by_hand is not None
    assert [field.key for field in head.by_hand.questions] == ["receipt_no"]
    assert (operator.by_hand, operator.never_by_hand) == (None, False)


@pytest.mark.parametrize("who", [OPERATOR, CLERK, AUDITOR, person("tom", ("head", OTHER_STATION))])
def test_who_does_not_oversee_the_case_enters_nothing(office: Office, who: Actor) -> None:
    _, task = failed(office, REPORTING)

    with pytest.raises((NotPermitted, NotFound)):
        enter(office, task, who)


def test_nobody_enters_a_result_or_corrects_in_the_own_case(office: Office) -> None:
    both = person("ana", ("clerk", STATION), ("head", STATION))
    _, task = failed(office, REPORTING, starter=both)

    with pytest.raises(NotPermitted):
        enter(office, task, both)
    with pytest.raises(NotPermitted):
        incidents.correct(office.engine, task, posted(name="Bo"), REASON, both)
