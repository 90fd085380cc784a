"""A head of several units finds in the inbox each till at which a refund waits."""

from __future__ import annotations

import pytest

from engine.commands import grants, process_definitions
from engine.commands.engine import Engine
from engine.core.people import SYSTEM, Actor, Grant
from engine.store.queries import accounts as people
from tests.web.browsers import Clock, Visitor
from tests.web.paying import FILES, ask, paid

HERE, THERE = "520102001", "520102002"


@pytest.fixture(autouse=True)
def _of_two_units(engine: Engine) -> None:
    process_definitions.deploy(engine, FILES, SYSTEM)
    for role in ("window", "head"):
        wish = Grant(role, THERE)
        asked = grants.ask(engine, role, wish, actor(engine, "administrator"))
        grants.confirm(engine, asked, actor(engine, "administrator2"))


def actor(engine: Engine, username: str) -> Actor:
    found = people.actor(engine.store, username)
    assert found is not None
    return found


def test_it_leads_to_the_till_where_a_refund_waits(visitor: Visitor) -> None:
    ask(visitor("window"), paid(visitor, station=THERE))

    inbox = visitor("head").read("/inbox")

    assert (
        f'href="/till?unit={THERE}#waiting">1 refund waits for a second person: you</a>' in inbox
    )
    assert f"unit={HERE}#waiting" not in inbox


def test_it_leads_to_each_of_two_the_longest_waiting_first(visitor: Visitor, clock: Clock) -> None:
    window = visitor("window")
    ask(window, paid(visitor, station=THERE))
    clock.advance(minutes=1)
    ask(window, paid(visitor, station=HERE), receipt_no="T-2")
    ask(window, paid(visitor, station=HERE), receipt_no="T-3")

    inbox = visitor("head").read("/inbox")

    first, second = inbox.index(f"unit={THERE}#waiting"), inbox.index(f"unit={HERE}#waiting")
    assert first < second
    assert "1 refund waits for a second person: you · " in inbox
    assert "2 refunds wait for a second person: you · " in inbox


def test_without_a_refund_it_leads_to_no_till(visitor: Visitor) -> None:
    assert "#waiting" not in visitor("head").read("/inbox")
