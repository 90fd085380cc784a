"""Service tasks run outside of transactions, are tried again, and end as incidents."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from engine.commands import history, messages, service_tasks, user_tasks
from engine.commands import incidents as incidents_of
from engine.core.errors import Conflict, InvalidInput, NotPermitted, ServiceTaskFailed
from engine.core.services import Handler, ServiceCall, ServiceResult
from engine.store.queries import answers, incidents, instances, tasks
from engine.store.queries import history as entries
from engine.store.transaction import reading
from tests.bpmn.drawing import (
    end,
    error_on,
    lane,
    message_on,
    path,
    process,
    service,
    start,
    user,
)
from tests.commands.offices import CLERK, OPERATOR, Office, posted
from tests.commands.procedures import form, text

ASKING = process(
    "p",
    lane("desk", "start", "decide", "end", "gone", "refused", "unknown", jurisdiction="station"),
    lane("machine", "ask", "stop", "given_up", "not_there", role="platform"),
    start(),
    service("ask", "register.ask", result="register"),
    message_on("ask", "stop", "withdrawal", role="clerk", jurisdiction="station"),
    error_on("ask", "given_up", "given_up"),
    error_on("ask", "not_there", "not_there"),
    user("decide"),
    end(),
    end("gone"),
    end("refused"),
    end("unknown"),
    path("start", "ask", "decide", "end"),
    path("stop", "gone"),
    path("given_up", "refused"),
    path("not_there", "unknown"),
)
FILES = {
    "p/start.json": form(text("name")),
    "p/decide.json": form(text("note")),
    "p/stop.json": form(text("why")),
}


class Outside:
    """An outside system that answers as it is told, and remembers what it was asked."""

    def __init__(self, *replies: ServiceResult | Exception) -> None:
        self.replies = list(replies)
        self.calls: list[ServiceCall] = []

    def __call__(self, call: ServiceCall) -> ServiceResult:
        self.calls.append(call)
        reply = self.replies.pop(0)
        if isinstance(reply, Exception):
            raise reply
        return reply


def asked(office: Office, *replies: ServiceResult | Exception) -> tuple[Outside, str]:
    """Start an instance whose service task is answered so."""
    outside = Outside(*replies)
    office.handlers["register.ask"] = Handler(run=outside, reads=("name",), retries=(5, 30))
    office.deploy(ASKING, files=FILES, messages=("withdrawal",), errors=("given_up", "not_there"))
    return outside, office.start(name="Mei")


def outcome(office: Office, instance_id: str) -> str | None:
    found = instances.page(office.engine.store, instance_id)
    return found.outcome if found else None


def test_a_result_lets_the_instance_go_on(office: Office) -> None:
    asked(office, ServiceResult(variables={"found": True}))

    assert service_tasks.run_due(office.engine) == 1
    assert office.inbox(CLERK)[0].element == "decide"


def test_a_handler_gets_the_answers_that_it_declares_and_a_key(office: Office) -> None:
    outside, instance = asked(office, ServiceResult())

    service_tasks.run_due(office.engine)

    (call,) = outside.calls
    assert (call.instance_id, call.element, dict(call.answers)) == (
        instance,
        "ask",
        {"name": "Mei"},
    )
    assert call.key


def test_answers_from_outside_are_stored_with_their_class(office: Office) -> None:
    _, instance = asked(office, ServiceResult(answers={"birth_date": ("1985-07-04", "P2")}))

    service_tasks.run_due(office.engine)

    found = {row.field: row for row in answers.current(office.engine.store, instance)}
    assert (found["birth_date"].value, found["birth_date"].data_class) == ("1985-07-04", "P2")
    assert found["birth_date"].actor == "system"


def test_a_failed_attempt_is_tried_again_under_the_same_key(office: Office) -> None:
    outside, _ = asked(office, ServiceTaskFailed("down"), ServiceResult())
    service_tasks.run_due(office.engine)
    office.clock.advance(seconds=4)
    assert service_tasks.run_due(office.engine) == 0
    office.clock.advance(seconds=1)

    service_tasks.run_due(office.engine)

    assert office.inbox(CLERK)[0].element == "decide"
    assert outside.calls[0].key == outside.calls[1].key


def test_after_the_last_attempt_there_is_an_incident(office: Office) -> None:
    _, instance = asked(office, *[ServiceTaskFailed("down", host="reg")] * 3)
    for wait in (0, 5, 30):
        office.clock.advance(seconds=wait)
        service_tasks.run_due(office.engine)

    (incident,) = incidents.open_incidents(office.engine.store)

    assert (incident.failure, incident.parameters, incident.attempts) == (
        "down",
        {"host": "reg"},
        3,
    )
    assert entries.timeline(office.engine.store, instance)[-1].kind == "service_task_failed"


def test_a_permanent_failure_is_an_incident_at_once(office: Office) -> None:
    asked(office, ServiceTaskFailed("no_such_person", permanent=True))

    service_tasks.run_due(office.engine)

    assert len(incidents.open_incidents(office.engine.store)) == 1


def test_a_handler_that_breaks_does_not_stop_the_others(office: Office) -> None:
    asked(office, ZeroDivisionError(), ServiceResult())
    office.start(name="Bo")

    assert service_tasks.run_due(office.engine) == 2
    assert len(office.inbox(CLERK)) == 1


def test_an_operator_lets_an_incident_be_tried_again(office: Office) -> None:
    asked(office, ServiceTaskFailed("down", permanent=True), ServiceResult())
    service_tasks.run_due(office.engine)
    (incident,) = incidents.open_incidents(office.engine.store)

    incidents_of.retry(office.engine, incident.task_id, OPERATOR)
    service_tasks.run_due(office.engine)

    assert office.inbox(CLERK)[0].element == "decide"
    assert history.verify(office.engine).broken == ()


def test_an_operator_gives_an_incident_up_where_the_diagram_says_how_to_go_on(
    office: Office,
) -> None:
    _, instance = asked(office, ServiceTaskFailed("down", permanent=True))
    service_tasks.run_due(office.engine)
    (incident,) = incidents.open_incidents(office.engine.store)

    incidents_of.give_up(office.engine, incident.task_id, "system closed", OPERATOR)

    assert outcome(office, instance) == "refused"
    assert incidents.open_incidents(office.engine.store) == ()


def test_giving_up_needs_a_reason(office: Office) -> None:
    asked(office, ServiceTaskFailed("down", permanent=True))
    service_tasks.run_due(office.engine)
    (incident,) = incidents.open_incidents(office.engine.store)

    with pytest.raises(InvalidInput):
        incidents_of.give_up(office.engine, incident.task_id, "", OPERATOR)


def test_a_clerk_may_not_settle_incidents(office: Office) -> None:
    asked(office, ServiceTaskFailed("down", permanent=True))
    service_tasks.run_due(office.engine)
    (incident,) = incidents.open_incidents(office.engine.store)

    with pytest.raises(NotPermitted):
        incidents_of.retry(office.engine, incident.task_id, CLERK)


def test_what_still_runs_is_no_incident(office: Office) -> None:
    outside, _ = asked(office, ServiceTaskFailed("down"))
    service_tasks.run_due(office.engine)

    with pytest.raises(Conflict):
        incidents_of.retry(office.engine, outside.calls[0].key, OPERATOR)


def test_a_bpmn_error_of_the_handler_takes_the_drawn_way(office: Office) -> None:
    _, instance = asked(office, ServiceResult(error="not_there"))

    service_tasks.run_due(office.engine)

    assert outcome(office, instance) == "unknown"


def test_an_error_that_nobody_catches_is_an_incident(office: Office) -> None:
    asked(office, ServiceResult(error="surprise"))

    service_tasks.run_due(office.engine)

    (incident,) = incidents.open_incidents(office.engine.store)
    assert incident.failure == "error_not_caught"


def test_a_lost_handler_is_an_incident(office: Office) -> None:
    asked(office)
    del office.handlers["register.ask"]

    service_tasks.run_due(office.engine)

    (incident,) = incidents.open_incidents(office.engine.store)
    assert incident.failure == "unknown_operation"


def test_a_result_that_comes_after_the_task_has_ended_is_ignored(office: Office) -> None:
    outside, instance = asked(office, ServiceResult(answers={"late": ("x", "P1")}))
    withdraw = _withdrawal(office, instance)
    office.handlers["register.ask"] = Handler(
        run=lambda call: withdraw() or outside(call)  # type: ignore[func-returns-value]
    )

    service_tasks.run_due(office.engine)

    assert outcome(office, instance) == "gone"
    assert "late" not in {row.field for row in answers.current(office.engine.store, instance)}


def test_a_service_task_that_nobody_finished_is_tried_again_after_its_lease(
    office: Office,
) -> None:
    asked(office)
    office.handlers["register.ask"] = Handler(run=_exits)
    with pytest.raises(SystemExit):
        service_tasks.run_due(office.engine)
    office.handlers["register.ask"] = Handler(run=lambda _: ServiceResult())
    assert service_tasks.run_due(office.engine) == 0
    office.clock.advance(minutes=5)

    assert service_tasks.run_due(office.engine) == 1


def test_a_completed_task_after_a_service_task_ends_the_instance(office: Office) -> None:
    _, instance = asked(office, ServiceResult())
    service_tasks.run_due(office.engine)

    user_tasks.complete(office.engine, office.task(CLERK), CLERK, posted())

    assert outcome(office, instance) == "end"


def _exits(call: ServiceCall) -> ServiceResult:
    raise SystemExit


def _withdrawal(office: Office, instance_id: str) -> Callable[[], None]:
    with reading(office.engine.store) as tx:
        (message,) = tasks.awaited_of(tx, instance_id)
    return lambda: messages.send(office.engine, message.id, CLERK, posted(why="changed my mind"))
