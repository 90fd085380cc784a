"""Core statements with a name, compiled once per kind of database and then run as text."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy import ClauseElement
from sqlalchemy.engine import Dialect
from sqlalchemy.sql.compiler import SQLCompiler


@dataclass(frozen=True, slots=True, eq=False)
class Statement:
    """A Core statement under the name by which tests count it and failpoints find it."""

    name: str
    core: ClauseElement


@dataclass(frozen=True, slots=True)
class Compiled:
    """The text that the driver gets, and the parameters that are the same at every call."""

    text: str
    constants: Mapping[str, Any]


# Any: a record of any kind, and its values
def row_of(record: Any) -> dict[str, Any]:
    """Give the fields of a slotted record by name, as parameters of a statement."""
    return {name: getattr(record, name) for name in record.__slots__}


def compiled(statement: Statement, kind: str) -> Compiled:
    """Compile a statement for `sqlite` or `postgresql`."""
    result = statement.core.compile(dialect=_dialect(kind))
    names = result.bind_names if isinstance(result, SQLCompiler) else {}
    constants = {name: bind.value for bind, name in names.items() if not bind.required}
    return Compiled(str(result), constants)


@cache
def _dialect(kind: str) -> Dialect:
    if kind == "sqlite":
        from sqlalchemy.dialects.sqlite import pysqlite

        return pysqlite.dialect(paramstyle="named")
    from sqlalchemy.dialects.postgresql import psycopg

    return psycopg.dialect()  # type: ignore[no-untyped-call]
