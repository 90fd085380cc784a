"""Put notices into the accounts of those who are to be told."""

from __future__ import annotations

import json
import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import bindparam, insert, update

from engine.store.statements import Statement, row_of
from engine.store.tables import notice
from engine.store.transaction import Transaction

_INSERT = Statement("insert_notices", insert(notice))
_READ = Statement(
    "read_notices",
    update(notice)
    .where(notice.c.account_id == bindparam("of_account"), notice.c.read_at.is_(None))
    .values(read_at=bindparam("at")),
)
_PUT_OFF = Statement(
    "put_off_mail_of_notice",
    update(notice)
    .where(notice.c.id == bindparam("of_id"), notice.c.mail_at == bindparam("seen"))
    .values(mail_at=bindparam("later")),
)


@dataclass(frozen=True, slots=True)
class NewNotice:
    """What somebody is told in their account."""

    account_id: str
    # None where it is about no case
    instance_id: str | None
    kind: str
    # JSON values, nothing personal
    parameters: Mapping[str, Any]
    # instant as text
    at: str
    # when it may go by mail, as text; None where it does not
    mail_at: str | None = None


def mark_read(tx: Transaction, account_id: str, at: str) -> None:
    """Note that all notices of an account are read."""
    tx.execute(_READ, {"of_account": account_id, "at": at})


def add(tx: Transaction, told: Iterable[NewNotice]) -> None:
    """Store notices, unread."""
    tx.execute_many(_INSERT, [_row(each) for each in told])


def put_off(tx: Transaction, notice_id: str, seen: str, later: str | None) -> bool:
    """Let the mail of a notice wait longer, or no more (None); False where somebody was first."""
    row = {"of_id": notice_id, "seen": seen, "later": later}
    return tx.changes(_PUT_OFF, row)


def _row(told: NewNotice) -> dict[str, Any]:
    parameters = json.dumps(told.parameters, ensure_ascii=False)
    drawn = {"id": secrets.token_hex(16), "read_at": None, "parameters": parameters}
    return {**row_of(told), **drawn}
