"""What people do with user tasks."""

from __future__ import annotations

import pytest

from engine.commands import history, sheets, user_tasks
from engine.core.errors import Conflict, InvalidAnswers, NotFound, NotPermitted
from engine.store.queries import history as entries
from engine.store.queries import instances
from tests.commands.offices import (
    APPLICANT,
    CLERK,
    COLLEAGUE,
    HEAD,
    STATION,
    STRANGER,
    Office,
    person,
    posted,
)
from tests.commands.procedures import FORMS, TWO_TASKS


@pytest.fixture(autouse=True)
def _deployed(office: Office) -> None:
    office.deploy(TWO_TASKS, files=FORMS)


def test_a_completed_task_opens_the_next(office: Office) -> None:
    office.start()

    user_tasks.complete(office.engine, office.task(), CLERK, posted(note="seen"))

    (row,) = office.inbox(COLLEAGUE)
    assert row.element == "decide"


def test_the_last_task_ends_the_instance(office: Office) -> None:
    instance = office.start()
    user_tasks.complete(office.engine, office.task(), CLERK, posted())

    user_tasks.complete(office.engine, office.task(), COLLEAGUE, posted(decision="yes"))

    ended = instances.page(office.engine.store, instance)
    assert ended is not None
    assert (ended.outcome, ended.ended) == ("end", office.clock.now)


def test_of_two_completions_the_second_is_told_who_was_first_and_when(office: Office) -> None:
    office.start()
    task = office.task()
    user_tasks.complete(office.engine, task, CLERK, posted())
    at = office.clock.now
    office.clock.advance(minutes=5)

    with pytest.raises(Conflict) as refused:
        user_tasks.complete(office.engine, task, COLLEAGUE, posted())

    assert refused.value.code == "task_already_completed"
    assert refused.value.parameters == {"by": CLERK.id, "at": at}


def test_a_stranger_does_not_learn_that_a_task_exists(office: Office) -> None:
    office.start()

    with pytest.raises(NotFound):
        user_tasks.complete(office.engine, office.task(), STRANGER, posted())


def test_an_overseer_sees_a_task_but_may_not_complete_it(office: Office) -> None:
    office.start()

    with pytest.raises(NotPermitted):
        user_tasks.complete(office.engine, office.task(), HEAD, posted())


def test_the_page_of_a_task_is_for_its_lane_and_those_above_it(office: Office) -> None:
    auxiliary = person("aux", ("auxiliary", STATION))
    instance = office.start()
    task = office.task()

    with pytest.raises(NotPermitted):
        sheets.task(office.engine, task, auxiliary)
    with pytest.raises(NotFound):
        sheets.task(office.engine, task, STRANGER)

    assert sheets.process_instance(office.engine, instance, auxiliary)
    assert sheets.task(office.engine, task, CLERK).may_act
    assert not sheets.task(office.engine, task, HEAD).may_act


def test_a_claimed_task_is_refused_to_a_colleague_who_is_told_the_holder(office: Office) -> None:
    office.start()
    task = office.task()
    user_tasks.claim(office.engine, task, CLERK)

    with pytest.raises(Conflict) as refused:
        user_tasks.complete(office.engine, task, COLLEAGUE, posted())

    assert (refused.value.code, refused.value.parameters["by"]) == ("task_held", CLERK.id)


def test_a_released_task_can_be_claimed_by_a_colleague(office: Office) -> None:
    office.start()
    task = office.task()
    user_tasks.claim(office.engine, task, CLERK)

    user_tasks.release(office.engine, task, CLERK)
    user_tasks.claim(office.engine, task, COLLEAGUE)

    assert office.inbox()[0].holder == COLLEAGUE.id


def test_claiming_twice_is_no_conflict(office: Office) -> None:
    office.start()
    user_tasks.claim(office.engine, office.task(), CLERK)

    user_tasks.claim(office.engine, office.task(), CLERK)

    assert office.inbox()[0].holder == CLERK.id


@pytest.mark.parametrize("command", [user_tasks.claim, user_tasks.complete])
def test_duties_are_kept_apart(office: Office, command: object) -> None:
    office.start()
    user_tasks.complete(office.engine, office.task(), CLERK, posted())
    more = [posted(decision="yes")] if command is user_tasks.complete else []

    with pytest.raises(NotPermitted) as refused:
        command(office.engine, office.task(), CLERK, *more)  # type: ignore[operator]

    assert refused.value.code == "duties_kept_apart"


def test_an_empty_required_answer_is_refused_and_changes_nothing(office: Office) -> None:
    instance = office.start()
    user_tasks.complete(office.engine, office.task(), CLERK, posted())
    before = len(entries.timeline(office.engine.store, instance))

    with pytest.raises(InvalidAnswers) as refused:
        user_tasks.complete(office.engine, office.task(), COLLEAGUE, posted())

    assert [problem.key for problem in refused.value.problems] == ["decision"]
    assert len(entries.timeline(office.engine.store, instance)) == before


def test_an_unknown_field_is_refused(office: Office) -> None:
    office.start()

    with pytest.raises(InvalidAnswers):
        user_tasks.complete(office.engine, office.task(), CLERK, posted(role="admin"))


def test_a_draft_is_kept_by_its_holder(office: Office) -> None:
    office.start()
    task = office.task()

    user_tasks.save_draft(office.engine, task, CLERK, posted(note="half"))

    assert office.inbox()[0].holder == CLERK.id
    assert sheets.task(office.engine, task, CLERK).draft == {"note": "half"}


def test_every_deed_is_one_entry_and_the_chain_verifies(office: Office) -> None:
    instance = office.start()
    user_tasks.claim(office.engine, office.task(), CLERK)
    user_tasks.complete(office.engine, office.task(), CLERK, posted(note="seen"))

    told = entries.timeline(office.engine.store, instance)

    kinds = ["instance_started", "user_task_claimed", "user_task_completed"]
    assert [entry.kind for entry in told] == kinds
    assert history.verify(office.engine).broken == ()


def test_an_entry_holds_no_personal_value(office: Office) -> None:
    instance = office.start()

    user_tasks.complete(office.engine, office.task(), CLERK, posted(note="a secret"))

    told = entries.timeline(office.engine.store, instance)
    assert "a secret" not in str(told)
    assert "note" in told[-1].body["fields"]


def test_an_applicant_sees_nothing_of_the_desk(office: Office) -> None:
    office.start()

    assert office.inbox(APPLICANT) == ()
