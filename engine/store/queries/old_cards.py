"""Old cards that must be handed back after the new one came by mail (statute, Art. 11)."""

from __future__ import annotations

from typing import Any

from sqlalchemy import (
    ColumnElement,
    Text,
    and_,
    bindparam,
    case,
    exists,
    func,
    literal_column,
    or_,
    select,
    text,
)

from engine.store.database import Store
from engine.store.queries import list_rows
from engine.store.queries.list_rows import Coded, Found, ListRow, Wish
from engine.store.statements import Statement
from engine.store.tables import LISTED_TASKS, answer, process_instance, timer, user_task
from engine.store.transaction import reading

OUTSTANDING, SETTLED = "outstanding", "settled"
_ASKED, _AWAITED = "return_old_card", "receive_old_card"
_ASK: ColumnElement[str] = literal_column(f"'{_ASKED}'")
_AWAIT: ColumnElement[str] = literal_column(f"'{_AWAITED}'")
_DUE: ColumnElement[str] = literal_column("'old_card_due'")
_OVERDUE: ColumnElement[str] = literal_column("'old_card_awaited'")
_STATION, _DELIVERED, _WAY, _RESULT, _RECEIPT = (
    "accepting_station",
    "delivered_at",
    "old_card_way",
    "old_card_result",
    "old_card_receipt",
)
_STATEMENT = "STATEMENT"

_station, _delivered = answer.alias("station"), answer.alias("delivered")
_way, _result = answer.alias("way"), answer.alias("result")
_receipt = answer.alias("receipt")
_INSTANCE = user_task.c.instance_id
_later = user_task.alias("later")
# what the applicant says stands until the station looks, and that until it is asked for again
_IS_SUPERSEDED = exists().where(
    _later.c.instance_id == _INSTANCE,
    _later.c.element.in_([_ASK, _AWAIT]),
    _later.c.id != user_task.c.id,
    user_task.c.ended_at.is_not(None),
    or_(
        _later.c.ended_at.is_(None),
        _later.c.opened_at > user_task.c.opened_at,
        and_(
            _later.c.opened_at == user_task.c.opened_at,
            _later.c.element == _AWAIT,
            user_task.c.element == _ASK,
        ),
    ),
)
_STANDS_FOR_IT: ColumnElement[str] = literal_column(f"'\"{_STATEMENT}\"'")
# a written statement stands for the card, wherever it was given
_STATE = case(
    (user_task.c.ended_at.is_not(None), literal_column(f"'{SETTLED}'")),
    (_result.c.value == _STANDS_FOR_IT, literal_column(f"'{SETTLED}'")),
    else_=literal_column(f"'{OUTSTANDING}'"),
)
_NEXT_REMINDER = (
    select(func.min(timer.c.due_at))
    .where(
        timer.c.instance_id == _INSTANCE,
        timer.c.element.in_([_DUE, _OVERDUE]),
        timer.c.ended_at.is_(None),
    )
    .correlate(user_task)
    .scalar_subquery()
)
_CARDS = Statement(
    "old_cards",
    select(
        user_task.c.opened_at,
        user_task.c.id,
        _INSTANCE,
        process_instance.c.case_no,
        list_rows.plain(_station.c.value),
        _delivered.c.at,
        _way.c.value,
        _result.c.value,
        _receipt.c.value,
        user_task.c.ended_at,
        user_task.c.completed_by,
        _NEXT_REMINDER,
    )
    .select_from(
        user_task.join(process_instance, process_instance.c.id == _INSTANCE)
        .join(_station, list_rows.answered(_station, _INSTANCE, _STATION))
        .outerjoin(_delivered, list_rows.answered(_delivered, _INSTANCE, _DELIVERED))
        .outerjoin(_way, list_rows.answered(_way, _INSTANCE, _WAY))
        .outerjoin(_result, list_rows.answered(_result, _INSTANCE, _RESULT))
        .outerjoin(_receipt, list_rows.answered(_receipt, _INSTANCE, _RECEIPT))
    )
    .where(
        # as the index says it
        text(f"user_task.{LISTED_TASKS}"),
        user_task.c.element.in_([_ASK, _AWAIT]),
        ~_IS_SUPERSEDED,
        list_rows.from_oldest(user_task.c.opened_at, user_task.c.id),
        list_rows.is_covered(list_rows.plain(_station.c.value)),
        bindparam("state", type_=Text) == _STATE,
    )
    .order_by(user_task.c.opened_at, user_task.c.id)
    .limit(bindparam("most")),
)


def found(store: Store, wish: Wish) -> Found:
    """List the old cards that are owed, or those that are settled, the longest owed first."""
    asked = {**list_rows.parameters(wish, latest=False), "state": wish.state}
    with reading(store) as tx:
        rows = tx.all(_CARDS, asked)
    shown, after = list_rows.page(rows, wish)
    return Found(tuple(map(_row, shown)), after)


# Any: the columns of a row
def _row(row: Any) -> ListRow:
    opened, _, instance_id, case_no, station, delivered, way, result, receipt, *rest = row
    ended, by, reminder = rest
    announced = list_rows.coded(_WAY, way) or list_rows.coded(_RESULT, result)
    found = list_rows.coded(_RECEIPT, receipt)
    ground = found if found is not None and found.code == _STATEMENT else announced
    return ListRow(
        {
            "case": case_no,
            "place": station,
            "since": delivered or opened,
            "announced": announced,
            "settled_by": _settled(ground, settled=ended is not None, answered=by is not None),
            "settled_at": ended,
            "reminder": reminder,
        },
        instance_id,
    )


def _settled(ground: Coded | None, *, settled: bool, answered: bool) -> str | None:
    """Say what the end of the matter rests on: a statement, the card itself, or the case's end."""
    if ground is not None and ground.code == _STATEMENT:
        return "statement"
    if not settled:
        return None
    return "returned" if answered else "no_longer_owed"
