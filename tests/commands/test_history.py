"""Every way to tamper with the store is found, at its first entry."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy import ColumnElement, delete, update

from engine.commands import history, readings, user_tasks
from engine.commands.history import BrokenChain
from engine.core.errors import NotFound
from engine.store.queries import history as entries
from engine.store.statements import Statement
from engine.store.tables import answer, day_entry, process_instance
from engine.store.tables import history as history_table
from engine.store.transaction import transaction
from tests.commands.offices import CLERK, COLLEAGUE, Office, posted
from tests.commands.procedures import FORMS, TWO_TASKS

DAY = "2026-03-13"


@pytest.fixture
def instance(office: Office) -> str:
    """An ended instance of three entries, which somebody has read."""
    office.deploy(TWO_TASKS, files=FORMS)
    started = office.start()
    user_tasks.complete(office.engine, office.task(), CLERK, posted(note="seen"))
    user_tasks.complete(office.engine, office.task(), COLLEAGUE, posted(decision="yes"))
    readings.record(office.engine, CLERK, "person_read", started, {"page": "instance"})
    return started


def tamper(office: Office, *cores: object) -> None:
    with transaction(office.engine.store) as tx:
        for core in cores:
            tx.execute(Statement("tamper", core))


def of_seq(seq: int) -> ColumnElement[bool]:
    return history_table.c.seq == seq


def test_an_untouched_store_verifies(office: Office, instance: str) -> None:
    verified = history.verify(office.engine)

    # three deeds, the deployment and the reading
    assert (verified.entries, verified.instances, verified.broken) == (5, 1, ())


def test_one_instance_is_verified_by_itself(office: Office, instance: str) -> None:
    verified = history.verify_instance(office.engine, instance)

    assert (verified.entries, verified.instances, verified.broken) == (3, 1, ())
    with pytest.raises(NotFound):
        history.verify_instance(office.engine, "nothing")


def test_an_empty_store_verifies(office: Office) -> None:
    verified = history.verify(office.engine)

    assert (verified.entries, verified.instances, verified.broken) == (0, 0, ())


CASES: dict[str, tuple[Callable[[], object], int, str]] = {
    "body": (
        lambda: update(history_table).where(of_seq(2)).values(body=b"{}"),
        2,
        "changed",
    ),
    "column": (
        lambda: update(history_table).where(of_seq(2)).values(actor="somebody"),
        2,
        "changed",
    ),
    "time": (
        lambda: update(history_table).where(of_seq(3)).values(at="2026-01-01T00:00:00.000000Z"),
        3,
        "changed",
    ),
    "value": (
        lambda: update(answer).where(answer.c.field == "note").values(value='"other"'),
        2,
        "changed",
    ),
    "value gone": (lambda: delete(answer).where(answer.c.field == "note"), 2, "changed"),
    "middle": (lambda: delete(history_table).where(of_seq(2)), 2, "removed"),
    "tail": (lambda: delete(history_table).where(of_seq(3)), 3, "truncated"),
    "head": (lambda: update(process_instance).values(head_hash="00" * 32), 3, "changed"),
    "hash not hex": (
        lambda: update(history_table).where(of_seq(2)).values(hash="rubbish"),
        2,
        "changed",
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_a_touched_instance_is_named_with_its_first_bad_entry(
    office: Office, instance: str, case: str
) -> None:
    core, seq, what = CASES[case]

    tamper(office, core())

    assert history.verify(office.engine).broken == (BrokenChain("instance", instance, seq, what),)


def test_swapped_entries_are_told_as_reordered(office: Office, instance: str) -> None:
    tamper(
        office,
        update(history_table).where(of_seq(2)).values(seq=9),
        update(history_table).where(of_seq(3)).values(seq=2),
        update(history_table).where(of_seq(9)).values(seq=3),
    )

    (broken,) = history.verify(office.engine).broken
    assert (broken.seq, broken.what) == (2, "reordered")


def test_a_removed_reading_is_told_by_its_day(office: Office, instance: str) -> None:
    tamper(office, delete(day_entry).where(day_entry.c.kind == "person_read"))

    assert history.verify(office.engine).broken == (BrokenChain("day", DAY, 2, "truncated"),)


def test_a_timeline_merges_deeds_and_readings(office: Office, instance: str) -> None:
    kinds = [entry.kind for entry in entries.timeline(office.engine.store, instance)]

    assert sorted(kinds) == [
        "instance_started",
        "person_read",
        "user_task_completed",
        "user_task_completed",
    ]
