"""Who settles a step that failed, how the case goes on, and what its history says."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest

from engine.commands import (
    entered_results,
    history,
    incidents,
    notices,
    service_results,
    service_tasks,
    timers,
)
from engine.commands.entered_results import Evidence
from engine.commands.incidents import Consequence
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
from engine.store.queries import answers, instances
from engine.store.queries import history as entries
from engine.store.queries import incidents as queries
from tests.bpmn.drawing import end, lane, path, process, service, start, timer_on, user
from tests.bpmn.offices import OTHER_STATION, STATION
from tests.commands.offices import AUDITOR, CLERK, HEAD, OPERATOR, Office, person, posted
from tests.commands.procedures import form, text
from tests.commands.test_service_tasks import ASKING, FILES, outcome

REASON = "the register had a typing error"
EVIDENCE = Evidence("the line is down until Monday", "read out by the register's officer")
# nothing in it says what to do when a step fails
PLAIN = process(
    "p",
    lane("desk", "start", "decide", "end", jurisdiction="station"),
    lane("machine", "ask", "remind", "reminded", role="platform"),
    lane("edge", "in_a_day", role="head", jurisdiction="station"),
    start(instants="begun_at", unique="name"),
    service("ask", "register.ask", result="register"),
    user("decide"),
    timer_on("decide", "in_a_day", "working days after(begun_at, 1)", interrupting=False),
    service("remind", "notices.tell"),
    end(),
    end("reminded"),
    path("start", "ask", "decide", "end"),
    path("in_a_day", "remind", "reminded"),
)
PLAIN_FILES = {
    "p/start.json": form(text("name", required=True)),
    "p/decide.json": form(text("note")),
}


def refuses(call: ServiceCall) -> ServiceResult:
    raise ServiceTaskFailed("no_such_person", permanent=True)


def takes_bo(call: ServiceCall) -> ServiceResult:
    """An outside system that knows Bo and nobody else."""
    if call.answers.get("name") != "Bo":
        raise ServiceTaskFailed("no_such_person", permanent=True)
    return ServiceResult(variables={"found": True})


def failed(office: Office, handler: Handler, *, drawn: bool = False) -> tuple[str, str]:
    """Give the ids of an instance and of its incident."""
    office.handlers["register.ask"] = handler
    if drawn:
        office.deploy(
            ASKING, files=FILES, messages=("withdrawal",), errors=("given_up", "not_there")
        )
    else:
        office.handlers["notices.tell"] = Handler(refuses, skippable=True)
        office.deploy(PLAIN, files=PLAIN_FILES)
    instance = office.start(name="Mei")
    service_tasks.run_due(office.engine)
    (incident,) = queries.open_incidents(office.engine.store)
    return instance, incident.task_id


def kinds(office: Office, instance: str) -> list[str]:
    return [entry.kind for entry in entries.timeline(office.engine.store, instance)]


def test_a_head_corrects_what_made_the_step_fail(office: Office) -> None:
    instance, task = failed(office, Handler(takes_bo, reads=("name",)))

    incidents.correct(office.engine, task, posted(name="Bo"), REASON, HEAD)
    service_tasks.run_due(office.engine)

    assert office.inbox(CLERK)[0].element == "decide"
    found = {row.field: row for row in answers.current(office.engine.store, instance)}
    assert (found["name"].value, found["name"].actor) == ("Bo", "hong")


def test_a_correction_stands_in_the_history_with_its_reason_and_without_the_value(
    office: Office,
) -> None:
    instance, task = failed(office, Handler(takes_bo, reads=("name",)))

    incidents.correct(office.engine, task, posted(name="Bo"), REASON, HEAD)

    entry = entries.timeline(office.engine.store, instance)[-1]
    assert (entry.kind, entry.actor) == ("service_task_corrected", "hong")
    assert entry.body["ground"] == REASON
    assert list(entry.body["fields"]) == ["name"]
    assert "Bo" not in str(entry.body)
    assert history.verify(office.engine).broken == ()


def test_an_operator_corrects_nothing(office: Office) -> None:
    _, task = failed(office, Handler(takes_bo, reads=("name",)))

    with pytest.raises(NotFound):
        incidents.correct(office.engine, task, posted(name="Bo"), REASON, OPERATOR)


@pytest.mark.parametrize("who", [CLERK, AUDITOR, person("tom", ("head", OTHER_STATION))])
def test_who_does_not_oversee_the_case_corrects_nothing(office: Office, who: object) -> None:
    _, task = failed(office, Handler(takes_bo, reads=("name",)))

    with pytest.raises((NotPermitted, NotFound)):
        incidents.correct(office.engine, task, posted(name="Bo"), REASON, who)  # type: ignore[arg-type]


def test_a_correction_is_judged_as_the_form_would(office: Office) -> None:
    _, task = failed(office, Handler(takes_bo, reads=("name",)))

    with pytest.raises(InvalidAnswers):
        incidents.correct(office.engine, task, posted(name=""), REASON, HEAD)


def test_a_correction_changes_something(office: Office) -> None:
    _, task = failed(office, Handler(takes_bo, reads=("name",)))

    with pytest.raises(InvalidInput) as refused:
        incidents.correct(office.engine, task, posted(name="Mei"), REASON, HEAD)

    assert refused.value.code == "nothing_corrected"


@pytest.mark.parametrize("ground", ["", "ok", "it was 52019919850704202X"])
def test_a_reason_says_something_and_names_nobody(office: Office, ground: str) -> None:
    _, task = failed(office, Handler(takes_bo, reads=("name",)))

    with pytest.raises(InvalidInput):
        incidents.correct(office.engine, task, posted(name="Bo"), ground, HEAD)


def test_the_sheet_shows_answers_to_who_oversees_and_none_to_an_operator(office: Office) -> None:
    _, task = failed(office, Handler(takes_bo, reads=("name",)))

    head = incidents.sheet(office.engine, task, HEAD)
    operator = incidents.sheet(office.engine, task, OPERATOR)

    assert head.form is not None
    assert [field.key for field in head.form.fields] == ["name"]
    assert (head.context["name"], head.may_operate) == ("Mei", False)
    assert (operator.form, dict(operator.context), operator.may_operate) == (None, {}, True)


def test_the_sheet_is_not_for_others(office: Office) -> None:
    _, task = failed(office, Handler(takes_bo, reads=("name",)))

    with pytest.raises(NotPermitted):
        incidents.sheet(office.engine, task, CLERK)


def test_giving_up_takes_the_drawn_way(office: Office) -> None:
    instance, task = failed(office, Handler(refuses), drawn=True)

    expected = incidents.sheet(office.engine, task, OPERATOR).consequence
    incidents.give_up(office.engine, task, "the system is closed", OPERATOR)

    assert expected is Consequence.DRAWN
    assert outcome(office, instance) == "refused"


def test_giving_up_without_a_drawn_way_ends_the_case_and_tells_its_starter(
    office: Office,
) -> None:
    instance, task = failed(office, Handler(refuses))

    expected = incidents.sheet(office.engine, task, OPERATOR).consequence
    incidents.give_up(office.engine, task, "the register is gone", OPERATOR)

    assert expected is Consequence.CASE
    ended = instances.page(office.engine.store, instance)
    assert ended is not None
    assert (ended.outcome, ended.status) == ("given_up", "CLOSED")
    entry = entries.timeline(office.engine.store, instance)[-1]
    assert (entry.body["ground"], entry.body["consequence"]) == ("the register is gone", "case")
    assert [one.kind for one in notices.opened(office.engine, CLERK)] == ["tell_given_up"]
    assert queries.open_incidents(office.engine.store) == ()
    assert history.verify(office.engine).broken == ()


def test_after_giving_up_the_same_person_may_ask_again(office: Office) -> None:
    _, task = failed(office, Handler(refuses))
    incidents.give_up(office.engine, task, "the register is gone", OPERATOR)

    assert office.start(name="Mei")


def aside(office: Office) -> tuple[str, str]:
    """A reminder beside an open task that could not be sent."""
    office.handlers["register.ask"] = Handler(lambda _: ServiceResult())
    office.handlers["notices.tell"] = Handler(refuses, skippable=True)
    office.deploy(PLAIN, files=PLAIN_FILES)
    instance = office.start(name="Mei")
    service_tasks.run_due(office.engine)
    office.clock.advance(days=4)
    timers.fire_due(office.engine)
    service_tasks.run_due(office.engine)
    (incident,) = queries.open_incidents(office.engine.store)
    return instance, incident.task_id


def test_giving_up_a_reminder_leaves_its_case_open(office: Office) -> None:
    instance, task = aside(office)

    expected = incidents.sheet(office.engine, task, OPERATOR).consequence
    incidents.give_up(office.engine, task, "the mailbox is gone", OPERATOR)

    assert expected is Consequence.BRANCH
    assert outcome(office, instance) is None
    assert office.inbox(CLERK)[0].element == "decide"
    assert queries.open_incidents(office.engine.store) == ()


def test_a_step_that_brings_nothing_is_skipped(office: Office) -> None:
    instance, task = aside(office)

    incidents.skip(office.engine, task, "told by telephone", OPERATOR)

    assert kinds(office, instance)[-1] == "service_task_skipped"
    assert queries.open_incidents(office.engine.store) == ()
    assert history.verify(office.engine).broken == ()


def test_a_step_whose_answer_is_needed_is_not_skipped(office: Office) -> None:
    _, task = failed(office, Handler(refuses))

    with pytest.raises(Conflict):
        incidents.skip(office.engine, task, "in a hurry", OPERATOR)


def test_no_operator_skips_or_gives_up_a_step_of_the_own_case(office: Office) -> None:
    office.handlers["register.ask"] = Handler(refuses, skippable=True)
    office.handlers["notices.tell"] = Handler(refuses, skippable=True)
    office.deploy(PLAIN, files=PLAIN_FILES)
    both = person("ana", ("clerk", STATION), ("operator", STATION))
    office.start(both, name="Mei")
    service_tasks.run_due(office.engine)
    (incident,) = queries.open_incidents(office.engine.store)

    with pytest.raises(NotPermitted, match="own_case"):
        incidents.skip(office.engine, incident.task_id, REASON, both)
    with pytest.raises(NotPermitted, match="own_case"):
        incidents.give_up(office.engine, incident.task_id, REASON, both)


def test_after_an_outage_all_steps_of_an_operation_are_tried_again(office: Office) -> None:
    failed(office, Handler(refuses))
    office.start(name="Ana")
    office.start(name="Rui")
    service_tasks.run_due(office.engine)
    office.handlers["register.ask"] = Handler(lambda _: ServiceResult())

    tried = incidents.retry_all(office.engine, "register.ask", OPERATOR)

    assert (tried, service_tasks.run_due(office.engine)) == (3, 3)
    assert len(office.inbox(CLERK)) == 3
    assert incidents.retry_all(office.engine, "register.ask", OPERATOR) == 0


def test_only_an_operator_tries_again_skips_and_gives_up(office: Office) -> None:
    _, task = failed(office, Handler(refuses))

    with pytest.raises(NotPermitted):
        incidents.retry_all(office.engine, "register.ask", HEAD)
    with pytest.raises(NotPermitted):
        incidents.skip(office.engine, task, "in a hurry", HEAD)
    with pytest.raises(NotPermitted):
        incidents.give_up(office.engine, task, "in a hurry", HEAD)


def test_what_is_settled_is_no_incident(office: Office) -> None:
    _, task = failed(office, Handler(takes_bo, reads=("name",)))
    incidents.retry(office.engine, task, OPERATOR)

    with pytest.raises(Conflict):
        incidents.correct(office.engine, task, posted(name="Bo"), REASON, HEAD)
    with pytest.raises(Conflict):
        incidents.sheet(office.engine, task, OPERATOR)


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
    office.handlers["register.ask"] = REPORTING
    office.handlers["notices.tell"] = Handler(refuses, skippable=True)
    office.deploy(PLAIN, files=PLAIN_FILES)
    both = person("ana", ("clerk", STATION), ("head", STATION))
    office.start(both, name="Mei")
    service_tasks.run_due(office.engine)
    (incident,) = queries.open_incidents(office.engine.store)

    with pytest.raises(NotPermitted):
        enter(office, incident.task_id, both)
    with pytest.raises(NotPermitted):
        incidents.correct(office.engine, incident.task_id, posted(name="Bo"), REASON, both)
