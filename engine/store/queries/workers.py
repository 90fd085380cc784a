"""Questions about the workers of a cluster, who sign in at the queue."""

from __future__ import annotations

from sqlalchemy import text

from engine.store.database import Store
from engine.store.statements import Statement
from engine.store.transaction import reading

_SILENCE = Statement(
    "silence_of_workers",
    text("SELECT extract(epoch FROM now() - max(last_heartbeat)) FROM procrastinate_workers"),
)


def silent_for(store: Store) -> float | None:
    """Give the seconds since the last heartbeat of any worker, None where there is none."""
    with reading(store) as tx:
        (seconds,) = tx.one(_SILENCE)
    return None if seconds is None else float(seconds)
