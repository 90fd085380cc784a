"""The seam that runs statements: whole or not at all, counted, named refusals, retries."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from threading import Barrier, Thread

import pytest
from sqlalchemy import bindparam, insert, select, text, update

from engine.core.errors import Conflict, StoreUnusable
from engine.store import failpoints
from engine.store.database import Store
from engine.store.failpoints import FailpointReached
from engine.store.refusals import TryAgain
from engine.store.statements import Statement
from engine.store.tables import grant, setting, unit
from engine.store.transaction import reading, retried, transaction
from engine.store.writes import counters

PUT = Statement("put", insert(setting))
GET = Statement("get", select(setting.c.value).where(setting.c.name == bindparam("wanted")))
# writers of a file queue and a file does not hang up
ON_A_SERVER = pytest.mark.parametrize("kind", ["postgresql"])
ROW = {"name": "a", "value": "1", "changed_by": "x", "changed_at": "y"}


def value(store: Store, name: str = "a") -> str | None:
    with reading(store) as tx:
        row = tx.one(GET, {"wanted": name})
    return row[0] if row else None


def test_what_is_written_is_there_after_the_transaction(store: Store) -> None:
    with transaction(store) as tx:
        tx.execute(PUT, ROW)

    assert value(store) == "1"


def test_an_exception_undoes_everything(store: Store) -> None:
    def write() -> None:
        with transaction(store) as tx:
            tx.execute(PUT, ROW)
            raise Conflict("changed_my_mind")

    with pytest.raises(Conflict):
        write()

    assert value(store) is None


def test_a_reader_does_not_see_what_is_not_committed(store: Store) -> None:
    with transaction(store) as tx:
        tx.execute(PUT, ROW)

        assert value(store) is None


def test_many_rows_count_as_one_statement(store: Store) -> None:
    rows = [{**ROW, "name": name} for name in "abc"]

    with transaction(store) as tx:
        touched = tx.execute_many(PUT, rows)

        assert (touched, tx.ran) == (3, ["put"])


def test_no_rows_are_no_statement(store: Store) -> None:
    with transaction(store) as tx:
        assert (tx.execute_many(PUT, []), tx.ran) == (0, [])


def test_a_second_row_of_a_key_is_a_conflict(store: Store) -> None:
    row = {
        "code": "1",
        "parent": None,
        "level": "station",
        "names": "{}",
        "address": None,
        "hours": None,
        "active": 1,
        "calendar": None,
        "issuing_organ": None,
        "revision": 1,
    }
    put = Statement("put_unit", insert(unit))

    def write() -> None:
        with transaction(store) as tx:
            tx.execute(put, row)

    write()
    with pytest.raises(Conflict) as refused:
        write()

    assert (refused.value.code, refused.value.parameters) == ("unit_exists", {"table": "unit"})


def test_a_row_without_its_parent_is_a_conflict(store: Store) -> None:
    row = dict.fromkeys([column.name for column in grant.c], "x")

    def write() -> None:
        with transaction(store) as tx:
            tx.execute(Statement("put_grant", insert(grant)), row)

    with pytest.raises(Conflict) as refused:
        write()

    assert refused.value.code == "constraint_violated"


def test_a_statement_that_the_database_refuses_is_told(store: Store) -> None:
    with reading(store) as tx, pytest.raises(StoreUnusable) as refused:
        tx.execute(Statement("odd", text("SELECT nothing FROM nowhere")))

    assert refused.value.code == "store_failed"


def test_numbers_are_drawn_without_gaps_or_doubles_by_eight_threads(store: Store) -> None:
    barrier, drawn = Barrier(8), []

    def draw() -> None:
        barrier.wait()
        for _ in range(10):
            with transaction(store) as tx:
                drawn.append(counters.draw(tx, "series", "day"))

    at_once(draw, 8)

    assert sorted(drawn) == list(range(1, 81))


def test_an_undone_number_is_drawn_again(store: Store) -> None:
    def undone() -> None:
        with transaction(store) as tx:
            counters.draw(tx, "series", "day")
            raise Conflict("undone")

    with pytest.raises(Conflict):
        undone()

    with transaction(store) as tx:
        assert counters.draw(tx, "series", "day") == 1


def test_a_command_is_tried_three_times(store: Store) -> None:
    attempts = []

    @retried
    def command() -> str:
        attempts.append(1)
        if len(attempts) < 3:
            raise TryAgain("drawn_again")
        return "done"

    assert (command(), len(attempts)) == ("done", 3)


def test_a_command_that_never_succeeds_says_so(store: Store) -> None:
    @retried
    def command() -> None:
        raise TryAgain("drawn_again")

    with pytest.raises(TryAgain):
        command()


@ON_A_SERVER
def test_crossing_writers_end_by_trying_again(store: Store) -> None:
    with transaction(store) as tx:
        tx.execute_many(PUT, [{**ROW, "name": name} for name in "ab"])
    barrier = Barrier(2, timeout=10)
    touch = Statement(
        "touch",
        update(setting).where(setting.c.name == bindparam("of")).values(value=bindparam("value")),
    )
    done: list[str] = []

    def command(first: str, second: str) -> Callable[[], None]:
        tries = []

        @retried
        def run() -> None:
            tries.append(1)
            with transaction(store) as tx:
                tx.execute(touch, {"of": first, "value": first})
                if len(tries) == 1:
                    barrier.wait()
                tx.execute(touch, {"of": second, "value": first})
            done.append(first)

        return run

    threads = [Thread(target=command("a", "b")), Thread(target=command("b", "a"))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(done) == ["a", "b"]


@pytest.mark.parametrize("place", ["put", "statement", "commit"])
def test_a_failure_before_the_commit_leaves_nothing(store: Store, place: str) -> None:
    fragile = replace(store, failpoints=failpoints.armed(f"{place}:raise:1"))

    def write() -> None:
        with transaction(fragile) as tx:
            tx.execute(PUT, ROW)

    with pytest.raises(FailpointReached):
        write()

    assert value(store) is None


def test_a_failure_after_the_commit_loses_nothing(store: Store) -> None:
    fragile = replace(store, failpoints=failpoints.armed("committed:raise:1"))

    def write() -> None:
        with transaction(fragile) as tx:
            tx.execute(PUT, ROW)

    with pytest.raises(FailpointReached):
        write()

    assert value(store) == "1"


@ON_A_SERVER
def test_a_connection_that_the_server_closed_is_replaced(store: Store) -> None:
    value(store)
    with reading(store) as tx:
        tx.cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )

    with transaction(store) as tx:
        tx.execute(PUT, ROW)

    assert value(store) == "1"


def at_once(work: Callable[[], None], number: int) -> None:
    threads = [Thread(target=work) for _ in range(number)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
