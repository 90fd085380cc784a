"""One user task as its page shows it, and the open ones of an instance."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, select

from engine.core import instants
from engine.core.errors import NotFound
from engine.store.database import Store
from engine.store.statements import Statement
from engine.store.tables import account, awaited_message, user_task
from engine.store.transaction import Transaction, reading


@dataclass(frozen=True, slots=True)
class TaskRow:
    """A user task, open or ended."""

    task_id: str
    instance_id: str
    process_id: str
    element: str
    role: str
    jurisdiction: str
    unit: str
    # id of the timer that counts for it
    deadline: str | None
    opened: datetime
    ended: datetime | None
    # completed | withdrawn
    ending: str | None
    completed_by_name: str | None
    holder: str | None
    holder_name: str | None
    held: datetime | None
    # what the holder has typed so far: a text, or a list of texts, by field
    draft: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class OpenSubject:
    """An open user task or an awaited message, with who may act on it."""

    id: str
    process_id: str
    element: str
    role: str
    jurisdiction: str
    unit: str


_HOLDER = account.alias("holder_account")
_COMPLETER = account.alias("completer_account")
_PAGE = Statement(
    "task",
    select(
        user_task.c.id,
        user_task.c.instance_id,
        user_task.c.process_id,
        user_task.c.element,
        user_task.c.role,
        user_task.c.jurisdiction,
        user_task.c.unit,
        user_task.c.deadline,
        user_task.c.opened_at,
        user_task.c.ended_at,
        user_task.c.ending,
        user_task.c.completed_by,
        _COMPLETER.c.name,
        user_task.c.holder,
        _HOLDER.c.name,
        user_task.c.held_at,
        user_task.c.draft,
    )
    .select_from(
        user_task.outerjoin(_HOLDER, _HOLDER.c.id == user_task.c.holder).outerjoin(
            _COMPLETER, _COMPLETER.c.id == user_task.c.completed_by
        )
    )
    .where(user_task.c.id == bindparam("task_id")),
)
_OPEN = Statement(
    "open_tasks_of_instance",
    select(*(user_task.c[name] for name in OpenSubject.__slots__))
    .where(user_task.c.instance_id == bindparam("instance_id"), user_task.c.ended_at.is_(None))
    .order_by(user_task.c.opened_at, user_task.c.id),
)
_MESSAGE = Statement(
    "awaited_message",
    select(
        awaited_message.c.instance_id,
        *(awaited_message.c[name] for name in OpenSubject.__slots__),
        awaited_message.c.ended_at,
    ).where(awaited_message.c.id == bindparam("message_id")),
)
_AWAITED = Statement(
    "awaited_messages_of_instance",
    select(*(awaited_message.c[name] for name in OpenSubject.__slots__))
    .where(
        awaited_message.c.instance_id == bindparam("instance_id"),
        awaited_message.c.ended_at.is_(None),
    )
    .order_by(awaited_message.c.opened_at, awaited_message.c.id),
)


def page(store: Store, task_id: str) -> TaskRow:
    """Give a user task; raises NotFound."""
    with reading(store) as tx:
        row = tx.one(_PAGE, {"task_id": task_id})
    if row is None:
        raise NotFound("no_such_subject", id=task_id)
    *place, opened, ended, ending, by, by_name, holder, holder_name, held, draft = row
    rest = [
        instants.parse(opened),
        _instant(ended),
        ending,
        by_name or by,
        holder,
        holder_name or holder,
        _instant(held),
        _draft(draft),
    ]
    return TaskRow(*place, *rest)


def open_of(tx: Transaction, instance_id: str) -> tuple[OpenSubject, ...]:
    """List the open user tasks of an instance, the oldest first."""
    rows = tx.all(_OPEN, {"instance_id": instance_id})
    return tuple(OpenSubject(*row) for row in rows)


def awaited_of(tx: Transaction, instance_id: str) -> tuple[OpenSubject, ...]:
    """List the messages that an instance waits for, the oldest first."""
    rows = tx.all(_AWAITED, {"instance_id": instance_id})
    return tuple(OpenSubject(*row) for row in rows)


def message(store: Store, message_id: str) -> tuple[str, OpenSubject, datetime | None]:
    """Give the instance of a message, the message and when it ended; raises NotFound."""
    with reading(store) as tx:
        row = tx.one(_MESSAGE, {"message_id": message_id})
    if row is None:
        raise NotFound("no_such_subject", id=message_id)
    return row[0], OpenSubject(*row[1:-1]), _instant(row[-1])


def _instant(text: str | None) -> datetime | None:
    return instants.parse(text) if text else None


def _draft(text: str | None) -> dict[str, Any]:
    texts: dict[str, list[str]] = json.loads(text) if text else {}
    return {name: each[0] if len(each) == 1 else each for name, each in texts.items()}
