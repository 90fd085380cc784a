"""The open user tasks that an actor may work on, by deadline."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from functools import cache
from typing import Any

from sqlalchemy import (
    ColumnElement,
    FromClause,
    Text,
    and_,
    bindparam,
    case,
    false,
    func,
    literal_column,
    or_,
    select,
    true,
    union_all,
)

from engine.core import instants
from engine.core.people import Actor
from engine.store.database import Store
from engine.store.queries.instances import IS_SUBJECT_NAME, SUBJECT_NAME, masked_name
from engine.store.queries.timers import COLUMNS as TIMER_COLUMNS
from engine.store.queries.timers import TimerRow
from engine.store.statements import Statement
from engine.store.tables import account, process_instance, timer, user_task
from engine.store.transaction import Transaction, reading

# counts stop here: a page says "999+"
MOST_COUNTED = 1000
_NEVER = "9"
PAGE = 50


class View(StrEnum):
    """Which of the open tasks are shown."""

    ALL = "all"
    MINE = "mine"
    FREE = "free"
    LATE = "late"


@dataclass(frozen=True, slots=True)
class InboxRow:
    """An open user task in a list."""

    task_id: str
    instance_id: str
    case_no: str
    definition_id: str
    process_id: str
    element: str
    role: str
    unit: str
    opened: datetime
    # account that has claimed it, None for nobody
    holder: str | None
    holder_name: str | None
    # masked name of the citizen whom it is about, "" where there is none
    about: str
    # the timer that counts for it
    deadline: TimerRow | None


_OPEN = user_task.c.ended_at.is_(None)
_DUE = func.coalesce(timer.c.due_at, literal_column(f"'{_NEVER}'"))
_PARTS = (user_task.c.id, user_task.c.deadline, user_task.c.holder)
COLUMNS = (
    user_task.c.id,
    user_task.c.instance_id,
    process_instance.c.case_no,
    process_instance.c.definition_id,
    user_task.c.process_id,
    user_task.c.element,
    user_task.c.role,
    user_task.c.unit,
    user_task.c.opened_at,
    user_task.c.holder,
    account.c.name,
    SUBJECT_NAME.c.value,
)


def is_deadline(task: FromClause) -> ColumnElement[bool]:
    """Match the timer that counts for a task."""
    # a deadline that was missed has fired, and stands as long as its task
    counts = or_(timer.c.ended_at.is_(None), timer.c.ending == "fired")
    return (task.c.deadline == timer.c.id) & counts


_PLACE = Statement(
    "place_in_inbox",
    select(_DUE)
    .select_from(user_task.outerjoin(timer, is_deadline(user_task)))
    .where(user_task.c.id == bindparam("after")),
)


def open_tasks(
    store: Store, actor: Actor, view: View, now: datetime, after: str = ""
) -> tuple[InboxRow, ...]:
    """List 50 open tasks of the actor's roles and units, the earliest deadline first.

    `after` is the id of the last task that was shown. Tasks of the actor's own cases are among
    them; those of other applicants are not.
    """
    with reading(store) as tx:
        statement, parameters = question(actor, view, now)
        rows = tx.all(statement, {**parameters, **_after(tx, after)})
    return tuple(read(row) for row in rows)


def question(actor: Actor, view: View, now: datetime) -> tuple[Statement, Mapping[str, str | int]]:
    """Give the statement that lists the first page, with its parameters."""
    pairs, roles = _held(actor)
    parameters = {
        **_parameters(actor, pairs, roles),
        "now": instants.text(now),
        "after_due": "",
        "after_id": "",
        "most": PAGE,
    }
    return _list(len(pairs), len(roles), view), parameters


def counts(store: Store, actor: Actor, now: datetime) -> Mapping[View, int]:
    """Count the open tasks of each view, up to MOST_COUNTED."""
    pairs, roles = _held(actor)
    parameters = {**_parameters(actor, pairs, roles), "now": instants.text(now)}
    with reading(store) as tx:
        row = tx.one(_counts(len(pairs), len(roles)), {**parameters, "most_counted": MOST_COUNTED})
    return dict(zip(View, row, strict=True))


def _held(actor: Actor) -> tuple[list[tuple[str, str]], list[str]]:
    """Give the (role, unit) pairs of an actor, with the unit "" of tasks for any holder."""
    roles = sorted({grant.role for grant in actor.works})
    pairs = {(grant.role, grant.unit) for grant in actor.works} | {(role, "") for role in roles}
    return sorted(pairs), roles


def _parameters(
    actor: Actor, pairs: list[tuple[str, str]], roles: list[str]
) -> dict[str, str | int]:
    named: dict[str, str | int] = {"actor": actor.id}
    for index, (role, unit) in enumerate(pairs):
        named[f"pair_role_{index}"], named[f"pair_unit_{index}"] = role, unit
    for index, role in enumerate(roles):
        named[f"held_role_{index}"] = role
    return named


def _after(tx: Transaction, task_id: str) -> dict[str, str]:
    row = tx.one(_PLACE, {"after": task_id}) if task_id else None
    return {"after_due": row[0], "after_id": task_id} if row else {}


@cache
def _list(pairs: int, roles: int, view: View) -> Statement:
    """Choose a page of candidates first, and look up what a page shows only for those."""
    candidate = _candidates(pairs, roles)
    after_due, after_id = bindparam("after_due", type_=Text), bindparam("after_id", type_=Text)
    beyond = or_(after_due < _DUE, and_(after_due == _DUE, candidate.c.id > after_id))
    chosen = (
        select(candidate.c.id, _DUE.label("due"))
        .select_from(candidate.outerjoin(timer, is_deadline(candidate)))
        .where(_shown_in(candidate)[view], beyond)
        .order_by(_DUE, candidate.c.id)
        .limit(bindparam("most"))
        .subquery("chosen")
    )
    core = (
        select(*COLUMNS, *TIMER_COLUMNS)
        .select_from(
            chosen.join(user_task, user_task.c.id == chosen.c.id)
            .join(process_instance, process_instance.c.id == user_task.c.instance_id)
            .outerjoin(timer, is_deadline(user_task))
            .outerjoin(account, account.c.id == user_task.c.holder)
            .outerjoin(SUBJECT_NAME, IS_SUBJECT_NAME)
        )
        .order_by(chosen.c.due, chosen.c.id)
    )
    return Statement("inbox", core)


@cache
def _counts(pairs: int, roles: int) -> Statement:
    candidate = _candidates(pairs, roles)
    marks = [
        case((condition, 1), else_=0).label(view)
        for view, condition in _shown_in(candidate).items()
    ]
    few = (
        select(*marks)
        .select_from(candidate.outerjoin(timer, is_deadline(candidate)))
        .limit(bindparam("most_counted"))
        .subquery()
    )
    sums = [func.coalesce(func.sum(few.c[view]), 0) for view in View]
    return Statement("inbox_counts", select(*sums))


def _shown_in(candidate: FromClause) -> Mapping[View, ColumnElement[bool]]:
    return {
        View.ALL: true(),
        View.MINE: candidate.c.holder == bindparam("actor", type_=Text),
        View.FREE: candidate.c.holder.is_(None),
        View.LATE: timer.c.due_at <= bindparam("now", type_=Text),
    }


def _candidates(pairs: int, roles: int) -> FromClause:
    """Select the open tasks of so many pairs of role and unit, and those of own cases."""
    held = or_(
        false(),
        *(
            and_(
                user_task.c.role == bindparam(f"pair_role_{index}", type_=Text),
                user_task.c.unit == bindparam(f"pair_unit_{index}", type_=Text),
                _OPEN,
                user_task.c.jurisdiction != "own_case",
            )
            for index in range(pairs)
        ),
    )
    named = [bindparam(f"held_role_{index}", type_=Text) for index in range(roles)]
    own = (
        select(*_PARTS)
        .join_from(process_instance, user_task, user_task.c.instance_id == process_instance.c.id)
        .where(
            process_instance.c.started_by == bindparam("actor", type_=Text),
            process_instance.c.ended_at.is_(None),
            user_task.c.jurisdiction == "own_case",
            # not the bare column: the way to the own cases is never the index of roles
            (user_task.c.role + "").in_(named) if named else false(),
            _OPEN,
        )
    )
    at_desk = select(*_PARTS).where(held)
    return union_all(at_desk, own).subquery("candidate")


def read(row: tuple[Any, ...]) -> InboxRow:
    """Make a row of a list of the columns of a task and of the timer that counts for it."""
    own, deadline = row[: len(COLUMNS)], row[len(COLUMNS) :]
    *place, opened, holder, holder_name, name = own
    rest = [
        instants.parse(opened),
        holder,
        holder_name or holder,
        masked_name(name),
        TimerRow(*deadline) if deadline[0] is not None else None,
    ]
    return InboxRow(*place, *rest)
