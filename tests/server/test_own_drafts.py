"""Who drew a draft does not deploy it where somebody else may (D8)."""

from __future__ import annotations

import pytest

from engine.commands import accounts, process_definitions
from engine.commands.accounts import NewAccount
from engine.commands.engine import Engine
from engine.core.errors import DefinitionRejected
from engine.core.people import Actor
from engine.store.queries import definitions
from engine.store.transaction import transaction
from engine.store.writes import settings
from tests.bpmn.drawing import draw
from tests.commands.procedures import FORMS, TWO_TASKS
from tests.server.conftest import SECRET, person

PROVINCE = "520000"
DRAWN = draw(TWO_TASKS)
FILES = {"p.bpmn": DRAWN, **FORMS}


def hired(engine: Engine, name: str, role: str, first: Actor) -> Actor:
    new = NewAccount(name, name.title(), PROVINCE, SECRET, role=role)
    accounts.add(engine, new, first)
    return person(engine, name)


@pytest.fixture
def analyst(engine: Engine, first: Actor) -> Actor:
    return hired(engine, "ann", "analyst", first)


@pytest.fixture
def drafted(engine: Engine, analyst: Actor) -> int:
    return process_definitions.save_draft(engine, "p.bpmn", DRAWN, 0, analyst)


def test_the_only_one_who_may_deploy_deploys_the_own_draft(
    engine: Engine, analyst: Actor, drafted: int
) -> None:
    (deployed,) = process_definitions.deploy(engine, FILES, analyst)

    assert deployed.version == 1


@pytest.mark.parametrize("role", ["analyst", "approver"])
def test_with_somebody_else_the_author_is_told_who_may(
    engine: Engine, first: Actor, analyst: Actor, drafted: int, role: str
) -> None:
    hired(engine, "ding", role, first)

    with pytest.raises(DefinitionRejected) as refused:
        process_definitions.deploy(engine, FILES, analyst)

    (finding,) = refused.value.findings
    assert (finding.code, finding.file) == ("own_draft", "p.bpmn")
    assert finding.parameters == {"others": "Ding"}
    assert definitions.latest(engine.store, engine.clock()) == ()


def test_somebody_else_deploys_it_and_looking_does_not_make_it_theirs(
    engine: Engine, first: Actor, analyst: Actor, drafted: int
) -> None:
    approver = hired(engine, "ding", "approver", first)

    kept = process_definitions.save_draft(engine, "p.bpmn", DRAWN, drafted, approver)
    (deployed,) = process_definitions.deploy(engine, FILES, approver)

    assert (kept, deployed.version) == (drafted, 1)


def test_who_is_gone_does_not_count(
    engine: Engine, first: Actor, analyst: Actor, drafted: int
) -> None:
    hired(engine, "ding", "approver", first)
    accounts.disable(engine, "ding", first)

    assert process_definitions.deploy(engine, FILES, analyst)


def test_a_draft_that_is_deployed_already_is_nobodys(
    engine: Engine, first: Actor, analyst: Actor, drafted: int
) -> None:
    approver = hired(engine, "ding", "approver", first)
    process_definitions.deploy(engine, FILES, approver)
    changed = {**FILES, "p/decide.json": FORMS["p/receive.json"]}

    (deployed,) = process_definitions.deploy(engine, changed, analyst)

    assert deployed.version == 2


def test_in_a_demo_office_the_analyst_tries_it_alone(
    engine: Engine, first: Actor, analyst: Actor, drafted: int
) -> None:
    hired(engine, "ding", "approver", first)
    with transaction(engine.store) as tx:
        settings.change(tx, "office", "demo", "first", "2026-03-16T01:00:00Z")

    assert process_definitions.deploy(engine, FILES, analyst)
