"""Refusals of a span of days, counted by reason and by officer."""

from __future__ import annotations

from collections import Counter
from typing import Any

from sqlalchemy import ColumnElement, bindparam, case, func, literal_column, select

from engine.store.database import Store
from engine.store.queries import list_rows, refusing_answers
from engine.store.queries.list_rows import Coded, Found, ListRow, Wish
from engine.store.statements import Statement
from engine.store.tables import account, answer
from engine.store.transaction import reading

# reasons that say "another one, in words" end so
OTHER = "-99"
_OTHER: ColumnElement[str] = literal_column(f"""'%{OTHER}"'""")
_EACH = (
    select(
        refusing_answers.PLACE.label("place"),
        refusing_answers.REASON_FIELD.label("field"),
        refusing_answers.REASON.label("reason"),
        answer.c.actor.label("officer"),
    )
    .select_from(refusing_answers.with_reasons(answer))
    .where(
        refusing_answers.REFUSES,
        answer.c.at >= bindparam("since"),
        answer.c.at < bindparam("until"),
    )
    .subquery("refused")
)
_BY_REASON = Statement(
    "refusals_by_reason",
    select(_EACH.c.place, _EACH.c.field, _EACH.c.reason, func.count())
    .where(list_rows.is_covered(_EACH.c.place))
    .group_by(_EACH.c.place, _EACH.c.field, _EACH.c.reason)
    .order_by(_EACH.c.place, func.count().desc(), _EACH.c.reason)
    .limit(bindparam("most")),
)
_officer = account.alias("officer")
_NAME = list_rows.person(_officer, _EACH.c.officer)
_BY_OFFICER = Statement(
    "refusals_by_officer",
    select(
        _EACH.c.place,
        _NAME,
        func.count(),
        func.sum(
            case((_EACH.c.reason.like(_OTHER), literal_column("1")), else_=literal_column("0"))
        ),
    )
    .select_from(_EACH.outerjoin(_officer, _officer.c.id == _EACH.c.officer))
    .where(list_rows.is_covered(_EACH.c.place))
    .group_by(_EACH.c.place, _EACH.c.officer, _officer.c.name)
    .order_by(_EACH.c.place, func.count().desc(), _EACH.c.officer)
    .limit(bindparam("most")),
)


def by_reason(store: Store, wish: Wish) -> Found:
    """Count the refusals of each unit by reason, with the share of each in its unit."""
    with reading(store) as tx:
        rows = tx.all(_BY_REASON, _parameters(wish))
    shown = rows[: wish.most]
    totals: Counter[str] = Counter()
    for place, _field, _reason, number in shown:
        totals[place] += number
    listed = [
        {
            "place": place,
            "reason": list_rows.coded(field, reason),
            "number": number,
            "share": number / totals[place],
        }
        for place, field, reason, number in shown
    ]
    return Found(tuple(map(ListRow, listed)), cut=len(rows) > wish.most, sums=_sums(listed))


def by_officer(store: Store, wish: Wish) -> Found:
    """Count the refusals of each officer, with the share of those without a listed reason."""
    with reading(store) as tx:
        rows = tx.all(_BY_OFFICER, _parameters(wish))
    listed = (
        {
            "place": place,
            "officer": officer,
            "number": number,
            "other": other,
            "share": other / number,
        }
        for place, officer, number, other in rows[: wish.most]
    )
    return Found(tuple(map(ListRow, listed)), cut=len(rows) > wish.most)


def _sums(listed: list[dict[str, Any]]) -> dict[str, int]:
    number = sum(each["number"] for each in listed)
    other = sum(each["number"] for each in listed if _is_other(each["reason"]))
    return {"number": number, "other": other} if number else {}


def _is_other(reason: Coded | None) -> bool:
    return reason is not None and reason.code.endswith(OTHER)


def _parameters(wish: Wish) -> dict[str, Any]:
    return {
        "unit": wish.unit,
        "since": wish.since,
        "until": wish.until,
        "most": wish.most + 1,
    }
