"""What a driver's exception means: somebody was first, try again, or the store is unusable."""

from __future__ import annotations

import sqlite3

from engine.core.errors import Conflict, EngineError, StoreUnusable

# what a second row with the same key means, by table
_TAKEN = {
    "account": "account_exists",
    "draft": "draft_moved_on",
    "open_subject": "open_instance_exists",
    "process_definition": "deployment_overtaken",
    # one waits for each case, which is looked at first; so it is the number of its receipt
    "refund": "refund_receipt_used",
    "unit": "unit_exists",
}
# a number drawn twice, or a chain that somebody else has just continued: the next try differs
_DRAWN_AGAIN = {"answer", "content", "day_chain", "day_entry", "history", "process_instance"}

_BUSY = {"SQLITE_BUSY", "SQLITE_BUSY_SNAPSHOT", "SQLITE_LOCKED"}
_UNIQUE = {"SQLITE_CONSTRAINT_UNIQUE", "SQLITE_CONSTRAINT_PRIMARYKEY"}
_SERIALISATION, _DEADLOCK, _UNIQUE_VIOLATION, _INTEGRITY = "40001", "40P01", "23505", "23"
_DISK_FULL = "53100"


class TryAgain(EngineError):
    """Nothing was written, and the same command may succeed when it runs again."""


def refusal(problem: Exception) -> EngineError:
    """Say what an exception of the driver means; raised by the caller in its place."""
    if isinstance(problem, sqlite3.Error):
        return _of_sqlite(problem)
    return _of_postgresql(problem)


def _of_sqlite(problem: sqlite3.Error) -> EngineError:
    name = getattr(problem, "sqlite_errorname", "")
    if name in _UNIQUE:
        return _taken(str(problem).rpartition(": ")[2].partition(".")[0])
    if isinstance(problem, sqlite3.IntegrityError):
        return Conflict("constraint_violated", reason=str(problem))
    if name in _BUSY:
        return StoreUnusable("store_busy")
    if name == "SQLITE_FULL":
        return StoreUnusable("store_full")
    return StoreUnusable("store_failed", reason=str(problem))


def _of_postgresql(problem: Exception) -> EngineError:
    state = getattr(problem, "sqlstate", None) or ""
    if state == _UNIQUE_VIOLATION:
        return _taken(getattr(problem, "diag").table_name or "")  # noqa: B009
    if state.startswith(_INTEGRITY):
        return Conflict("constraint_violated", reason=str(problem))
    if state in {_SERIALISATION, _DEADLOCK} or not state:
        return TryAgain("store_busy")
    if state == _DISK_FULL:
        return StoreUnusable("store_full")
    return StoreUnusable("store_failed", reason=str(problem))


def _taken(table: str) -> EngineError:
    if table in _DRAWN_AGAIN:
        return TryAgain("drawn_again", table=table)
    return Conflict(_TAKEN.get(table, "already_there"), table=table)
