"""People move to another unit: their tasks stay behind, their roles are asked for anew."""

from __future__ import annotations

import pytest

from engine.commands import (
    accounts,
    grants,
    history,
    organisation,
    process_definitions,
    process_instances,
    transfers,
    user_tasks,
)
from engine.commands.accounts import NewAccount
from engine.commands.engine import Engine
from engine.core.errors import Conflict, NotFound, NotPermitted
from engine.core.people import SYSTEM, Actor, Grant
from engine.store.queries import accounts as queries
from engine.store.queries import history as entries
from engine.store.queries import inbox, ownerless_tasks
from engine.store.queries.inbox import View
from forms.posted import Posted
from tests.bpmn.drawing import draw
from tests.commands.procedures import TWO_TASKS, form, text
from tests.server.conftest import SECRET, deeds, enter, person

STATION, OTHER, COUNTY = "520102001", "520102002", "520102"


@pytest.fixture
def office_url(database_url: str) -> str:
    """Every test of this file runs on both kinds of store."""
    return database_url


@pytest.fixture
def wei(engine: Engine, first: Actor) -> Actor:
    """A clerk who holds a task."""
    organisation.load_units(engine)
    accounts.add(engine, NewAccount("wei", "Wei", STATION, SECRET, role="clerk"), first)
    files = {
        "p.bpmn": draw(TWO_TASKS),
        "p/receive.json": form(text("note")),
        "p/decide.json": form(),
    }
    process_definitions.deploy(engine, files, SYSTEM)
    clerk = person(engine, "wei")
    process_instances.start(engine, "p", clerk, Posted({}))
    [row] = inbox.open_tasks(engine.store, clerk, View.ALL, engine.clock())
    user_tasks.claim(engine, row.task_id, clerk)
    user_tasks.save_draft(engine, row.task_id, clerk, Posted({"note": ("half a word",)}))
    return clerk


def test_what_the_person_held_is_free_again_and_the_case_says_who_did_it(
    engine: Engine, first: Actor, wei: Actor
) -> None:
    transfers.move(engine, "wei", OTHER, first)

    [row] = inbox.open_tasks(engine.store, wei, View.FREE, engine.clock())
    last = entries.timeline(engine.store, row.instance_id)[-1]
    assert (last.kind, last.actor, last.body["holder"]) == (
        "user_task_released",
        "first",
        "wei",
    )
    assert history.verify(engine).broken == ()


def test_the_same_roles_are_asked_for_at_a_unit_of_the_same_kind(
    engine: Engine, first: Actor, wei: Actor, second: Actor
) -> None:
    token = enter(engine, "wei")

    transfers.move(engine, "wei", OTHER, first)

    assert (person(engine, "wei").unit, person(engine, "wei").grants) == (OTHER, ())
    [waiting] = queries.waiting_grants(engine.store)
    assert (waiting.role, waiting.unit, waiting.asked_by) == ("clerk", OTHER, "first")
    grants.confirm(engine, waiting.id, second)
    assert person(engine, "wei").grants == (Grant("clerk", OTHER),)
    assert token not in deeds(engine)


def test_at_a_unit_of_another_kind_no_role_follows(
    engine: Engine, first: Actor, wei: Actor
) -> None:
    transfers.move(engine, "wei", COUNTY, first)

    assert person(engine, "wei").grants == ()
    assert queries.waiting_grants(engine.store) == ()
    assert deeds(engine)[-2:] == ["account_moved", "grant_revoked"]


def test_nobody_moves_to_where_they_are_or_to_nowhere(
    engine: Engine, first: Actor, wei: Actor
) -> None:
    with pytest.raises(Conflict, match="already_in_unit"):
        transfers.move(engine, "wei", STATION, first)
    with pytest.raises(NotFound):
        transfers.move(engine, "wei", "529999", first)
    with pytest.raises(NotFound):
        transfers.move(engine, "nobody.here", OTHER, first)


def test_the_last_administrator_does_not_move_away_from_the_role(
    engine: Engine, first: Actor
) -> None:
    organisation.load_units(engine)

    with pytest.raises(Conflict, match="last_administrator"):
        transfers.move(engine, "first", COUNTY, first)

    assert person(engine, "first").unit == "520000"


def test_moving_is_for_administrators_of_both_units(engine: Engine, wei: Actor) -> None:
    nan = Actor("nan", "Nan", STATION, (Grant("administrator", STATION),))

    with pytest.raises(NotPermitted):
        transfers.move(engine, "wei", OTHER, nan)
    with pytest.raises(NotPermitted):
        transfers.move(engine, "wei", OTHER, wei)


def test_a_task_that_nobody_can_do_any_more_is_told(
    engine: Engine, first: Actor, wei: Actor
) -> None:
    assert ownerless_tasks.everywhere(engine.store) == ()

    transfers.move(engine, "wei", COUNTY, first)

    [missing] = ownerless_tasks.everywhere(engine.store)
    assert (missing.role, missing.unit, missing.number) == ("clerk", STATION, 1)
