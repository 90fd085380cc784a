"""Cards counted: what became of them by station, and why they were made again."""

from __future__ import annotations

import json
from collections import Counter
from typing import Any

from sqlalchemy import (
    ColumnElement,
    and_,
    bindparam,
    case,
    func,
    literal_column,
    or_,
    select,
    text,
    union_all,
)

from engine.store.database import Store
from engine.store.queries import list_rows
from engine.store.queries.list_rows import Coded, Found, ListRow, Wish
from engine.store.statements import Statement
from engine.store.tables import OF_CARDS, answer, user_task
from engine.store.transaction import reading

MADE, LOST = "card_ready_at", "LOST"
_ELEMENT, _STATION = "hand_over_card", "accepting_station"
# instants, each of which is one card that came so far; and the order that a card was destroyed on
_PASSED = (MADE, "arrived_at", "handed_over_at", "delivered_at", "destruction_reason")
# what makes a card be made again: a fault at the centre or at the window, a loss, a damage, data
# that changed
_CAUSES = {
    "qc_code": (),
    "defect_code": (),
    "arrival_result": ("DAMAGED",),
    "delivery_result": (LOST, "DAMAGED"),
    "inquiry_result": (LOST,),
    "destruction_reason": ("DATA_CHANGED",),
}
_LOSSES = {"delivery_result": (LOST,), "inquiry_result": (LOST,)}


def _quoted(words: str) -> ColumnElement[str]:
    return literal_column(f"'{words}'")


def _is(field: str, values: tuple[str, ...]) -> ColumnElement[bool]:
    asked = answer.c.field == _quoted(field)
    if not values:
        return and_(asked, answer.c.value.like(_quoted('"QC-%')))
    return and_(asked, answer.c.value.in_([_quoted(f'"{value}"') for value in values]))


_station = answer.alias("station")
_PLACE = list_rows.plain(_station.c.value)
_COUNTED = (
    answer.join(_station, list_rows.answered(_station, answer.c.instance_id, _STATION)),
    and_(
        # as the index says it
        text(f"answer.{OF_CARDS}"),
        answer.c.at >= bindparam("since"),
        answer.c.at < bindparam("until"),
        list_rows.is_covered(_PLACE),
    ),
)
_JOINED, _ASKED = _COUNTED
_EVENTS = (
    select(_PLACE.label("place"), answer.c.field.label("what"), func.count().label("number"))
    .select_from(_JOINED)
    .where(_ASKED, answer.c.field.in_([_quoted(field) for field in _PASSED]))
    .group_by(_PLACE, answer.c.field)
)
_GONE = (
    select(_PLACE.label("place"), _quoted("lost").label("what"), func.count().label("number"))
    .select_from(_JOINED)
    .where(_ASKED, or_(*(_is(field, values) for field, values in _LOSSES.items())))
    .group_by(_PLACE)
)
_IN_STOCK = (
    select(
        user_task.c.unit.label("place"),
        _quoted("in_stock").label("what"),
        func.count().label("number"),
    )
    .where(
        user_task.c.role == _quoted("window"),
        list_rows.is_covered(user_task.c.unit),
        user_task.c.ended_at.is_(None),
        user_task.c.element == _quoted(_ELEMENT),
    )
    .group_by(user_task.c.unit)
)
_ALL = union_all(_EVENTS, _GONE, _IN_STOCK).subquery("counted")
_BY_STATION = Statement(
    "cards_by_station",
    select(_ALL.c.place, _ALL.c.what, _ALL.c.number)
    .order_by(_ALL.c.place, _ALL.c.what)
    .limit(bindparam("most")),
)
_CAUSE = case((answer.c.field == _quoted(MADE), _quoted("")), else_=answer.c.value)
_REMADE = Statement(
    "remakes_by_cause",
    select(answer.c.field, _CAUSE, func.count())
    .select_from(_JOINED)
    .where(
        _ASKED,
        or_(
            answer.c.field == _quoted(MADE),
            *(_is(field, values) for field, values in _CAUSES.items()),
        ),
    )
    .group_by(answer.c.field, _CAUSE),
)


def by_station(store: Store, wish: Wish) -> Found:
    """Count the cards of each station: what became of them in these days, and those in stock."""
    kinds = len(_PASSED) + 2
    with reading(store) as tx:
        rows = tx.all(_BY_STATION, {**_parameters(wish), "most": wish.most * kinds + 1})
    counts: dict[str, Counter[str]] = {}
    for place, what, number in rows:
        counts.setdefault(place, Counter())[what] += number
    listed = tuple(
        ListRow(
            {
                "place": place,
                "made": known[MADE],
                "arrived": known["arrived_at"],
                "handed_over": known["handed_over_at"],
                "delivered": known["delivered_at"],
                "lost": known["lost"],
                "destroyed": known["destruction_reason"],
                "in_stock": known["in_stock"],
            }
        )
        for place, known in counts.items()
    )
    shown = listed[: wish.most]
    return Found(shown, cut=len(listed) > wish.most, sums=_sums(shown))


def _sums(shown: tuple[ListRow, ...]) -> dict[str, int]:
    sums: Counter[str] = Counter()
    for row in shown:
        sums.update({name: cell for name, cell in row.cells.items() if name != "place"})
    return dict(sums)


def by_cause(store: Store, wish: Wish) -> Found:
    """Count why cards were made again, and how often of a hundred cards made in these days."""
    with reading(store) as tx:
        rows = tx.all(_REMADE, _parameters(wish))
    made = sum(number for field, _cause, number in rows if field == MADE)
    causes = [(Coded(*_read(field, cause)), number) for field, cause, number in rows if cause]
    causes.sort(key=lambda each: (-each[1], each[0].field, each[0].code))
    listed = (
        {
            "found_at": Coded("found_at", cause.field),
            "cause": cause,
            "number": number,
            "made": made,
            "share": number / made if made else None,
        }
        for cause, number in causes
    )
    return Found(tuple(map(ListRow, listed)))


def _read(field: str, cause: str) -> tuple[str, str]:
    return field, str(json.loads(cause))


def _parameters(wish: Wish) -> dict[str, Any]:
    return {"unit": wish.unit, "since": wish.since, "until": wish.until}
