"""Second and further requests for a supplement: who asked, and what the head said."""

from __future__ import annotations

from typing import Any

from sqlalchemy import (
    ColumnElement,
    FromClause,
    and_,
    bindparam,
    func,
    literal_column,
    select,
    text,
)

from engine.store.database import Store
from engine.store.queries import list_rows
from engine.store.queries.list_rows import Found, ListRow, Wish
from engine.store.statements import Statement
from engine.store.tables import LISTED_TASKS, account, answer, process_instance, user_task
from engine.store.transaction import reading

_ELEMENT, _ASKED, _REASON = "approve_second_supplement", "pre_decision", "pre_reason_code"
_DECISION, _NOTE = "second_supplement", "second_supplement_note"
_EARLIER = answer.alias("earlier")


def _last(key: str, when: ColumnElement[bool]) -> ColumnElement[Any]:
    """Find the number of the last entry that answered a field by then."""
    return (
        select(func.max(_EARLIER.c.seq))
        .where(
            _EARLIER.c.instance_id == user_task.c.instance_id,
            _EARLIER.c.field == literal_column(f"'{key}'"),
            when,
        )
        .correlate(user_task)
        .scalar_subquery()
    )


def _is(alias: FromClause, key: str, seq: ColumnElement[Any]) -> ColumnElement[bool]:
    return and_(
        alias.c.instance_id == user_task.c.instance_id,
        alias.c.field == literal_column(f"'{key}'"),
        alias.c.seq == seq,
    )


_asked, _reason = answer.alias("asked"), answer.alias("asked_reason")
_decision, _note = answer.alias("decision"), answer.alias("decision_note")
_asker, _head = account.alias("asker"), account.alias("deciding_head")
_REQUESTS = Statement(
    "second_supplements",
    select(
        user_task.c.opened_at,
        user_task.c.id,
        user_task.c.instance_id,
        process_instance.c.case_no,
        user_task.c.unit,
        list_rows.person(_asker, _asked.c.actor),
        _reason.c.value,
        _decision.c.value,
        _note.c.value,
        list_rows.person(_head, user_task.c.completed_by),
        user_task.c.ended_at,
    )
    .select_from(
        user_task.join(process_instance, process_instance.c.id == user_task.c.instance_id)
        .outerjoin(
            _asked, _is(_asked, _ASKED, _last(_ASKED, _EARLIER.c.at <= user_task.c.opened_at))
        )
        .outerjoin(_asker, _asker.c.id == _asked.c.actor)
        .outerjoin(_reason, list_rows.given_with(_reason, _asked, _REASON))
        .outerjoin(
            _decision,
            _is(_decision, _DECISION, _last(_DECISION, _EARLIER.c.at == user_task.c.ended_at)),
        )
        .outerjoin(_note, list_rows.given_with(_note, _decision, _NOTE))
        .outerjoin(_head, _head.c.id == user_task.c.completed_by)
    )
    .where(
        # as the index says it
        text(f"user_task.{LISTED_TASKS}"),
        user_task.c.element == literal_column(f"'{_ELEMENT}'"),
        list_rows.from_latest(user_task.c.opened_at, user_task.c.id),
        list_rows.is_covered(user_task.c.unit),
    )
    .order_by(user_task.c.opened_at.desc(), user_task.c.id)
    .limit(bindparam("most")),
)


def found(store: Store, wish: Wish) -> Found:
    """List the requests of a wish, the latest first."""
    with reading(store) as tx:
        rows = tx.all(_REQUESTS, list_rows.parameters(wish, latest=True))
    shown, after = list_rows.page(rows, wish)
    return Found(tuple(map(_row, shown)), after)


# Any: the columns of a row
def _row(row: Any) -> ListRow:
    asked_at, _, instance_id, case_no, unit, asker, reason, decision, note, head, decided_at = row
    return ListRow(
        {
            "case": case_no,
            "place": unit,
            "asked_at": asked_at,
            "asked_by": asker,
            "reason": list_rows.coded(_REASON, reason),
            "decision": list_rows.coded(_DECISION, decision),
            "decided_by": head if decision else None,
            "decided_at": decided_at if decision else None,
            "note": list_rows.text(note),
        },
        instance_id,
    )
