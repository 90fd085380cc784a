"""Who may see and do what: every cell of the access matrix of the shipped procedure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from engine.bpmn import definitions
from engine.bpmn.resources import Resources
from engine.commands import attachments, sheets, shipped_files
from engine.core.errors import NotFound
from engine.store import database, tables
from tasks import demo_register
from tasks.handlers import HANDLERS
from tests.databases import Databases
from tests.faults import oracle
from tests.faults.permits import BLIND, OURS, PEOPLE, Matrix, Person, WatchedOffice
from tests.processes import (
    exceptions_at_acceptance,
    exceptions_at_the_county,
    exceptions_from_outside,
    exceptions_on_the_way,
    scenarios,
)
from tests.processes import office as shipped
from tests.processes.office import MAIL, PROCESSES, ROOT, Case, Clock, Office, open_engine_at
from tests.shipped import MORNING, copied

# together they come by every user task of the diagram
WAYS = (
    *scenarios.WAYS,
    *exceptions_at_acceptance.WAYS,
    *exceptions_at_the_county.WAYS,
    *exceptions_on_the_way.WAYS,
    *exceptions_from_outside.WAYS,
)


def open_office(url: str, seen: dict[str, set[str]]) -> WatchedOffice:
    """Open a copy of the furnished office, whose register answers at once."""
    clock = Clock(MORNING)
    engine = open_engine_at(url, clock)
    register = demo_register.read(shipped_files.text(PROCESSES / "demo-register.toml"))
    engine = replace(engine, ports={**engine.ports, "register": register})
    return WatchedOffice(engine, clock, matrix=Matrix(engine, seen))


@pytest.fixture
def office(furnished: Path, kind: str, fresh_databases: Databases) -> Iterator[WatchedOffice]:
    opened = open_office(copied(furnished, kind, fresh_databases), {})
    yield opened
    database.close(opened.engine.store)


def test_at_the_first_desk_every_cell_is_right(office: WatchedOffice) -> None:
    case = office.apply()

    case.send("withdrawn_before_acceptance")

    office.matrix.examine(case)
    assert office.matrix.seen == {"check_application": {"open", "withdrawn"}}
    assert office.matrix.wrong == []
    assert office.matrix.cells > 2000


@pytest.mark.long
def test_on_every_user_task_in_every_state_every_cell_is_right(
    furnished: Path, fresh_databases: Databases, kind: str
) -> None:
    seen: dict[str, set[str]] = {}

    looked_at = [_look(way, copied(furnished, kind, fresh_databases), seen) for way in WAYS]

    assert [wrong for matrix in looked_at for wrong in matrix.wrong] == []
    assert sum(matrix.cells for matrix in looked_at) > 30_000
    assert seen.keys() >= _user_tasks()


def _look(
    way: Callable[[Office], Case | Iterable[Case]], url: str, seen: dict[str, set[str]]
) -> Matrix:
    office = open_office(url, seen)
    ended = way(office)
    for case in (ended,) if isinstance(ended, Case) else ended:
        office.matrix.examine(case)
    database.close(office.engine.store)
    return office.matrix


def _user_tasks() -> set[str]:
    compiled = definitions.compile(shipped_resources(), "reissue")
    return {each.id for each in compiled.elements.values() if each.kind == "userTask"}


def shipped_resources() -> Resources:
    files = shipped_files.resources(ROOT)
    return Resources(
        {name: body for name, body in files.items() if name.endswith(".bpmn")},
        {name: body for name, body in files.items() if name.endswith(".dmn")},
        operations=frozenset(HANDLERS),
    )


def test_a_message_is_sent_by_who_it_is_drawn_for_alone(office: WatchedOffice) -> None:
    case = Office(office.engine, office.clock).apply()

    office.matrix.examine_messages(case)

    assert office.matrix.wrong == []
    assert office.matrix.cells > 200


def test_a_photograph_is_opened_by_who_sees_the_case_and_that_is_told(
    office: WatchedOffice,
) -> None:
    case = Office(office.engine, office.clock).apply(**scenarios.DAMAGE)
    photos = oracle.rows(office.engine.store, tables.attachment)
    (photo,) = (row for row in photos if row.of == case.id)
    allowed = [one for one in PEOPLE if _may_open(office, photo["id"], one)]

    assert {one.unit for one in allowed} <= set(OURS.values())
    assert {one.role for one in allowed}.isdisjoint(BLIND | {"applicant"})
    assert ("clerk", OURS["station"]) in {(one.role, one.unit) for one in allowed}
    assert oracle.kinds(office.engine.store)["person_read"] == len(allowed)
    assert case.open == {"check_application"}


def _may_open(office: WatchedOffice, photo: str, one: Person) -> bool:
    try:
        attachments.open_attachment(office.engine, photo, one.who)
    except NotFound:
        return False
    return True


def test_a_courier_reads_the_label_and_nothing_once_it_is_delivered(
    office: WatchedOffice,
) -> None:
    case = scenarios.sent(Office(office.engine, office.clock), **MAIL)
    task, courier = case.open_tasks["confirm_delivery"]["id"], shipped.actor("courier")

    open_ = sheets.task(office.engine, task, courier)
    case.complete("confirm_delivery", signer="田秋月")
    ended = sheets.task(office.engine, task, courier)

    assert {row.field for row in open_.facts} <= {"waybill_no", *MAIL}
    assert {timer.id for timer in open_.timers} <= {open_.deadline.id if open_.deadline else ""}
    assert (open_.whole, ended.whole, ended.facts) == (False, False, ())
    with pytest.raises(NotFound):
        sheets.process_instance(office.engine, case.id, courier)


def test_staff_of_another_station_in_the_same_county_do_not_see_a_case(
    office: WatchedOffice,
) -> None:
    case = office.apply(accepting_station="520102002")

    # the station where the applicant is registered
    with pytest.raises(NotFound):
        sheets.process_instance(office.engine, case.id, shipped.actor("clerk"))
