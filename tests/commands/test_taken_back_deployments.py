"""Planned deployments that are taken back: by whom, why, and what later ones keep of them."""

from __future__ import annotations

import pytest

from engine.commands import deployments, history
from engine.core.errors import Conflict, DefinitionRejected, InvalidInput, NotFound, NotPermitted
from engine.store.queries import definitions
from tests.commands.offices import ANALYST, Office, person
from tests.commands.plans import CHANGED, OTHER, deploy, drawing, in_force, later, waiting
from tests.commands.procedures import FORMS, TWO_TASKS, form, text

APPROVER = person("app", ("approver", "520000"))
REASON = "The order was postponed"


@pytest.fixture
def running(office: Office) -> Office:
    """An office that runs version 1 of p and of q."""
    office.deploy(TWO_TASKS, files={**FORMS, **OTHER})
    return office


def test_an_approver_takes_a_planned_deployment_back(running: Office) -> None:
    begins = later(running)
    deploy(running, CHANGED, begins)
    (row,) = waiting(running)
    entries = history.verify(running.engine).entries

    deployments.take_back(running.engine, row.id, REASON, APPROVER)
    running.clock.now = begins

    assert in_force(running)["p"] == 1
    newest = definitions.versions(running.engine.store, "p")[0]
    assert (newest.withdrawn_by, newest.withdrawal_reason) == ("app", REASON)
    assert history.verify(running.engine).entries == entries + 1
    assert deploy(running, {"p/receive.json": form(text("x"))}) == ["p:3"]


def test_who_plans_after_what_is_taken_back_keeps_the_own_change_only(running: Office) -> None:
    first, second = later(running, 5), later(running, 9)
    deploy(running, CHANGED, first)
    deploy(running, {"q/receive.json": form(text("x"))}, second)

    deployments.take_back(running.engine, waiting(running)[0].id, REASON, APPROVER)
    running.clock.now = second

    assert in_force(running) == {"p": 1, "q": 3}


def test_what_others_wait_for_is_not_taken_back(running: Office) -> None:
    deploy(
        running,
        {"p.bpmn": drawing("p", "first"), "p/first.json": form(text("a"))},
        later(running, 5),
    )
    deploy(running, {"p/first.json": form(text("b"))}, later(running, 9))

    with pytest.raises(DefinitionRejected) as refused:
        deployments.take_back(running.engine, waiting(running)[0].id, REASON, APPROVER)

    assert refused.value.findings[0].code == "planned_unfit"
    assert len(waiting(running)) == 2


def test_taking_back_needs_an_approver_a_reason_and_something_that_waits(running: Office) -> None:
    deploy(running, CHANGED, later(running))
    (row,) = waiting(running)

    with pytest.raises(NotPermitted):
        deployments.take_back(running.engine, row.id, REASON, ANALYST)
    with pytest.raises(InvalidInput):
        deployments.take_back(running.engine, row.id, " ", APPROVER)
    with pytest.raises(NotFound):
        deployments.take_back(running.engine, "99999999", REASON, APPROVER)
    deployments.take_back(running.engine, row.id, REASON, APPROVER)
    with pytest.raises(Conflict) as again:
        deployments.take_back(running.engine, row.id, REASON, APPROVER)

    assert again.value.code == "deployment_ended"


def test_what_is_in_force_is_not_taken_back(running: Office) -> None:
    begins = later(running)
    deploy(running, CHANGED, begins)
    (row,) = waiting(running)
    running.clock.now = begins

    with pytest.raises(Conflict) as refused:
        deployments.take_back(running.engine, row.id, REASON, APPROVER)

    assert refused.value.code == "deployment_in_force"
