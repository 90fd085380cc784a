"""People come back: they sign in again, and two people give them their roles anew."""

from __future__ import annotations

import pytest

from engine.commands import accounts, grants, returns, sessions
from engine.commands.accounts import NewAccount
from engine.commands.engine import Engine
from engine.commands.sessions import Attempt
from engine.core.errors import Conflict, NotFound, NotPermitted
from engine.core.people import Actor, Grant
from engine.store.queries import accounts as queries
from tests.server.conftest import SECRET, deeds, person

STATION = "520102001"
CLERK = NewAccount("wei", "Wei Clerk", STATION, SECRET, role="clerk")
AT_STATION = Grant("clerk", STATION)


@pytest.fixture
def office_url(database_url: str) -> str:
    """Every test of this file runs on both kinds of store."""
    return database_url


def test_whoever_comes_back_signs_in_and_gets_the_roles_by_two_people(
    engine: Engine, first: Actor
) -> None:
    accounts.add(engine, CLERK, first)
    second = NewAccount("second", "Second", "520000", SECRET, role="administrator")
    accounts.add(engine, second, first)
    accounts.disable(engine, "wei", first)

    returns.enable(engine, "wei", first)

    assert sessions.sign_in(engine, Attempt("wei", SECRET))
    assert person(engine, "wei").grants == ()
    (waiting,) = queries.waiting_grants(engine.store)
    with pytest.raises(NotPermitted, match="second_person_needed"):
        grants.confirm(engine, waiting.id, first)
    grants.confirm(engine, waiting.id, person(engine, "second"))
    assert person(engine, "wei").grants == (AT_STATION,)
    assert "account_enabled" in deeds(engine)


def test_only_a_disabled_account_is_enabled(engine: Engine, first: Actor) -> None:
    accounts.add(engine, CLERK, first)

    with pytest.raises(Conflict, match="account_not_disabled"):
        returns.enable(engine, "wei", first)
    with pytest.raises(NotFound, match="account_unknown"):
        returns.enable(engine, "nobody.here", first)


def test_nobody_but_an_administrator_enables(engine: Engine, first: Actor) -> None:
    accounts.add(engine, CLERK, first)
    clerk = person(engine, "wei")
    accounts.disable(engine, "wei", first)

    with pytest.raises(NotPermitted, match="not_an_administrator"):
        returns.enable(engine, "wei", clerk)
