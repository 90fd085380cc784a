"""Every way to tamper with the history in the store is named by its chain, entry and kind."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, Table, delete, insert, text, update

from engine.commands import history, process_instances, readings, service_tasks, user_tasks
from engine.commands.history import BrokenChain
from engine.core import sealing
from engine.core.people import Actor, Grant
from engine.store import database, tables
from engine.store.database import Store, schema_engine
from tests.commands.offices import CLERK, COLLEAGUE, posted
from tests.databases import KINDS, Databases
from tests.faults import desk as desks
from tests.faults import oracle
from tests.faults.desk import Desk

PROVINCE = Actor("pro", "Pro", "520000", (Grant("province", "520000"),))
DAYS = ("2026-03-13", "2026-03-14")
# what a tamperer reaches for
_SEALED = (
    tables.process_instance,
    tables.answer,
    tables.history,
    tables.day_chain,
    tables.day_entry,
)
H, A, P = tables.history, tables.answer, tables.process_instance
D, C = tables.day_entry, tables.day_chain


@dataclass(frozen=True, slots=True)
class Told:
    """Two finished instances; of the first one answer was erased. Both were read on two days."""

    desk: Desk
    first: str
    second: str


Tampering = Callable[["Tamperer"], None]


@dataclass(frozen=True, slots=True)
class Tamperer:
    """Somebody who may write to the database past the product."""

    connection: Connection
    told: Told

    def run(self, *statements: Any) -> None:
        """Run statements one after the other."""
        for statement in statements:
            self.connection.execute(statement)

    def change(self, table: Table, instance: str, number: int, **values: Any) -> None:
        """Change columns of the rows of an entry."""
        columns = table.c
        here = (columns.instance_id == instance) & (columns.seq == number)
        self.run(update(table).where(here).values(**values))

    def entry(self, instance: str, seq: int) -> dict[str, Any]:
        """Read an entry."""
        found = self.connection.execute(
            H.select().where((H.c.instance_id == instance) & (H.c.seq == seq))
        )
        return dict(found.mappings().one())

    def renumber(self, instance: str, seqs: Sequence[int], by: int) -> None:
        """Move entries to other numbers, in the order in which they are given."""
        for seq in seqs:
            self.change(H, instance, seq, seq=seq + by)
            self.change(A, instance, seq, seq=seq + by)

    def forge(self, instance: str, seq: int, **changes: Any) -> dict[str, Any]:
        """Make an entry that follows the one before it."""
        row = {**self.entry(instance, seq - 1), "seq": seq, **changes}
        row["prev"] = self.entry(instance, seq - 1)["hash"]
        row["hash"] = sealing.link(bytes.fromhex(row["prev"]), seq, bytes(row["body"])).hex()
        return row


@pytest.fixture(scope="module", params=KINDS)
def told(
    request: pytest.FixtureRequest,
    fresh_databases: Databases,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Told]:
    store = database.open_store(fresh_databases.fresh(request.param))
    yield _tell(store, tmp_path_factory.mktemp("register"))
    database.close(store)


def _tell(store: Store, folder: Path) -> Told:
    desk = desks.found(store, folder)
    first, second = (_finished(desk) for _ in range(2))
    process_instances.erase_answer(desk.engine, first, "name", "court order", PROVINCE)
    for _ in DAYS:
        for instance in (first, second):
            readings.record(desk.engine, CLERK, "person_read", instance, {"page": "instance"})
        desk.clock.advance(days=1)
    assert history.verify(desk.engine).broken == ()
    return Told(desk, first, second)


def _finished(desk: Desk) -> str:
    """Tell a story of five entries."""
    instance = desk.begin()
    user_tasks.claim(desk.engine, desk.task(instance, "receive"), CLERK)
    user_tasks.complete(desk.engine, desk.task(instance, "receive"), CLERK, posted(note="second"))
    service_tasks.run_due(desk.engine)
    user_tasks.complete(desk.engine, desk.task(instance, "decide"), COLLEAGUE, posted())
    return instance


@contextmanager
def tampered(told: Told, tampering: Tampering) -> Iterator[None]:
    """Tamper with the store, and put everything back."""
    saved = {table: oracle.rows(told.desk.store, table) for table in _SEALED}
    with _past_the_product(told.desk.store) as connection:
        tampering(Tamperer(connection, told))
    yield
    with _past_the_product(told.desk.store) as connection:
        for table in _SEALED:
            connection.execute(delete(table))
            if saved[table]:
                connection.execute(insert(table), [dict(row.columns) for row in saved[table]])


@contextmanager
def _past_the_product(store: Store) -> Iterator[Connection]:
    with schema_engine(store) as engine, engine.begin() as connection:
        if store.kind == "postgresql":
            connection.execute(text("SET session_replication_role = replica"))
        yield connection


def found(told: Told, tampering: Tampering) -> list[tuple[str, str, int, str]]:
    """Say what the verifier names, with short names for the two instances."""
    names = {told.first: "first", told.second: "second"}
    with tampered(told, tampering):
        broken: tuple[BrokenChain, ...] = history.verify(told.desk.engine).broken
    return [(each.kind, names.get(each.name, each.name), each.seq, each.what) for each in broken]


# -- entries -----------------------------------------------------------------------------------


def _second(change: Callable[[Tamperer, str], None]) -> Tampering:
    return lambda by: change(by, by.told.second)


def _column(**values: Any) -> Tampering:
    return _second(lambda by, it: by.change(H, it, 3, **values))


def _delete_entry(by: Tamperer, instance: str, seq: int) -> None:
    for table in (H, A):
        by.run(delete(table).where((table.c.instance_id == instance) & (table.c.seq == seq)))


def _close_gap(by: Tamperer, it: str) -> None:
    _delete_entry(by, it, 3)
    by.renumber(it, (4, 5), -1)


def _insert_between(by: Tamperer, it: str) -> None:
    by.renumber(it, (5, 4, 3), 1)
    by.run(insert(H).values(by.forge(it, 3, body=b'{"kind":"forged"}')))


def _append(by: Tamperer, it: str) -> None:
    by.run(insert(H).values(by.forge(it, 6, body=b'{"kind":"forged"}')))


def _swap_entries(by: Tamperer, it: str) -> None:
    by.renumber(it, (2,), 90)
    by.renumber(it, (3,), -1)
    by.renumber(it, (92,), -89)


def _swap_bodies(by: Tamperer, it: str) -> None:
    second, third = by.entry(it, 2), by.entry(it, 3)
    by.change(H, it, 2, body=third["body"])
    by.change(H, it, 3, body=second["body"])


def _back_date(by: Tamperer, it: str) -> None:
    body = bytes(by.entry(it, 3)["body"])
    earlier = by.entry(it, 3)["at"].replace("2026", "2025")
    forged = by.forge(it, 3, body=body.replace(b'"at":"2026', b'"at":"2025'), at=earlier)
    by.change(H, it, 3, at=forged["at"], body=forged["body"], hash=forged["hash"])


def _rewrite_tail(by: Tamperer, it: str) -> None:
    for seq in (3, 4, 5):
        entry = by.entry(it, seq)
        body = bytes(entry["body"]).replace(b'"actor":"ana"', b'"actor":"bob"')
        actor = "bob" if body != bytes(entry["body"]) else entry["actor"]
        forged = by.forge(it, seq, body=body)
        by.change(H, it, seq, actor=actor, body=body, prev=forged["prev"], hash=forged["hash"])


ENTRIES: dict[str, tuple[Tampering, int, str]] = {
    "a byte of the body": (_column(body=b'{"kind":"user_task_completed"}'), 3, "changed"),
    "no text in the body": (_column(body=b"\xff\xfe"), 3, "changed"),
    "the instant": (_column(at="2026-03-13T01:00:00.000000Z"), 3, "changed"),
    "the kind": (_column(kind="user_task_released"), 3, "changed"),
    "the actor": (_column(actor="somebody"), 3, "changed"),
    "the element": (_column(element="decide"), 3, "changed"),
    "the link": (_column(prev="00" * 32), 3, "changed"),
    "the hash": (_column(hash="00" * 32), 3, "changed"),
    "an entry gone": (_second(lambda by, it: _delete_entry(by, it, 3)), 3, "removed"),
    "an entry gone, the gap closed": (_second(_close_gap), 3, "removed"),
    "the first entry gone": (_second(lambda by, it: _delete_entry(by, it, 1)), 1, "removed"),
    "the last entry gone": (_second(lambda by, it: _delete_entry(by, it, 5)), 5, "truncated"),
    "an entry in between": (_second(_insert_between), 3, "inserted"),
    "an entry behind the head": (_second(_append), 6, "inserted"),
    "entries exchanged": (_second(_swap_entries), 2, "reordered"),
    "bodies exchanged": (_second(_swap_bodies), 2, "reordered"),
    "back-dated and hashed anew": (_second(_back_date), 3, "changed"),
    "the whole tail hashed anew": (_second(_rewrite_tail), 3, "changed"),
}


@pytest.mark.parametrize("case", ENTRIES)
def test_a_touched_entry_is_named(told: Told, case: str) -> None:
    tampering, seq, what = ENTRIES[case]

    assert found(told, tampering) == [("instance", "second", seq, what)]


# -- answers -----------------------------------------------------------------------------------


def _answer(instance: str, seq: int, field: str) -> Any:
    return (A.c.instance_id == instance) & (A.c.seq == seq) & (A.c.field == field)


def _note(**values: Any) -> Tampering:
    return _second(lambda by, it: by.run(update(A).where(_answer(it, 3, "note")).values(**values)))


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
    return _second(lambda by, it: by.run(insert(A).values(instance_id=it, **more)))


ANSWERS: dict[str, tuple[Tampering, int, str]] = {
    "another value": (_note(value='"third"'), 3, "changed"),
    "another salt": (_note(salt=bytes(16)), 3, "changed"),
    "values exchanged": (_second(_swap_values), 1, "changed"),
    "erased without an entry": (_note(value=None, salt=None), 3, "changed"),
    "the value alone erased": (_note(value=None), 3, "changed"),
    "gone": (
        _second(lambda by, it: by.run(delete(A).where(_answer(it, 3, "note")))),
        3,
        "changed",
    ),
    "one more": (_more_answers(3, "more"), 3, "changed"),
    "one without an entry": (_more_answers(9, "more"), 9, "inserted"),
    "another class": (_note(data_class="P1"), 3, "changed"),
    "another actor": (_note(actor="somebody"), 3, "changed"),
    "another instant": (_note(at="2026-03-13T01:00:00.000000Z"), 3, "changed"),
    "an older answer counts again": (_second(_older_answer_counts), 1, "changed"),
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
    assert found(told, lambda by: _delete_entry(by, by.told.first, 6)) == [
        ("instance", "first", 4, "changed")
    ]


# -- instances ---------------------------------------------------------------------------------


def _instance(**values: Any) -> Tampering:
    return _second(lambda by, it: by.run(update(P).where(P.c.id == it).values(**values)))


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
    "gone": (_second(lambda by, it: by.run(delete(P).where(P.c.id == it))), 1, "inserted"),
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
