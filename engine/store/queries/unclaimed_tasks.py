"""The open user tasks of a unit that nobody has taken, the oldest first."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from sqlalchemy import ColumnElement, Select, Text, bindparam, select, union_all

from engine.core.deadlines import Kind
from engine.store.database import Store
from engine.store.queries import inbox
from engine.store.queries.inbox import InboxRow
from engine.store.queries.instances import IS_SUBJECT_NAME, SUBJECT_NAME
from engine.store.queries.timers import COLUMNS as TIMER_COLUMNS
from engine.store.statements import Statement
from engine.store.tables import account, process_instance, timer, user_task
from engine.store.transaction import reading


def of(store: Store, unit: str, roles: frozenset[str]) -> tuple[InboxRow, ...]:
    """List the oldest 50 tasks of these roles of a unit that nobody holds, and somebody must."""
    with reading(store) as tx:
        rows = tx.all(*question(unit, roles))
    return tuple(inbox.read(each) for each in rows)


def question(unit: str, roles: frozenset[str]) -> tuple[Statement, Mapping[str, str | int]]:
    """Give the statement that lists them, with its parameters."""
    named = {f"role_{number}": role for number, role in enumerate(sorted(roles))}
    return _list(len(roles)), {**named, "unit": unit, "most": inbox.PAGE}


@cache
def _list(roles: int) -> Statement:
    oldest = [_oldest(bindparam(f"role_{number}", type_=Text)) for number in range(roles)]
    chosen = union_all(*oldest).subquery("chosen")
    core = (
        select(*inbox.COLUMNS, *TIMER_COLUMNS)
        .select_from(
            chosen.join(user_task, user_task.c.id == chosen.c.id)
            .join(process_instance, process_instance.c.id == user_task.c.instance_id)
            .outerjoin(timer, inbox.is_deadline(user_task))
            .outerjoin(account, account.c.id == user_task.c.holder)
            .outerjoin(SUBJECT_NAME, IS_SUBJECT_NAME)
        )
        .order_by(user_task.c.opened_at, user_task.c.id)
        .limit(bindparam("most"))
    )
    return Statement("unclaimed_tasks", core)


def _oldest(role: ColumnElement[str]) -> Select[tuple[str]]:
    """Select the oldest of one role, as its index has them, not the whole pile.

    Only steps with a clock for taking them: others wait for somebody to come, or for a parcel.
    """
    has_clock = select(timer.c.id).where(
        timer.c.instance_id == user_task.c.instance_id,
        timer.c.activity == user_task.c.element,
        timer.c.kind == Kind.UNCLAIMED,
    )
    oldest = (
        select(user_task.c.id)
        .where(
            user_task.c.role == role,
            user_task.c.unit == bindparam("unit", type_=Text),
            user_task.c.ended_at.is_(None),
            user_task.c.holder.is_(None),
            has_clock.exists(),
        )
        .order_by(user_task.c.opened_at, user_task.c.id)
        .limit(bindparam("most"))
    )
    return select(oldest.subquery("oldest").c.id)
