"""What the head of a unit may do about the tasks of its people: give one out, take one back."""

from __future__ import annotations

import pytest

from engine.commands import assignments, history, user_tasks
from engine.core.errors import Conflict, NotFound, NotPermitted
from engine.core.people import Actor
from engine.store.queries import history as history_queries
from engine.store.queries import notices, tasks
from engine.store.transaction import reading
from tests.commands.offices import (
    APPLICANT,
    CLERK,
    COLLEAGUE,
    HEAD,
    STRANGER,
    Office,
    employ,
    posted,
)
from tests.commands.procedures import FORMS, TWO_TASKS


@pytest.fixture(autouse=True)
def _case(office: Office) -> None:
    for each in (CLERK, COLLEAGUE, HEAD, APPLICANT):
        employ(office, each)
    office.deploy(TWO_TASKS, files=FORMS)
    office.start()


def entries(office: Office) -> list[str]:
    """Name the kinds of the entries in the history of the case."""
    return [each.kind for each in history_queries.timeline(office.engine.store, case_of(office))]


def case_of(office: Office) -> str:
    """Give the id of the case."""
    return office.inbox()[0].instance_id


def test_a_head_gives_a_task_to_a_colleague_who_finds_a_notice(office: Office) -> None:
    assignments.assign(office.engine, office.task(), COLLEAGUE.id, HEAD)

    assert office.inbox()[0].holder == COLLEAGUE.id
    assert told(office, COLLEAGUE.id) == ["task_assigned"]


def test_a_head_gives_what_somebody_holds_to_another_with_its_draft(office: Office) -> None:
    task = office.task()
    user_tasks.save_draft(office.engine, task, CLERK, posted(note="half"))

    assignments.assign(office.engine, task, COLLEAGUE.id, HEAD)

    given = tasks.page(office.engine.store, task)
    assert (given.holder, given.draft) == (COLLEAGUE.id, {"note": "half"})
    with pytest.raises(Conflict):
        user_tasks.complete(office.engine, task, CLERK, posted())
    user_tasks.complete(office.engine, task, COLLEAGUE, posted(note="whole"))


def test_giving_a_task_to_who_holds_it_changes_nothing(office: Office) -> None:
    user_tasks.claim(office.engine, office.task(), CLERK)
    before = entries(office)

    assignments.assign(office.engine, office.task(), CLERK.id, HEAD)

    assert entries(office) == before
    assert told(office, CLERK.id) == []


def test_a_head_takes_a_task_back(office: Office) -> None:
    user_tasks.claim(office.engine, office.task(), CLERK)

    assignments.take_back(office.engine, office.task(), HEAD)
    user_tasks.claim(office.engine, office.task(), COLLEAGUE)

    assert office.inbox()[0].holder == COLLEAGUE.id


def test_what_nobody_holds_is_not_taken_back(office: Office) -> None:
    with pytest.raises(Conflict) as refused:
        assignments.take_back(office.engine, office.task(), HEAD)

    assert refused.value.code == "task_free"


def test_each_step_is_in_the_history(office: Office) -> None:
    task = office.task()

    assignments.assign(office.engine, task, CLERK.id, HEAD)
    assignments.take_back(office.engine, task, HEAD)

    assert entries(office)[-2:] == ["user_task_assigned", "user_task_released"]
    assert not history.verify_instance(office.engine, case_of(office)).broken


# -- who may, and to whom -----------------------------------------------------------------------


@pytest.mark.parametrize("actor", [CLERK, COLLEAGUE], ids=["clerk", "colleague"])
def test_who_leads_nobody_gives_nothing_out(office: Office, actor: Actor) -> None:
    with pytest.raises(NotPermitted):
        assignments.assign(office.engine, office.task(), CLERK.id, actor)
    with pytest.raises(NotPermitted):
        assignments.take_back(office.engine, office.task(), actor)

    assert assignments.candidates(office.engine, office.task(), actor) == ()


def test_a_stranger_does_not_learn_of_the_task(office: Office) -> None:
    with pytest.raises(NotFound):
        assignments.assign(office.engine, office.task(), CLERK.id, STRANGER)


@pytest.mark.parametrize("person", [HEAD.id, APPLICANT.id, "nobody"])
def test_a_task_is_given_only_to_who_may_do_it(office: Office, person: str) -> None:
    with pytest.raises(NotPermitted) as refused:
        assignments.assign(office.engine, office.task(), person, HEAD)

    assert refused.value.code == "colleague_unsuited"


def test_who_did_what_is_kept_apart_is_not_given_the_next_step(office: Office) -> None:
    user_tasks.complete(office.engine, office.task(), CLERK, posted())

    offered = [one.id for one in assignments.candidates(office.engine, office.task(), HEAD)]
    with pytest.raises(NotPermitted):
        assignments.assign(office.engine, office.task(), CLERK.id, HEAD)

    assert (COLLEAGUE.id in offered, CLERK.id in offered) == (True, False)


def test_who_holds_a_task_is_not_offered_it(office: Office) -> None:
    user_tasks.claim(office.engine, office.task(), CLERK)

    offered = [one.id for one in assignments.candidates(office.engine, office.task(), HEAD)]

    assert offered == [COLLEAGUE.id]


def test_an_ended_task_is_given_to_nobody(office: Office) -> None:
    task = office.task()
    user_tasks.complete(office.engine, task, CLERK, posted())

    with pytest.raises(Conflict) as refused:
        assignments.assign(office.engine, task, COLLEAGUE.id, HEAD)

    assert refused.value.code == "task_already_completed"
    assert assignments.candidates(office.engine, task, HEAD) == ()


def told(office: Office, account: str) -> list[str]:
    """Name the kinds of the notices of an account."""
    with reading(office.engine.store) as tx:
        return [each.kind for each in notices.latest(tx, account)]
