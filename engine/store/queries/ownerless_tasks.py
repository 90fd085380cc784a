"""Open user tasks that wait for a role which nobody holds at their unit."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import and_, func, or_, select

from engine.core import duties
from engine.store.database import Store
from engine.store.queries.accounts import COUNTS
from engine.store.statements import Statement
from engine.store.tables import account, grant, user_task
from engine.store.transaction import reading

_HELD = (
    select(grant.c.id)
    .join(account, account.c.id == grant.c.account_id)
    .where(
        or_(
            grant.c.role == user_task.c.role,
            and_(
                user_task.c.role == duties.AUXILIARY,
                or_(*(grant.c.role == each for each in duties.done_by(duties.AUXILIARY))),
            ),
        ),
        # a task without a unit is for whoever holds the role anywhere
        or_(grant.c.unit == user_task.c.unit, user_task.c.unit == ""),
        COUNTS,
        account.c.disabled_at.is_(None),
    )
    .exists()
)
_OWNERLESS = Statement(
    "ownerless_tasks",
    select(user_task.c.role, user_task.c.unit, func.count())
    .where(user_task.c.ended_at.is_(None), user_task.c.jurisdiction != "own_case", ~_HELD)
    .group_by(user_task.c.role, user_task.c.unit)
    .order_by(user_task.c.unit, user_task.c.role),
)


@dataclass(frozen=True, slots=True)
class OwnerlessTasks:
    """How many open tasks wait for a role at a unit that nobody there holds."""

    role: str
    # "" for tasks of no unit in particular
    unit: str
    number: int


def everywhere(store: Store) -> tuple[OwnerlessTasks, ...]:
    """List the roles that are missing where open tasks wait for them."""
    with reading(store) as tx:
        return tuple(OwnerlessTasks(*row) for row in tx.all(_OWNERLESS))
