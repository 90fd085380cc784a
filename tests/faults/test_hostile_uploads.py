"""What is handed in with bad intentions is refused at once, and changes nothing."""

from __future__ import annotations

import pytest

from engine.commands import process_definitions, user_tasks
from engine.core.errors import DefinitionRejected, InvalidAnswers
from engine.core.people import SYSTEM
from engine.store import tables
from forms.posted import Posted, Upload
from tests.commands.offices import CLERK, posted
from tests.faults import children, costs, hostile, oracle
from tests.faults.costs import Cost
from tests.faults.desk import Desk
from tests.forms.pictures import jpeg

SECONDS, MEGABYTES = 5.0, 50.0


def is_cheap(cost: Cost) -> bool:
    return cost.seconds < SECONDS and cost.megabytes < MEGABYTES


@pytest.fixture
def kind() -> str:
    """Nothing of this reaches a database."""
    return "sqlite"


@pytest.mark.parametrize("case", hostile.DEPLOYMENTS)
def test_a_hostile_deployment_is_refused_whole(desk: Desk, case: str) -> None:
    files = hostile.DEPLOYMENTS[case]
    before = oracle.everything(desk.store)

    checked, deployed = children.run(desk, (costs.check_and_deploy, files)).value

    assert deployed.answer == DefinitionRejected.__name__
    assert checked.answer == "done"
    assert is_cheap(deployed), deployed
    assert is_cheap(checked), checked
    assert oracle.everything(desk.store) == before


@pytest.mark.parametrize("case", hostile.RUNS)
def test_a_hostile_condition_runs_into_its_budget(desk: Desk, case: str) -> None:
    diagram = hostile.program(hostile.RUNS[case])
    process_definitions.deploy(desk.engine, {"q.bpmn": diagram}, SYSTEM)

    started = children.run(desk, (costs.start, "q")).value

    assert is_cheap(started), started
    assert oracle.violations(desk.engine) == []


@pytest.mark.parametrize("case", hostile.PHOTOS)
def test_a_hostile_photograph_is_refused(desk: Desk, case: str) -> None:
    task = desk.task(desk.begin(), "receive")
    before = oracle.everything(desk.store)
    answers = Posted({}, {"photo": Upload("../photo.jpg", hostile.PHOTOS[case])})

    refused = children.run(desk, (costs.complete, task, answers)).value

    assert refused.answer == InvalidAnswers.__name__
    assert is_cheap(refused), refused
    assert oracle.everything(desk.store) == before


@pytest.mark.parametrize("case", hostile.TEXTS)
def test_a_hostile_text_is_refused(desk: Desk, case: str) -> None:
    task = desk.task(desk.begin(), "receive")
    before = oracle.everything(desk.store)

    with pytest.raises(InvalidAnswers):
        user_tasks.complete(desk.engine, task, CLERK, posted(note=hostile.TEXTS[case]))

    assert oracle.everything(desk.store) == before


def test_what_hangs_behind_the_lines_of_a_photograph_is_never_unpacked(desk: Desk) -> None:
    task = desk.task(desk.begin(), "receive")
    answers = Posted({}, {"photo": Upload("photo.png", hostile.LONG_PNG)})

    accepted = children.run(desk, (costs.complete, task, answers)).value

    assert is_cheap(accepted), accepted
    (kept,) = oracle.rows(desk.store, tables.attachment)
    assert len(kept["body"]) < 1000


def test_photographs_for_other_questions_are_refused(desk: Desk) -> None:
    task = desk.task(desk.begin(), "receive")
    many = {f"photo_{n}": Upload("photo.jpg", jpeg()) for n in range(1000)}

    with pytest.raises(InvalidAnswers):
        user_tasks.complete(desk.engine, task, CLERK, Posted({}, many))


def test_a_text_where_a_photograph_is_asked_is_refused(desk: Desk) -> None:
    task = desk.task(desk.begin(), "receive")

    with pytest.raises(InvalidAnswers):
        user_tasks.complete(desk.engine, task, CLERK, posted(photo="0" * 32))
