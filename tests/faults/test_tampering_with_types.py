"""SQLite holds no cell to the type of its column: what a tamperer writes by hand is named too."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from engine.store import database
from engine.store.queries import history
from tests.databases import Databases
from tests.faults.tamperers import DAYS, Tamperer, Tampering, Told, found, tampered, tell


@pytest.fixture(scope="module")
def told(fresh_databases: Databases, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Told]:
    store = database.open_store(fresh_databases.fresh("sqlite"))
    yield tell(store, tmp_path_factory.mktemp("register"))
    database.close(store)


def by_hand(statement: str) -> Tampering:
    """Run SQL as somebody at the sqlite3 prompt would."""

    def run(by: Tamperer) -> None:
        by.connection.exec_driver_sql(statement.replace("$it", by.told.second))

    return run


ENTRIES = {
    "text in the body": ("UPDATE history SET body = replace(body, 'ana', 'bob') WHERE $3", 3),
    "a number in the body": ("UPDATE history SET body = 1000000000000 WHERE $3", 3),
    "no hex in the hash": ("UPDATE history SET hash = 'zz' WHERE $3", 3),
    "no hex in the link": ("UPDATE history SET prev = 'zz' WHERE $3", 3),
    "no hex in the last hash": (
        "UPDATE history SET hash = '' WHERE instance_id = '$it' AND seq = 5",
        5,
    ),
    "bytes in the hash": ("UPDATE history SET hash = x'ff' WHERE $3", 3),
    "bytes in the link": ("UPDATE history SET prev = x'00' WHERE $3", 3),
    "bytes in the actor": ("UPDATE history SET actor = x'616e61ff' WHERE $3", 3),
    "text in the salt": ("UPDATE answer SET salt = '00' WHERE $3", 3),
    "a number in the salt": ("UPDATE answer SET salt = 16 WHERE $3", 3),
    "bytes in the value": ("UPDATE answer SET value = x'ff' WHERE $3", 3),
}


@pytest.mark.parametrize("case", ENTRIES)
def test_a_cell_of_another_type_is_named_as_changed(told: Told, case: str) -> None:
    statement, seq = ENTRIES[case]
    tampering = by_hand(statement.replace("$3", f"instance_id = '$it' AND seq = {seq}"))

    assert found(told, tampering) == [("instance", "second", seq, "changed")]


def test_text_in_the_body_of_a_day_is_named(told: Told) -> None:
    tampering = by_hand(
        "UPDATE day_entry SET body = replace(body, 'ana', 'bob')"
        f" WHERE day = '{DAYS[0]}' AND seq = 2"
    )

    assert found(told, tampering) == [("day", DAYS[0], 2, "changed")]


def test_an_entry_whose_number_is_no_number_is_missed_at_its_place(told: Told) -> None:
    tampering = by_hand("UPDATE history SET seq = 'x' WHERE instance_id = '$it' AND seq = 3")

    ((kind, name, _seq, _what),) = found(told, tampering)

    assert (kind, name) == ("instance", "second")


def test_a_timeline_is_still_told(told: Told) -> None:
    with tampered(told, by_hand("UPDATE history SET body = replace(body, 'ana', 'bob')")):
        entries = history.timeline(told.desk.store, told.second)

    assert {entry.seq for entry in entries} == {0, 1, 2, 3, 4, 5}
