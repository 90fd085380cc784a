"""What the weeks of the demo show beside the tasks: refunds, and scans that completed nothing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import select

import server
from engine.commands import demo_founding, refunds, refused_scans, shipped_files, tills
from engine.commands.demo_founding import HOME, Plot
from engine.commands.engine import Engine
from engine.core import instants
from engine.core.people import SYSTEM, Actor
from engine.store import database
from engine.store.queries import accounts
from engine.store.statements import Statement
from engine.store.tables import refund
from engine.store.transaction import reading
from tests.server.test_demo_weeks import NOW

APPLICATIONS = 12
STATION = "520102001"
# receipts of the ways that are drawn once, which go to the first citizens of the county
FIRST = {"TF00001", "TF00002", "TF00003"}
GIVEN_BACK = ("given back", "refund", "by mail, never verified")
BEGIN = "\n[[ways]]\n"


def weeks() -> str:
    """Give the weeks with those ways only that end in a refund, or with a parcel on its way."""
    usual, *ways = shipped_files.text(server.PROCESSES / "demo-weeks.toml").split(BEGIN)
    chosen = [way for way in ways if any(word in way.splitlines()[0] for word in GIVEN_BACK)]
    # whoever waits for a parcel does so to the end
    return BEGIN.join([usual, *chosen]).replace(
        'left = ["verify_card"]', 'left = ["confirm_delivery"]'
    )


def people() -> str:
    """Give the made-up citizens of the demo's own county."""
    head, *rows = shipped_files.text(server.PROCESSES / "demo-people.csv").splitlines()
    return "\n".join([head, *(row for row in rows if f",{HOME}," in row)])


def found(path: Path) -> Engine:
    settings = server.Settings(demo=True, database_url=f"sqlite:///{path}")
    engine = replace(server.assemble(settings, lasting=False), clock=lambda: NOW)
    plot = Plot(
        weeks=weeks(),
        people=people(),
        office=shipped_files.text(server.PROCESSES / "demo-office.toml"),
        photo=(server.PROCESSES / "demo-photo.jpg").read_bytes(),
        resources=shipped_files.resources(server.ROOT),
        analyst=SYSTEM,
    )
    assert demo_founding.found(engine, plot, APPLICATIONS, lambda *_: None) == {}
    return engine


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    engine = found(tmp_path_factory.mktemp("beside") / "demo.db")
    yield engine
    database.close(engine.store)


def actor(engine: Engine, username: str) -> Actor:
    found = accounts.actor(engine.store, username)
    assert found is not None
    return found


def rows(engine: Engine) -> list[tuple[str, ...]]:
    """Give the refunds: who asked for what and when, and what became of it."""
    columns = ("amount", "ground", "receipt_no", "asked_by", "asked_at", "settled_by", "ending")
    asked = Statement("refunds_of_demo", select(*(refund.c[name] for name in columns)))
    with reading(engine.store) as tx:
        return sorted(tuple(str(each) for each in row) for row in tx.all(asked))


def test_a_refund_is_confirmed_another_turned_down_and_one_waits(engine: Engine) -> None:
    endings = Counter(row[-1] for row in rows(engine))

    (waiting,) = refunds.waiting(engine, actor(engine, "head"))
    assert endings["confirmed"] >= 2
    assert endings["turned_down"] >= 1
    assert (endings["None"], waiting.unit, str(waiting.amount)) == (1, STATION, "20.00")


def test_a_refund_stands_in_the_till_of_its_day(engine: Engine) -> None:
    asked = Statement("settled", select(refund.c.settled_at).where(refund.c.ending == "confirmed"))
    with reading(engine.store) as tx:
        (at,), *_ = tx.all(asked)
    head, day = actor(engine, "head"), instants.day(instants.parse(at))

    till = tills.of_day(engine, STATION, day, head)

    assert till.all.refunds >= 1
    assert till.all.given_back >= 20


def test_dispatch_sees_what_the_courier_told_in_vain(engine: Engine) -> None:
    found = refused_scans.listed(engine, actor(engine, "dispatcher")).scans

    assert [scan.told.reason for scan in found] == ["invalid_answers", *2 * ["no_such_waybill"]]
    assert [len(scan.waiting) for scan in found] == [1, 0, 0]


def test_the_demos_own_refunds_are_the_same_again(engine: Engine, tmp_path: Path) -> None:
    again = found(tmp_path / "demo.db")

    assert {row[2] for row in own(again)} == FIRST
    assert own(again) == own(engine)
    database.close(again.store)


def own(engine: Engine) -> list[tuple[str, ...]]:
    """Give the refunds that are drawn once, without when: some cases are checked by chance."""
    return [(*row[:4], *row[5:]) for row in rows(engine) if row[2] in FIRST]
