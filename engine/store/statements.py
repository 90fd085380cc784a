"""Core statements with a name, compiled once per kind of database and then run as text."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from operator import itemgetter
from typing import TYPE_CHECKING, Any, cast

from sqlalchemy import ClauseElement
from sqlalchemy.engine import Dialect

if TYPE_CHECKING:
    from sqlalchemy.sql.compiler import SQLCompiler


@dataclass(frozen=True, slots=True, eq=False)
class Statement:
    """A Core statement under the name by which tests count it and failpoints find it."""

    name: str
    core: ClauseElement


# Any: the values of parameters
Parameters = Mapping[str, Any] | tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Compiled:
    """The text that the driver gets, and where the values of its parameters come from."""

    text: str
    # of the parameters, in the order of their places in the text
    names: tuple[str, ...]
    # parameters that are the same at every call
    constants: Mapping[str, Any]
    # takes the values of all names out of a mapping
    pick: Callable[[Mapping[str, Any]], tuple[Any, ...]]

    def values(self, parameters: Parameters) -> tuple[Any, ...]:
        """Give the values in their order; a tuple has them in that order already.

        Drivers bind places faster than names.
        """
        if isinstance(parameters, tuple):
            return parameters
        return self.pick({**self.constants, **parameters} if self.constants else parameters)


# Any: a record of any kind, and its values
def row_of(record: Any) -> dict[str, Any]:
    """Give the fields of a slotted record by name, as parameters of a statement."""
    return {name: getattr(record, name) for name in record.__slots__}


def compiled(statement: Statement, kind: str) -> Compiled:
    """Compile a statement for `sqlite` or `postgresql`."""
    result = cast("SQLCompiler", statement.core.compile(dialect=_dialect(kind)))
    names = tuple(result.positiontup or ())
    binds = result.binds
    constants = {name: binds[name].value for name in names if not binds[name].required}
    return Compiled(str(result), names, constants, _picker(names))


def _picker(names: tuple[str, ...]) -> Callable[[Mapping[str, Any]], tuple[Any, ...]]:
    if len(names) > 1:
        return itemgetter(*names)
    return lambda parameters: tuple(parameters[name] for name in names)


@cache
def _dialect(kind: str) -> Dialect:
    if kind == "sqlite":
        from sqlalchemy.dialects.sqlite import pysqlite

        return pysqlite.dialect(paramstyle="qmark")
    from sqlalchemy.dialects.postgresql import psycopg

    return psycopg.dialect(paramstyle="format")  # type: ignore[no-untyped-call]
