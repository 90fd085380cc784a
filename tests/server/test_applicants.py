"""Applicants get their accounts at the window, bound to the number of their document."""

from __future__ import annotations

from dataclasses import replace

import pytest

from engine.commands import accounts, applicants, organisation, sessions
from engine.commands.accounts import NewAccount
from engine.commands.applicants import NewApplicant
from engine.commands.engine import Engine
from engine.commands.sessions import Attempt
from engine.core.errors import Conflict, InvalidInput, NotPermitted
from engine.core.people import Actor, Grant
from tests.server.conftest import SECRET, deeds, everything, person

STATION = "520102001"
NUMBER = "52019919850704202X"
QIU = NewApplicant("qiu", "田秋月", STATION, NUMBER)


@pytest.fixture
def office_url(database_url: str) -> str:
    """Every test of this file runs on both kinds of store."""
    return database_url


@pytest.fixture
def wei(engine: Engine, first: Actor) -> Actor:
    """A clerk at the window of a station."""
    organisation.load_units(engine)
    accounts.add(engine, NewAccount("wei", "Wei", STATION, SECRET, role="clerk"), first)
    return person(engine, "wei")


def test_an_applicant_is_bound_to_the_number_and_signs_in_once(engine: Engine, wei: Actor) -> None:
    password = applicants.register(engine, replace(QIU, id_number="52019919850704202x"), wei)

    qiu = person(engine, "qiu")
    assert (qiu.id_number, qiu.grants) == (NUMBER, (Grant("applicant", STATION),))
    assert sessions.sign_in(engine, Attempt("qiu", password))
    assert "applicant_registered" in deeds(engine)


def test_the_history_holds_no_number(engine: Engine, wei: Actor) -> None:
    applicants.register(engine, QIU, wei)

    # once, in the account
    assert everything(engine).count(NUMBER) == 1


def test_a_number_is_bound_once(engine: Engine, wei: Actor, first: Actor) -> None:
    applicants.register(engine, QIU, wei)

    with pytest.raises(Conflict, match="id_number_bound"):
        applicants.register(engine, replace(QIU, id="qiu2"), wei)

    accounts.disable(engine, "qiu", first)
    assert applicants.register(engine, replace(QIU, id="qiu2"), wei)


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"id_number": "520199198507042021"}, "id_number_check_digit"),
        ({"name": "Tian Qiuyue"}, "name_characters"),
        ({"id": "Q"}, "user_name_unusable"),
    ],
)
def test_what_makes_no_sense_is_refused(
    engine: Engine, wei: Actor, changed: dict[str, str], code: str
) -> None:
    with pytest.raises(InvalidInput, match=code):
        applicants.register(engine, replace(QIU, **changed), wei)


def test_registering_is_for_the_window_of_the_unit(
    engine: Engine, wei: Actor, first: Actor
) -> None:
    reviewer = Actor("rui", "Rui", "520102", (Grant("reviewer", "520102"),))

    with pytest.raises(NotPermitted, match="not_at_the_window"):
        applicants.register(engine, QIU, reviewer)
    with pytest.raises(NotPermitted, match="not_at_the_window"):
        applicants.register(engine, replace(QIU, unit="520102002"), wei)
    with pytest.raises(NotPermitted, match="own_case"):
        applicants.register(engine, QIU, replace(wei, id_number=NUMBER))
    assert applicants.register(engine, QIU, first)
