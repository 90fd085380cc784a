"""Somebody who may write to the database past the product, and what the verifier says then."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Table, delete, insert, text, update

from engine.commands import history, process_instances, readings, service_tasks, user_tasks
from engine.commands.history import BrokenChain
from engine.core import sealing
from engine.core.people import Actor, Grant
from engine.store import tables
from engine.store.database import Store, schema_engine
from tests.commands.offices import CLERK, COLLEAGUE, posted
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


def tell(store: Store, folder: Path) -> Told:
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


# -- what a tamperer may do to the chain of an instance -----------------------------------------


def second(change: Callable[[Tamperer, str], None]) -> Tampering:
    return lambda by: change(by, by.told.second)


def column(**values: Any) -> Tampering:
    return second(lambda by, it: by.change(H, it, 3, **values))


def delete_entry(by: Tamperer, instance: str, seq: int) -> None:
    for table in (H, A):
        by.run(delete(table).where((table.c.instance_id == instance) & (table.c.seq == seq)))


def close_gap(by: Tamperer, it: str) -> None:
    delete_entry(by, it, 3)
    by.renumber(it, (4, 5), -1)


def insert_between(by: Tamperer, it: str) -> None:
    by.renumber(it, (5, 4, 3), 1)
    by.run(insert(H).values(by.forge(it, 3, body=b'{"kind":"forged"}')))


def append(by: Tamperer, it: str) -> None:
    by.run(insert(H).values(by.forge(it, 6, body=b'{"kind":"forged"}')))


def swap_entries(by: Tamperer, it: str) -> None:
    by.renumber(it, (2,), 90)
    by.renumber(it, (3,), -1)
    by.renumber(it, (92,), -89)


def swap_bodies(by: Tamperer, it: str) -> None:
    second, third = by.entry(it, 2), by.entry(it, 3)
    by.change(H, it, 2, body=third["body"])
    by.change(H, it, 3, body=second["body"])


def back_date(by: Tamperer, it: str) -> None:
    body = bytes(by.entry(it, 3)["body"])
    earlier = by.entry(it, 3)["at"].replace("2026", "2025")
    forged = by.forge(it, 3, body=body.replace(b'"at":"2026', b'"at":"2025'), at=earlier)
    by.change(H, it, 3, at=forged["at"], body=forged["body"], hash=forged["hash"])


def rewrite_tail(by: Tamperer, it: str) -> None:
    for seq in (3, 4, 5):
        entry = by.entry(it, seq)
        body = bytes(entry["body"]).replace(b'"actor":"ana"', b'"actor":"bob"')
        actor = "bob" if body != bytes(entry["body"]) else entry["actor"]
        forged = by.forge(it, seq, body=body)
        by.change(H, it, seq, actor=actor, body=body, prev=forged["prev"], hash=forged["hash"])
