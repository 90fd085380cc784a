"""Questions about the notices of an account."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, case, func, select

from engine.core import instants
from engine.core.ports import Addressee
from engine.store.database import Store
from engine.store.statements import Statement
from engine.store.tables import account, notice
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


@dataclass(frozen=True, slots=True)
class NoticeToMail:
    """A notice that waits for its mail, and whom it goes to."""

    id: str
    # as text, as it stands in the row
    mail_at: str
    at: datetime
    case_no: str
    addressee: Addressee


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
_TO_MAIL = Statement(
    "notices_to_mail",
    select(
        notice.c.id,
        notice.c.mail_at,
        notice.c.at,
        notice.c.parameters,
        account.c.id,
        # nothing is sent to who has no account any more
        case((account.c.disabled_at.is_(None), account.c.email)),
        account.c.language,
    )
    .join_from(notice, account, account.c.id == notice.c.account_id)
    .where(notice.c.mail_at <= bindparam("now"))
    .order_by(notice.c.mail_at, notice.c.id)
    .limit(bindparam("most")),
)
_COUNT = Statement("count_notices", select(func.count()).select_from(notice))


def latest(tx: Transaction, account_id: str) -> tuple[NoticeRow, ...]:
    """List the notices of an account, the latest first."""
    return tuple(
        NoticeRow(id_, instance, kind, json.loads(told), instants.parse(at), read is not None)
        for id_, instance, kind, told, at, read in tx.all(_LATEST, {"account_id": account_id})
    )


def to_mail(store: Store, now: str, most: int) -> tuple[NoticeToMail, ...]:
    """List the notices whose mail may go now, those that wait longest first."""
    with reading(store) as tx:
        return tuple(
            NoticeToMail(
                id_, due, instants.parse(at), json.loads(told)["case_no"], Addressee(*person)
            )
            for id_, due, at, told, *person in tx.all(_TO_MAIL, {"now": now, "most": most})
        )


def unread(store: Store, account_id: str) -> int:
    """Count the unread notices of an account, up to the most."""
    with reading(store) as tx:
        return int(tx.one(_UNREAD, {"account_id": account_id})[0])


def count(store: Store) -> int:
    """Count the notices of all accounts."""
    with reading(store) as tx:
        return int(tx.one(_COUNT)[0])
