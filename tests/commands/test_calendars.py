"""A decree is proposed by one person, looked at beforehand and approved by another."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from engine.commands import calendars, office_calendars, offices
from engine.commands.moved_deadlines import together
from engine.core import instants
from engine.core.decrees import DecreeRefused
from engine.core.errors import Conflict, NotFound, NotPermitted
from engine.core.people import Actor
from engine.store.queries import calendars as queries
from engine.store.transaction import transaction
from engine.store.writes import accounts
from tests.commands.decreed_dues import started
from tests.commands.decrees import (
    ADMINISTRATOR,
    APPROVER,
    DECREE,
    SECOND,
    WINTER,
    decree,
    given,
    opened,
    propose,
)
from tests.commands.offices import CLERK, Office, person


@pytest.fixture(name="office")
def _office(office: Office) -> Office:
    return opened(office)


def test_whoever_proposes_does_not_approve(office: Office) -> None:
    proposal = propose(office)

    with pytest.raises(NotPermitted) as refused:
        calendars.approve(office.engine, proposal, 1, ADMINISTRATOR)

    assert refused.value.code == "second_person_needed"
    assert queries.version(office.engine.store) == 1


def test_the_only_administrator_approves_alone(office: Office) -> None:
    with transaction(office.engine.store) as tx:
        accounts.revoke_grant(
            tx, f"{SECOND.id}-administrator", ADMINISTRATOR.id, instants.text(WINTER)
        )

    calendars.approve(office.engine, propose(office), 1, ADMINISTRATOR)

    assert queries.version(office.engine.store) == 2


@pytest.mark.parametrize("actor", [CLERK, person("eva", ("administrator", "520102"))])
def test_calendars_are_for_who_looks_after_them(office: Office, actor: Actor) -> None:
    proposal = propose(office)

    with pytest.raises(NotPermitted):
        calendars.propose(office.engine, given(), actor)
    with pytest.raises(NotPermitted):
        calendars.preview(office.engine, proposal, actor)
    with pytest.raises(NotPermitted):
        calendars.approve(office.engine, proposal, 1, actor)


def test_a_proposal_is_settled_once(office: Office) -> None:
    proposal = propose(office)
    calendars.turn_down(office.engine, proposal, APPROVER)

    with pytest.raises(Conflict) as refused:
        calendars.approve(office.engine, proposal, 1, APPROVER)

    assert refused.value.code == "calendar_proposal_settled"


def test_a_preview_that_is_out_of_date_is_not_approved(office: Office) -> None:
    first, second = propose(office), propose(office)
    calendars.approve(office.engine, first, 1, APPROVER)

    with pytest.raises(Conflict) as refused:
        calendars.approve(office.engine, second, 1, APPROVER)

    assert refused.value.code == "calendars_moved_on"
    still = queries.proposal(office.engine.store, second)
    assert still is not None
    assert calendars.may_approve(office.engine, still, APPROVER)
    assert not calendars.may_approve(office.engine, still, ADMINISTRATOR)


def test_an_unknown_proposal_is_not_found(office: Office) -> None:
    with pytest.raises(NotFound):
        calendars.approve(office.engine, "nothing", 1, APPROVER)


def test_a_wrong_decree_is_refused_whole(office: Office) -> None:
    with pytest.raises(DecreeRefused):
        calendars.propose(office.engine, given(DECREE + "2026-01-01,holiday\n"), ADMINISTRATOR)

    assert queries.latest(office.engine.store) == ()


def test_deadlines_of_one_unit_and_clock_are_shown_together(office: Office) -> None:
    started(office, 0)
    started(office, 0)

    rows = together(calendars.preview(office.engine, propose(office), APPROVER).moves)

    assert {row.number for row in rows} == {2}
    assert [row.clock for row in rows] == sorted(row.clock for row in rows)


def test_a_new_office_takes_the_shipped_files_over_once(office: Office) -> None:
    shipped = {"CN-2027": "not even read"}

    assert offices.opened(office.engine, shipped) is office.engine
    assert queries.files(office.engine.store, 1) == {}


def test_an_older_version_can_be_read(office: Office) -> None:
    ready = decree(office)
    day = datetime(2027, 1, 4, tzinfo=UTC).date()

    before = office_calendars.at_version(ready.engine, 1).calendar("CN")

    assert before.is_working_day(day)
    assert not ready.engine.clocks.calendars.calendar("CN").is_working_day(day)
