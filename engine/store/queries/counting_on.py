"""Questions about citizens who count on the date of a case of theirs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, bindparam, or_, select

from engine.core.public_dates import PUBLIC_CLOCKS
from engine.store.database import Store
from engine.store.statements import Statement
from engine.store.tables import account, process_definition, process_instance, timer
from engine.store.transaction import Transaction, reading


@dataclass(frozen=True, slots=True)
class CountingOn:
    """Whoever filed an open case as a citizen and has an active account."""

    account_id: str
    case_no: str


def _open_cases(*columns: Any) -> Select[Any]:
    chosen = select(*columns).join_from(
        process_instance, account, account.c.id == process_instance.c.started_by
    )
    return chosen.join(
        process_definition, process_definition.c.id == process_instance.c.definition_id
    ).where(
        process_instance.c.ended_at.is_(None),
        account.c.disabled_at.is_(None),
        process_definition.c.start_role == "applicant",
    )


_OF = Statement(
    "citizen_who_counts_on_a_case",
    _open_cases(account.c.id, process_instance.c.case_no).where(
        process_instance.c.id == bindparam("instance_id")
    ),
)
_ALL = Statement(
    "citizens_who_count_on_a_date",
    _open_cases(process_instance.c.id, account.c.id)
    .distinct()
    .join(timer, timer.c.instance_id == process_instance.c.id)
    .where(
        timer.c.ended_at.is_(None),
        timer.c.kind == "breach",
        or_(*(timer.c.clock == clock for clock in sorted(PUBLIC_CLOCKS))),
    ),
)


def of(tx: Transaction, instance_id: str) -> CountingOn | None:
    """Find the citizen of an open case, None where it has none who can be told."""
    row = tx.one(_OF, {"instance_id": instance_id})
    return None if row is None else CountingOn(*row)


def everybody(store: Store) -> Mapping[str, str]:
    """Give the accounts of all citizens who count on a date of an open case, by instance."""
    with reading(store) as tx:
        return dict(tx.all(_ALL, {}))
