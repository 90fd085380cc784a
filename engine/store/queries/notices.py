"""Questions about the notices of an account."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, func, select

from engine.core import instants
from engine.store.database import Store
from engine.store.statements import Statement
from engine.store.tables import notice
from engine.store.transaction import Transaction, reading

# as many are listed, and as many unread ones are counted at most
MOST = 100


@dataclass(frozen=True, slots=True)
class NoticeRow:
    """One notice; nothing in it is personal."""

    id: str
    instance_id: str | None
    kind: str
    parameters: Mapping[str, Any]
    at: datetime
    read: bool


_OF_ACCOUNT = notice.c.account_id == bindparam("account_id")
_LATEST = Statement(
    "latest_notices",
    select(
        notice.c.id,
        notice.c.instance_id,
        notice.c.kind,
        notice.c.parameters,
        notice.c.at,
        notice.c.read_at,
    )
    .where(_OF_ACCOUNT)
    .order_by(notice.c.at.desc(), notice.c.id)
    .limit(MOST),
)
_UNREAD = Statement(
    "unread_notices",
    select(func.count()).select_from(
        select(notice.c.id).where(_OF_ACCOUNT, notice.c.read_at.is_(None)).limit(MOST).subquery()
    ),
)
_COUNT = Statement("count_notices", select(func.count()).select_from(notice))


def latest(tx: Transaction, account_id: str) -> tuple[NoticeRow, ...]:
    """List the notices of an account, the latest first."""
    return tuple(
        NoticeRow(id_, instance, kind, json.loads(told), instants.parse(at), read is not None)
        for id_, instance, kind, told, at, read in tx.all(_LATEST, {"account_id": account_id})
    )


def unread(store: Store, account_id: str) -> int:
    """Count the unread notices of an account, up to the most."""
    with reading(store) as tx:
        return int(tx.one(_UNREAD, {"account_id": account_id})[0])


def count(store: Store) -> int:
    """Count the notices of all accounts."""
    with reading(store) as tx:
        return int(tx.one(_COUNT)[0])
