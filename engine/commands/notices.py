"""The notices in people's accounts, which count as read once they were opened."""

from __future__ import annotations

from engine.commands.engine import Engine
from engine.core import instants
from engine.core.people import Actor
from engine.store.queries import notices as queries
from engine.store.queries.notices import NoticeRow
from engine.store.transaction import retried, transaction
from engine.store.writes import notices as writes


@retried
def opened(engine: Engine, actor: Actor) -> tuple[NoticeRow, ...]:
    """Give the latest notices of an account, unread ones as such, and note that they are read."""
    with transaction(engine.store) as tx:
        found = queries.latest(tx, actor.id)
        if any(not notice.read for notice in found):
            writes.mark_read(tx, actor.id, instants.text(engine.clock()))
        return found
