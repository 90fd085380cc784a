"""Tasks that only an auxiliary is asked for have an owner while an officer stands beside."""

from __future__ import annotations

from engine.commands import accounts, process_definitions, process_instances
from engine.commands.accounts import NewAccount
from engine.commands.engine import Engine
from engine.core.people import SYSTEM, Actor
from engine.store.addressees import StoredAddressees
from engine.store.queries import ownerless_tasks
from forms.posted import Posted
from tests.bpmn.drawing import draw, end, lane, path, process, start, user
from tests.commands.procedures import form, text
from tests.server.conftest import SECRET, person

STATION = "520102001"
ARRIVING = process(
    "p",
    lane("desk", "start", "work", "end", role="window", jurisdiction="station"),
    start(),
    user("work", role="auxiliary"),
    end(),
    path("start", "work", "end"),
)


def test_an_officer_is_told_of_it_and_it_is_ownerless_without_one(
    engine: Engine, first: Actor
) -> None:
    accounts.add(engine, NewAccount("wu", "Wu", STATION, SECRET, role="window"), first)
    files = {"p.bpmn": draw(ARRIVING), "p/work.json": form(text("shelf_no"))}
    process_definitions.deploy(engine, files, SYSTEM)
    process_instances.start(engine, "p", person(engine, "wu"), Posted({}))

    owned = ownerless_tasks.everywhere(engine.store)
    told = StoredAddressees(engine.store).holders("auxiliary", STATION)
    accounts.disable(engine, "wu", first)

    assert owned == ()
    assert [one.account_id for one in told] == ["wu"]
    (missing,) = ownerless_tasks.everywhere(engine.store)
    assert (missing.role, missing.unit, missing.number) == ("auxiliary", STATION, 1)
