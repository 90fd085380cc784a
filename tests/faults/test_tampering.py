"""Every way to tamper with the history in the store is named by its chain, entry and kind."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import delete, insert, update

from engine.store import database
from tests.databases import KINDS, Databases
from tests.faults.tamperers import (
    DAYS,
    A,
    C,
    D,
    H,
    P,
    Tamperer,
    Tampering,
    Told,
    append,
    back_date,
    close_gap,
    column,
    delete_entry,
    found,
    insert_between,
    rewrite_tail,
    second,
    swap_bodies,
    swap_entries,
    tell,
)


@pytest.fixture(scope="module", params=KINDS)
def told(
    request: pytest.FixtureRequest,
    fresh_databases: Databases,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Told]:
    store = database.open_store(fresh_databases.fresh(request.param))
    yield tell(store, tmp_path_factory.mktemp("register"))
    database.close(store)


# -- entries -----------------------------------------------------------------------------------


ENTRIES: dict[str, tuple[Tampering, int, str]] = {
    "a byte of the body": (column(body=b'{"kind":"user_task_completed"}'), 3, "changed"),
    "no text in the body": (column(body=b"\xff\xfe"), 3, "changed"),
    "the instant": (column(at="2026-03-13T01:00:00.000000Z"), 3, "changed"),
    "the kind": (column(kind="user_task_released"), 3, "changed"),
    "the actor": (column(actor="somebody"), 3, "changed"),
    "the element": (column(element="decide"), 3, "changed"),
    "the link": (column(prev="00" * 32), 3, "changed"),
    "the hash": (column(hash="00" * 32), 3, "changed"),
    "an entry gone": (second(lambda by, it: delete_entry(by, it, 3)), 3, "removed"),
    "an entry gone, the gap closed": (second(close_gap), 3, "removed"),
    "the first entry gone": (second(lambda by, it: delete_entry(by, it, 1)), 1, "removed"),
    "the last entry gone": (second(lambda by, it: delete_entry(by, it, 5)), 5, "truncated"),
    "an entry in between": (second(insert_between), 3, "inserted"),
    "an entry behind the head": (second(append), 6, "inserted"),
    "entries exchanged": (second(swap_entries), 2, "reordered"),
    "bodies exchanged": (second(swap_bodies), 2, "reordered"),
    "back-dated and hashed anew": (second(back_date), 3, "changed"),
    "the whole tail hashed anew": (second(rewrite_tail), 3, "changed"),
}


@pytest.mark.parametrize("case", ENTRIES)
def test_a_touched_entry_is_named(told: Told, case: str) -> None:
    tampering, seq, what = ENTRIES[case]

    assert found(told, tampering) == [("instance", "second", seq, what)]


# -- answers -----------------------------------------------------------------------------------


def _answer(instance: str, seq: int, field: str) -> Any:
    return (A.c.instance_id == instance) & (A.c.seq == seq) & (A.c.field == field)


def _note(**values: Any) -> Tampering:
    return second(lambda by, it: by.run(update(A).where(_answer(it, 3, "note")).values(**values)))


def _swap_values(by: Tamperer, it: str) -> None:
    chosen = _answer(it, 1, "note") | _answer(it, 1, "subject")
    note, subject = by.connection.execute(A.select().where(chosen).order_by(A.c.field)).mappings()
    for target, source in ((note, subject), (subject, note)):
        by.run(
            update(A)
            .where(_answer(it, 1, target["field"]))
            .values(value=source["value"], salt=source["salt"])
        )


def _older_answer_counts(by: Tamperer, it: str) -> None:
    by.run(
        update(A).where(_answer(it, 3, "note")).values(current=0),
        update(A).where(_answer(it, 1, "note")).values(current=1),
    )


def _more_answers(seq: int, field: str) -> Tampering:
    row = {"seq": seq, "field": field, "value": '"x"', "salt": bytes(16), "data_class": "P2"}
    more = {**row, "actor": "ana", "at": "2026-03-13T02:00:00.000000Z", "current": 1}
    return second(lambda by, it: by.run(insert(A).values(instance_id=it, **more)))


ANSWERS: dict[str, tuple[Tampering, int, str]] = {
    "another value": (_note(value='"third"'), 3, "changed"),
    "another salt": (_note(salt=bytes(16)), 3, "changed"),
    "values exchanged": (second(_swap_values), 1, "changed"),
    "erased without an entry": (_note(value=None, salt=None), 3, "changed"),
    "the value alone erased": (_note(value=None), 3, "changed"),
    "gone": (
        second(lambda by, it: by.run(delete(A).where(_answer(it, 3, "note")))),
        3,
        "changed",
    ),
    "one more": (_more_answers(3, "more"), 3, "changed"),
    "one without an entry": (_more_answers(9, "more"), 9, "inserted"),
    "another class": (_note(data_class="P1"), 3, "changed"),
    "another actor": (_note(actor="somebody"), 3, "changed"),
    "another instant": (_note(at="2026-03-13T01:00:00.000000Z"), 3, "changed"),
    "an older answer counts again": (second(_older_answer_counts), 1, "changed"),
    "no answer counts": (_note(current=0), 3, "changed"),
}


@pytest.mark.parametrize("case", ANSWERS)
def test_a_touched_answer_is_named(told: Told, case: str) -> None:
    tampering, seq, what = ANSWERS[case]

    assert found(told, tampering) == [("instance", "second", seq, what)]


def test_an_erased_value_that_was_put_back_is_named(told: Told) -> None:
    def put_back(by: Tamperer) -> None:
        erased = _answer(by.told.first, 4, "name")
        by.run(update(A).where(erased).values(value='"Mei"', salt=bytes(16)))

    assert found(told, put_back) == [("instance", "first", 4, "changed")]


def test_an_erasure_whose_entry_is_gone_is_named_at_the_value(told: Told) -> None:
    assert found(told, lambda by: delete_entry(by, by.told.first, 6)) == [
        ("instance", "first", 4, "changed")
    ]


# -- instances ---------------------------------------------------------------------------------


def _instance(**values: Any) -> Tampering:
    return second(lambda by, it: by.run(update(P).where(P.c.id == it).values(**values)))


def _exchange_instances(by: Tamperer) -> None:
    for table, key in ((H, H.c.instance_id), (A, A.c.instance_id), (P, P.c.id)):
        steps = (
            (by.told.first, "between"),
            (by.told.second, by.told.first),
            ("between", by.told.second),
        )
        by.run(*(update(table).where(key == old).values({key: new}) for old, new in steps))


INSTANCES: dict[str, tuple[Tampering, int, str]] = {
    "a head too far": (_instance(head_seq=7), 6, "truncated"),
    "a head too near": (_instance(head_seq=4), 4, "changed"),
    "another head": (_instance(head_hash="00" * 32), 5, "changed"),
    "no head at all": (_instance(head_hash="rubbish"), 5, "changed"),
    "gone": (second(lambda by, it: by.run(delete(P).where(P.c.id == it))), 1, "inserted"),
    "another starter": (_instance(started_by="somebody"), 1, "changed"),
    "another number": (_instance(case_no="260313-00000-00000"), 1, "changed"),
    "another version": (_instance(definition_id="p:2"), 1, "changed"),
    "another start": (_instance(started_at="2026-03-13T01:00:00.000000Z"), 1, "changed"),
    "open again": (_instance(ended_at=None, outcome=None), 5, "changed"),
    "ended elsewhere": (_instance(outcome="gone"), 5, "changed"),
    "ended earlier": (_instance(ended_at="2026-03-13T01:00:00.000000Z"), 5, "changed"),
}


@pytest.mark.parametrize("case", INSTANCES)
def test_a_touched_instance_is_named(told: Told, case: str) -> None:
    tampering, seq, what = INSTANCES[case]

    assert found(told, tampering) == [("instance", "second", seq, what)]


def test_exchanged_chains_are_named_both(told: Told) -> None:
    assert sorted(found(told, _exchange_instances)) == [
        ("instance", "first", 1, "changed"),
        ("instance", "second", 1, "changed"),
    ]


# -- days --------------------------------------------------------------------------------------


def _of_day(seq: int) -> Any:
    return (D.c.day == DAYS[0]) & (D.c.seq == seq)


def _day(**values: Any) -> Tampering:
    return lambda by: by.run(update(D).where(_of_day(2)).values(**values))


def _exchange_days(by: Tamperer) -> None:
    for table in (D, C):
        steps = ((DAYS[0], "between"), (DAYS[1], DAYS[0]), ("between", DAYS[1]))
        by.run(*(update(table).where(table.c.day == old).values(day=new) for old, new in steps))


DAY_CASES: dict[str, tuple[Tampering, int, str]] = {
    "the body": (_day(body=b"{}"), 2, "changed"),
    "the reader": (_day(actor="somebody"), 2, "changed"),
    "the instance": (_day(instance_id="another"), 2, "changed"),
    "a reading gone": (lambda by: by.run(delete(D).where(_of_day(2))), 2, "removed"),
    "the last gone": (lambda by: by.run(delete(D).where(_of_day(3))), 3, "truncated"),
    "the head gone": (lambda by: by.run(delete(C).where(C.c.day == DAYS[0])), 1, "inserted"),
    "all entries gone": (lambda by: by.run(delete(D).where(D.c.day == DAYS[0])), 1, "truncated"),
}


@pytest.mark.parametrize("case", DAY_CASES)
def test_a_touched_day_is_named(told: Told, case: str) -> None:
    tampering, seq, what = DAY_CASES[case]

    assert found(told, tampering) == [("day", DAYS[0], seq, what)]


def test_exchanged_days_are_named_both(told: Told) -> None:
    assert found(told, _exchange_days) == [
        ("day", DAYS[0], 1, "changed"),
        ("day", DAYS[1], 1, "changed"),
    ]


def test_the_store_stands_as_sealed_once_all_is_put_back(told: Told) -> None:
    assert found(told, lambda _: None) == []
