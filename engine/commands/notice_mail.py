"""Send the mails of notices that wait for theirs."""

from __future__ import annotations

import logging
from datetime import timedelta

from engine.commands.engine import Engine
from engine.core import instants
from engine.core.errors import ServiceTaskFailed
from engine.core.ports import NewsPost
from engine.store.database import Store
from engine.store.queries import notices as queries
from engine.store.queries.notices import NoticeToMail
from engine.store.transaction import retried, transaction
from engine.store.writes import notices as writes

_LOG = logging.getLogger(__name__)
_POST = "news"
# between two attempts: whoever died with a mail in hand leaves it for so long, too
_AGAIN = timedelta(minutes=10)
# news that could not be sent for so long is old: the notice in the application stands
_OLD = timedelta(days=3)


def send_due(engine: Engine, limit: int = 100) -> int:
    """Send the mails that may go now, and give how many went.

    Several servers may send: the row decides who does. A mail that may have gone before a crash
    goes once more, under the same key. While the post takes nothing, the others wait untried.
    """
    post: NewsPost | None = engine.ports.get(_POST)
    if post is None:
        return 0
    sent = 0
    for one in queries.to_mail(engine.store, instants.text(engine.clock()), limit):
        try:
            sent += _send(engine, post, one)
        except ServiceTaskFailed as failure:
            _LOG.warning("notice not mailed", extra={"code": failure.code})
            if not failure.permanent:
                break
    return sent


def _send(engine: Engine, post: NewsPost, one: NoticeToMail) -> bool:
    """Send a mail; tell whether it went, which it does not to who has no address."""
    if not one.addressee.email:
        _put_off(engine.store, one.id, one.mail_at, None)
        return False
    at = engine.clock()
    later = instants.text(at + _AGAIN)
    if not _put_off(engine.store, one.id, one.mail_at, later):
        return False
    try:
        post.tell(one.case_no, one.addressee, one.id)
    except ServiceTaskFailed as failure:
        if failure.permanent or at - one.at > _OLD:
            _put_off(engine.store, one.id, later, None)
        raise
    return _put_off(engine.store, one.id, later, None)


@retried
def _put_off(store: Store, notice_id: str, seen: str, later: str | None) -> bool:
    with transaction(store) as tx:
        return writes.put_off(tx, notice_id, seen, later)
