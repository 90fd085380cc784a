"""Who tries a step that failed again, skips it or gives it up, and how the case goes on."""

from __future__ import annotations

import pytest

from engine.commands import history, incidents, notices, service_tasks
from engine.commands.incidents import Consequence
from engine.core.errors import Conflict, NotPermitted
from engine.core.services import Handler, ServiceResult
from engine.store.queries import history as entries
from engine.store.queries import incidents as queries
from engine.store.queries import instances
from tests.bpmn.offices import STATION
from tests.commands.failed_steps import (
    REASON,
    aside,
    failed,
    kinds,
    refuses,
    takes_bo,
)
from tests.commands.offices import CLERK, HEAD, OPERATOR, Office, person, posted
from tests.commands.test_service_tasks import outcome


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
    both = person("ana", ("clerk", STATION), ("operator", STATION))
    _, task = failed(office, Handler(refuses, skippable=True), starter=both)

    seen = incidents.sheet(office.engine, task, both)

    assert seen.may_operate
    assert not seen.may_skip
    assert not seen.may_give_up
    with pytest.raises(NotPermitted, match="own_case"):
        incidents.skip(office.engine, task, REASON, both)
    with pytest.raises(NotPermitted, match="own_case"):
        incidents.give_up(office.engine, task, REASON, both)


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
