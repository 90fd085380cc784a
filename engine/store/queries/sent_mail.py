"""Questions about the mails of the last days: numbers, never addresses."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import bindparam, func, or_, select

from engine.core import instants
from engine.store.database import Store
from engine.store.statements import Statement
from engine.store.tables import counter
from engine.store.transaction import reading

# series of the counter
SENT, FAILED, UNDELIVERABLE = "mail_sent", "mail_failed", "mail_undeliverable"
_SERIES = (SENT, FAILED, UNDELIVERABLE)
_COUNTED = Statement(
    "sent_mail",
    select(counter.c.series, func.sum(counter.c.last))
    .where(
        or_(*(counter.c.series == series for series in _SERIES)),
        counter.c.day >= bindparam("first"),
    )
    .group_by(counter.c.series),
)


@dataclass(frozen=True, slots=True)
class SentMail:
    """How many mails of some days were sent, failed for now, or have no mailbox."""

    sent: int
    failed: int
    undeliverable: int


def of_days(store: Store, now: datetime, days: int = 7) -> SentMail:
    """Count the mails of the last days, today among them."""
    first = instants.day(now) - timedelta(days=days - 1)
    with reading(store) as tx:
        found = dict(tx.all(_COUNTED, {"first": first.isoformat()}))
    return SentMail(*(int(found.get(series, 0)) for series in _SERIES))
