"""Outcomes that an order has reversed: what was decided, by whom, and why it stands no more."""

from __future__ import annotations

from typing import Any

from sqlalchemy import and_, bindparam, func, literal_column, select

from engine.store.database import Store
from engine.store.queries import list_rows, refusing_answers
from engine.store.queries.list_rows import Found, ListRow, Wish
from engine.store.statements import Statement
from engine.store.tables import account, answer, process_instance, reopening
from engine.store.transaction import reading

_STATION = "accepting_station"
_old, _new = process_instance.alias("old_instance"), process_instance.alias("new_instance")
_officer, _orderer = account.alias("officer"), account.alias("orderer")
_station = answer.alias("station")
_REFUSAL = and_(
    answer.c.instance_id == reopening.c.instance_id,
    answer.c.current == literal_column("1"),
    refusing_answers.REFUSES,
)
# what nobody refused was closed at the station
_PLACE = func.coalesce(
    refusing_answers.PLACE, list_rows.plain(_station.c.value), _old.c.starter_unit
)
_OUTCOMES = Statement(
    "reversed_outcomes",
    select(
        reopening.c.ordered_at,
        reopening.c.instance_id,
        _old.c.case_no,
        _PLACE,
        _old.c.status,
        refusing_answers.REASON_FIELD,
        refusing_answers.REASON,
        list_rows.person(_officer, answer.c.actor),
        answer.c.at,
        list_rows.person(_orderer, reopening.c.ordered_by),
        reopening.c.ground,
        reopening.c.reference,
        _new.c.case_no,
    )
    .select_from(
        refusing_answers.with_reasons(
            reopening.join(_old, _old.c.id == reopening.c.instance_id)
            .join(_new, _new.c.id == reopening.c.reopened_as)
            .outerjoin(answer, _REFUSAL)
        )
        .outerjoin(_station, list_rows.answered(_station, reopening.c.instance_id, _STATION))
        .outerjoin(_officer, _officer.c.id == answer.c.actor)
        .outerjoin(_orderer, _orderer.c.id == reopening.c.ordered_by)
    )
    .where(
        list_rows.from_latest(reopening.c.ordered_at, reopening.c.instance_id),
        list_rows.is_covered(_PLACE),
    )
    .order_by(reopening.c.ordered_at.desc(), reopening.c.instance_id)
    .limit(bindparam("most")),
)


def found(store: Store, wish: Wish) -> Found:
    """List the outcomes that were reversed, the latest order first."""
    with reading(store) as tx:
        rows = tx.all(_OUTCOMES, list_rows.parameters(wish, latest=True))
    shown, after = list_rows.page(rows, wish)
    return Found(tuple(map(_row, shown)), after)


# Any: the columns of a row
def _row(row: Any) -> ListRow:
    ordered_at, instance_id, case_no, place, status, field, reason, officer, at, *order = row
    ordered_by, ground, reference, new_case_no = order
    return ListRow(
        {
            "case": case_no,
            "place": place,
            "outcome": status,
            "reason": list_rows.coded(field, reason),
            "officer": officer,
            "decided_at": at,
            "ordered_at": ordered_at,
            "ordered_by": ordered_by,
            "ground": ground,
            "reference": reference,
            "reopened_as": new_case_no,
        },
        instance_id,
    )
