"""A disk that is full refuses a deed whole, and lets it through once there is space again."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator

import psycopg
import pytest

from engine.commands import user_tasks
from engine.core.errors import StoreUnusable
from engine.store import refusals
from engine.store.database import Store
from engine.store.queries import instances
from forms.posted import Posted, Upload
from tests.commands.offices import CLERK
from tests.faults import oracle
from tests.faults.desk import Desk
from tests.forms.pictures import noise

PHOTO = Posted({"note": ("seen",)}, {"photo": Upload("photo.jpg", noise(400, 400))})
UNLIMITED = 2**30


@pytest.fixture
def kind() -> str:
    """A server of PostgreSQL has its disk to itself; what it says is tested below."""
    return "sqlite"


@contextlib.contextmanager
def full(store: Store) -> Iterator[None]:
    """Let the one connection that writes have no more pages than there are."""
    _allow(store, 1)
    yield
    _allow(store, UNLIMITED)


def _allow(store: Store, pages: int) -> None:
    with store.writers.lend() as connection:
        # never less than the file already has
        connection.execute(f"PRAGMA max_page_count = {pages}").fetchone()


def test_nothing_is_half_written_and_reading_goes_on(desk: Desk) -> None:
    task = desk.task(desk.begin(), "receive")
    before = oracle.everything(desk.store)

    with full(desk.store), pytest.raises(StoreUnusable) as refused:
        user_tasks.complete(desk.engine, task, CLERK, PHOTO)

    assert refused.value.code == "store_full"
    assert oracle.everything(desk.store) == before
    assert oracle.violations(desk.engine) == []


def test_with_space_again_the_same_deed_succeeds(desk: Desk) -> None:
    instance = desk.begin()
    task = desk.task(instance, "receive")
    with full(desk.store), contextlib.suppress(StoreUnusable):
        user_tasks.complete(desk.engine, task, CLERK, PHOTO)

    user_tasks.complete(desk.engine, task, CLERK, PHOTO)

    assert instances.page(desk.store, instance) is not None
    assert desk.task(instance, "decide")
    assert oracle.violations(desk.engine) == []


def test_deeds_until_the_disk_is_full_are_all_there(desk: Desk) -> None:
    done = 0
    with full(desk.store), contextlib.suppress(StoreUnusable):
        while True:
            desk.begin()
            done += 1

    assert oracle.kinds(desk.store)["instance_started"] == done
    assert oracle.violations(desk.engine) == []


def test_a_full_disk_of_a_server_is_told_as_such() -> None:
    refusal = refusals.refusal(psycopg.errors.DiskFull())

    assert (type(refusal), refusal.code) == (StoreUnusable, "store_full")
