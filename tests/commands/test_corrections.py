"""Who corrects what made a step fail, and what its history says."""

from __future__ import annotations

import pytest

from engine.commands import history, incidents, service_tasks
from engine.core.errors import InvalidAnswers, InvalidInput, NotFound, NotPermitted
from engine.core.services import Handler
from engine.store.queries import answers
from engine.store.queries import history as entries
from tests.bpmn.offices import OTHER_STATION
from tests.commands.failed_steps import REASON, failed, takes_bo
from tests.commands.offices import AUDITOR, CLERK, HEAD, OPERATOR, Office, person, posted


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
