"""Questions about the units of the office: all of them, and what still leans on one."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from sqlalchemy import BindParameter, Select, bindparam, func, literal_column, select

from engine.core import organisation
from engine.core.organisation import Unit, UnitKind
from engine.store import tables
from engine.store.database import Store
from engine.store.queries.accounts import COUNTS
from engine.store.statements import Statement
from engine.store.tables import unit
from engine.store.transaction import Transaction, reading

# the setting that counts the changes of all units
VERSION = "units_version"
# in the order of their codes those above stand before those below
_ALL = Statement(
    "units",
    select(
        unit.c.code,
        unit.c.level,
        unit.c.parent,
        unit.c.names,
        unit.c.address,
        unit.c.hours,
        unit.c.calendar,
        unit.c.issuing_organ,
        unit.c.active,
        unit.c.revision,
    ).order_by(unit.c.code),
)
CODES = Statement("unit_codes", select(unit.c.code).order_by(unit.c.code))


# Any: SQLAlchemy types the columns of a select one by one
def _counted(core: Select[Any]) -> Any:
    return core.scalar_subquery()


_task, _account, _grant = tables.user_task, tables.account, tables.grant
_message, _answer, _instance = (
    tables.awaited_message,
    tables.answer,
    tables.process_instance,
)
_CODE: BindParameter[str] = bindparam("code")
_LEANING = Statement(
    "what_leans_on_unit",
    select(
        _counted(select(func.count()).where(_task.c.unit == _CODE, _task.c.ended_at.is_(None))),
        _counted(
            select(func.count())
            .select_from(_instance)
            .join(_answer, _answer.c.instance_id == _instance.c.id)
            .where(
                _instance.c.ended_at.is_(None),
                _answer.c.field == "accepting_station",
                _answer.c.current == literal_column("1"),
                _answer.c.value == bindparam("value"),
            )
        ),
        _counted(
            select(func.count()).where(_account.c.unit == _CODE, _account.c.disabled_at.is_(None))
        ),
        _counted(
            select(func.count())
            .select_from(_grant)
            .join(_account, _account.c.id == _grant.c.account_id)
            .where(_grant.c.unit == _CODE, COUNTS, _account.c.disabled_at.is_(None))
        ),
    ),
)


@dataclass(frozen=True, slots=True)
class Leaning:
    """How much still leans on a unit: open tasks and cases, people, and roles held there."""

    tasks: int
    cases: int
    people: int
    roles: int

    @property
    def nothing(self) -> bool:
        """Tell whether the unit can be closed."""
        return not (self.tasks or self.cases or self.people or self.roles)


def codes(tx: Transaction) -> frozenset[str]:
    """Read the codes of all units."""
    return frozenset(row[0] for row in tx.all(CODES))


def everything(store: Store) -> tuple[Unit, ...]:
    """Read all units, those above before those below."""
    with reading(store) as tx:
        return tuple(map(_unit, tx.all(_ALL)))


def leaning_on(tx: Transaction, code: str) -> Leaning:
    """Count what still leans on a unit."""
    return Leaning(*tx.one(_LEANING, {"code": code, "value": json.dumps(code)}))


# Any: the columns of a row
def _unit(row: Any) -> Unit:
    code, level, parent, names, address, hours, calendar, organ, active, revision = row
    return Unit(
        code=code,
        kind=UnitKind(level),
        parent=parent or "",
        names=json.loads(names),
        address=address or "",
        hours=organisation.opening_hours(hours or ""),
        calendar=calendar or "",
        issuing_organ=organ or "",
        active=bool(active),
        revision=revision,
    )
