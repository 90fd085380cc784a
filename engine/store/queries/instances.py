"""Questions about process instances."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, bindparam, select

from engine.core import instants, masking
from engine.store.database import Store
from engine.store.statements import Statement
from engine.store.tables import account, answer, process_definition, process_instance
from engine.store.transaction import Transaction, reading


@dataclass(frozen=True, slots=True)
class InstanceRow:
    """A process instance in a list or at the head of a page."""

    id: str
    case_no: str
    definition_id: str
    process_id: str
    version: int
    # of the process, {"en": …, "zh-Hans": …, "es": …}
    names: Mapping[str, str]
    started_by: str
    starter_name: str
    starter_unit: str
    started: datetime
    # public status, "" before the first
    status: str
    ended: datetime | None
    # id of the end event
    outcome: str | None
    # masked name of the citizen whom it is about, "" where it has none
    about: str


SUBJECT_NAME = answer.alias("subject_name")
_COLUMNS = (
    process_instance.c.id,
    process_instance.c.case_no,
    process_instance.c.definition_id,
    process_definition.c.process_id,
    process_definition.c.version,
    process_definition.c.names,
    process_instance.c.started_by,
    account.c.name,
    process_instance.c.starter_unit,
    process_instance.c.started_at,
    process_instance.c.status,
    process_instance.c.ended_at,
    process_instance.c.outcome,
    SUBJECT_NAME.c.value,
)
COLUMNS = len(_COLUMNS)
IS_SUBJECT_NAME = (
    (SUBJECT_NAME.c.instance_id == process_instance.c.id)
    & (SUBJECT_NAME.c.field == "name")
    & (SUBJECT_NAME.c.current == 1)
)


# Any: SQLAlchemy types the columns of a select one by one
def rows() -> Select[Any]:
    """Select instances with the columns that `row_of` reads, to be narrowed."""
    return select(*_COLUMNS).select_from(
        process_instance.join(
            process_definition, process_instance.c.definition_id == process_definition.c.id
        )
        .outerjoin(account, process_instance.c.started_by == account.c.id)
        .outerjoin(SUBJECT_NAME, IS_SUBJECT_NAME)
    )


_ONE = Statement("instance", rows().where(process_instance.c.id == bindparam("instance_id")))
_BY_CASE_NO = Statement(
    "instance_by_case_no", rows().where(process_instance.c.case_no == bindparam("case_no"))
)
_LATEST = Statement(
    "latest_instances",
    rows().order_by(process_instance.c.started_at.desc()).limit(bindparam("most")),
)


def page(store: Store, instance_id: str) -> InstanceRow | None:
    """Give an instance, None where there is none."""
    with reading(store) as tx:
        return one(tx, instance_id)


def one(tx: Transaction, instance_id: str) -> InstanceRow | None:
    """Give an instance on a connection that is lent already, None where there is none."""
    row = tx.one(_ONE, {"instance_id": instance_id})
    return row_of(row) if row else None


def find(store: Store, case_no: str) -> InstanceRow | None:
    """Find an instance by its case number, None where there is none."""
    with reading(store) as tx:
        row = tx.one(_BY_CASE_NO, {"case_no": case_no})
    return row_of(row) if row else None


def latest(store: Store, limit: int = 50) -> tuple[InstanceRow, ...]:
    """List the instances started last, the latest first."""
    with reading(store) as tx:
        return tuple(row_of(row) for row in tx.all(_LATEST, {"most": limit}))


def row_of(row: Sequence[Any]) -> InstanceRow:
    """Make a record of the columns of `rows`."""
    return InstanceRow(
        id=row[0],
        case_no=row[1],
        definition_id=row[2],
        process_id=row[3],
        version=row[4],
        names=json.loads(row[5]),
        started_by=row[6],
        starter_name=row[7] or row[6],
        starter_unit=row[8],
        started=instants.parse(row[9]),
        status=row[10],
        ended=instants.parse(row[11]) if row[11] else None,
        outcome=row[12],
        about=masked_name(row[13]),
    )


def masked_name(value: str | None) -> str:
    """Mask a name that is kept as JSON text, "" where there is none."""
    name = json.loads(value) if value else None
    return masking.name(name) if isinstance(name, str) and name else ""
