"""A number that was typed wrongly is free again once it is corrected, and the history says so."""

from __future__ import annotations

import pytest

from engine.commands import history, incidents, service_tasks
from engine.core.errors import InvalidAnswers
from engine.core.services import Handler
from engine.store.queries import answers
from engine.store.queries import history as entries
from engine.store.queries import incidents as open_incidents
from engine.store.queries.incidents import IncidentRow
from tests.commands.failed_steps import REASON, refuses
from tests.commands.numbered import deploy, make, number, refusal
from tests.commands.offices import HEAD, Office, posted
from tests.commands.procedures import text


@pytest.fixture
def cards(office: Office) -> Office:
    """An office whose register does not take the number of any card."""
    office.handlers["register.report"] = Handler(refuses, reads=("serial", "shelf"))
    deploy(office, number(), text("shelf", "P1"))
    return office


def failed(office: Office, answer: str) -> IncidentRow:
    """Let the register refuse the number of the case with an answer, and give the incident."""
    service_tasks.run_due(office.engine)
    store = office.engine.store
    return next(
        each
        for each in open_incidents.open_incidents(store)
        if answer in {row.value for row in answers.current(store, each.instance_id)}
    )


def correct(office: Office, serial: str, failure: IncidentRow, shelf: str = "") -> None:
    incidents.correct(
        office.engine, failure.task_id, posted(serial=serial, shelf=shelf), REASON, HEAD
    )


def test_the_card_that_has_the_number_may_have_it_then(cards: Office) -> None:
    make(cards, "A12")
    assert refusal(cards, "A12") == "value_taken"

    correct(cards, "A21", failed(cards, "A12"))

    make(cards, "A12")
    assert [refusal(cards, each) for each in ("A12", "A21")] == ["value_taken", "value_taken"]


def test_the_history_says_what_is_free_again_why_and_not_the_number(cards: Office) -> None:
    make(cards, "A12")
    incident = failed(cards, "A12")

    correct(cards, "A21", incident)

    entry = entries.timeline(cards.engine.store, incident.instance_id)[-1]
    assert (entry.kind, entry.actor) == ("service_task_corrected", HEAD.id)
    assert (entry.body["freed"], entry.body["ground"]) == (["serial"], REASON)
    assert "A12" not in str(entry.body)
    assert history.verify(cards.engine).broken == ()


def test_a_correction_may_be_taken_back(cards: Office) -> None:
    make(cards, "A12")
    task = failed(cards, "A12")

    correct(cards, "A21", task)
    correct(cards, "A12", failed(cards, "A21"))

    assert refusal(cards, "A12") == "value_taken"
    make(cards, "A21")


def test_another_way_of_writing_the_same_number_is_a_correction(cards: Office) -> None:
    make(cards, "a12")

    correct(cards, "A12", failed(cards, "a12"))

    assert refusal(cards, "A12") == "value_taken"


def test_a_refused_correction_frees_nothing(cards: Office) -> None:
    make(cards, "A12")
    make(cards, "A21")
    task = failed(cards, "A12")

    with pytest.raises(InvalidAnswers):
        correct(cards, "A21", task)

    assert refusal(cards, "A12") == "value_taken"


def test_a_correction_of_something_else_frees_nothing(cards: Office) -> None:
    make(cards, "A12")
    incident = failed(cards, "A12")

    correct(cards, "A12", incident, shelf="3")

    entry = entries.timeline(cards.engine.store, incident.instance_id)[-1]
    assert entry.kind == "service_task_corrected"
    assert "freed" not in entry.body
    assert refusal(cards, "A12") == "value_taken"


def test_a_number_of_before_the_rule_that_another_case_has_is_not_freed(office: Office) -> None:
    office.handlers["register.report"] = Handler(refuses, reads=("serial",))
    deploy(office, text("serial", "P1"))
    for name in ("first", "second"):
        make(office, "A12", name=name)
    deploy(office, number())
    incident = failed(office, "second")

    incidents.correct(office.engine, incident.task_id, posted(serial="A21"), REASON, HEAD)

    assert refusal(office, "A12") == "value_taken"
    timeline = entries.timeline(office.engine.store, incident.instance_id)
    assert timeline[-1].kind == "service_task_corrected"
    assert "freed" not in timeline[-1].body
