"""Tell citizens of a date that a decree has moved, and foresee how many will be told."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from engine.commands.moved_deadlines import Move
from engine.core import instants, public_dates
from engine.store.database import Store
from engine.store.queries import counting_on
from engine.store.transaction import Transaction
from engine.store.writes import notices
from engine.store.writes.notices import NewNotice

NOTICE = "tell_date_moved"


def tell(tx: Transaction, moved: Iterable[Move], decree: str, at: datetime) -> None:
    """Put one notice into the account of whoever counts on a date of the moved instance.

    `moved` are deadlines of one instance. Of several dates the first one is told; nothing is
    where only clocks between offices move.
    """
    public = sorted(filter(_is_public, moved), key=lambda one: one.old)
    if not public:
        return
    first = public[0]
    person = counting_on.of(tx, first.timer.instance_id)
    if person is None:
        return
    told = {
        "case_no": person.case_no,
        "clock": first.timer.clock,
        "old": instants.text(first.old),
        "new": instants.text(first.new),
        "decree": decree,
    }
    notice = NewNotice(
        account_id=person.account_id,
        instance_id=first.timer.instance_id,
        kind=NOTICE,
        parameters=told,
        at=instants.text(at),
        mail_at=instants.text(public_dates.by_day(at)),
    )
    notices.add(tx, [notice])


def foreseen(store: Store, moves: Iterable[Move]) -> int:
    """Count the citizens who will be told of these moves."""
    moved = {one.timer.instance_id for one in moves if _is_public(one)}
    if not moved:
        return 0
    counting = counting_on.everybody(store)
    return len({person for instance_id, person in counting.items() if instance_id in moved})


def _is_public(one: Move) -> bool:
    return public_dates.is_public(one.timer.clock, one.timer.kind)
