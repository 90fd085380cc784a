"""Run statements: the one seam that counts them, passes failpoints, names conflicts, commits."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import wraps
from time import sleep
from typing import Any, ParamSpec, TypeVar

from engine.core.errors import StoreUnusable
from engine.store.database import Store, take_turn
from engine.store.refusals import TryAgain, refusal
from engine.store.statements import Parameters, Statement
from engine.store.wakeups import Waiting, WakeUp

_ATTEMPTS = 3
# seconds, by attempt: without them the one that gave way could stand in the way again
_PAUSE = 0.05
_NOTHING: Mapping[str, Any] = {}
_SNAPSHOT = {
    "sqlite": "BEGIN DEFERRED",
    "postgresql": "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY",
}

P = ParamSpec("P")
R = TypeVar("R")


@dataclass(slots=True)
class Transaction:
    """An open transaction, or a connection lent for reading."""

    store: Store
    # Any: sqlite3 and psycopg share the DB-API, not a type
    cursor: Any
    # names of the statements run, in order; BEGIN and COMMIT are not among them
    ran: list[str] = field(default_factory=list)
    # kinds of the entries that were sealed
    sealed: list[str] = field(default_factory=list)
    # told to the queue in the same transaction
    wakeups: list[WakeUp] = field(default_factory=list)

    def execute(self, statement: Statement, parameters: Parameters = _NOTHING) -> Any:
        """Run a statement and give the driver's cursor (`fetchone`, `fetchall`, `rowcount`).

        Raises Conflict where a constraint is violated, StoreUnusable, TryAgain.
        """
        return self._run(statement, parameters, many=False)

    def execute_many(self, statement: Statement, rows: Sequence[Parameters]) -> int:
        """Run a statement for each row, counted once, and give the number of rows it touched.

        A row is a mapping, or a tuple of all values in the order of the statement's text.
        """
        if not rows:
            return 0
        return int(self._run(statement, rows, many=True).rowcount)

    def one(self, statement: Statement, parameters: Parameters = _NOTHING) -> Any:
        """Run a query and give its first row as a tuple, or None."""
        return self.execute(statement, parameters).fetchone()

    def all(self, statement: Statement, parameters: Parameters = _NOTHING) -> list[Any]:
        """Run a query and give its rows as tuples."""
        rows: list[Any] = self.execute(statement, parameters).fetchall()
        return rows

    def changes(self, statement: Statement, parameters: Parameters = _NOTHING) -> bool:
        """Write under a condition; tell whether a row met it, for somebody may have been first."""
        return int(self.execute(statement, parameters).rowcount) > 0

    def wake(self, kind: Waiting, due: Iterable[tuple[str, str]]) -> None:
        """Have somebody woken when rows are due (id and instant), where a queue does that."""
        if self.store.waker is not None:
            self.wakeups += [WakeUp(kind, row_id, at) for row_id, at in due]

    # Any: parameters, or with many=True a sequence of them
    def _run(self, statement: Statement, parameters: Any, *, many: bool) -> Any:
        self.ran.append(statement.name)
        self.store.failpoints.reach(statement.name, "statement")
        compiled = self.store.text(statement)
        try:
            if many:
                self.cursor.executemany(compiled.text, map(compiled.values, parameters))
            else:
                self.cursor.execute(compiled.text, compiled.values(parameters))
        except self.store.failures as problem:
            raise refusal(problem) from problem
        return self.cursor


@contextmanager
def transaction(store: Store) -> Iterator[Transaction]:
    """Open a transaction for writing; it is committed at the end, or undone by an exception."""
    with take_turn(store), store.writers.lend() as connection:
        cursor = connection.cursor()
        try:
            if store.kind == "sqlite":
                cursor.execute("BEGIN IMMEDIATE")
            tx = Transaction(store, cursor)
            yield tx
            if store.waker is not None and tx.wakeups:
                store.waker(connection, tx.wakeups)
            store.failpoints.reach("commit")
            _commit(store, connection)
            store.recorded.update(tx.sealed)
        except store.failures as problem:
            raise refusal(problem) from problem
        finally:
            # a query that was not read to its end would outlive the connection
            cursor.close()
            connection.rollback()
        store.failpoints.reach("committed")


@contextmanager
def reading(store: Store) -> Iterator[Transaction]:
    """Lend a connection on which each query sees what is committed when it runs."""
    with store.readers.lend() as connection:
        cursor = connection.cursor()
        try:
            yield Transaction(store, cursor)
        finally:
            # a query that was not read to its end would keep its snapshot open
            cursor.close()


@contextmanager
def snapshot(store: Store) -> Iterator[Transaction]:
    """Lend a connection on which all queries see what was committed when the first one ran."""
    with store.readers.lend() as connection:
        cursor = connection.cursor()
        try:
            cursor.execute(_SNAPSHOT[store.kind])
            yield Transaction(store, cursor)
        except store.failures as problem:
            raise refusal(problem) from problem
        finally:
            cursor.close()
            connection.rollback()


def retried(command: Callable[P, R]) -> Callable[P, R]:
    """Run a command of one transaction again where the store says that this may help.

    Writers that crossed leave a moment to the one that goes on; a number is drawn again at once.
    """

    @wraps(command)
    def again(*arguments: P.args, **options: P.kwargs) -> R:
        for attempt in range(1, _ATTEMPTS):
            try:
                return command(*arguments, **options)
            except TryAgain as refused:
                if refused.code == "store_busy":
                    sleep(_PAUSE * attempt)
        return command(*arguments, **options)

    return again


# Any: see Transaction.cursor
def _commit(store: Store, connection: Any) -> None:
    try:
        connection.commit()
    except store.failures as problem:
        if isinstance(meaning := refusal(problem), TryAgain) and connection.closed:
            raise StoreUnusable("commit_unknown") from problem
        raise meaning from problem
