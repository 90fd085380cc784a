"""Move an office to another database: a copy that is proven before anybody may use it."""

from __future__ import annotations

from dataclasses import replace

from engine.commands import history
from engine.commands.engine import Engine
from engine.commands.history import Verified
from engine.core.errors import StoreUnusable
from engine.store import copies
from engine.store.copies import Tell, silent
from engine.store.database import Store


def copy_office(engine: Engine, target: Store, tell: Tell = silent) -> Verified:
    """Copy everything to an empty database of either kind, and verify the history there.

    The office may be at work meanwhile; the copy holds one moment. Raises StoreUnusable
    (`target_not_empty`, `copy_incomplete`, `copy_unproven`); the target then cannot be served.
    """
    copies.copy(engine.store, target, tell)
    verified = history.verify(replace(engine, store=target))
    # what was tampered with before stays to be seen; what the copy broke must not pass
    if verified.broken and set(verified.broken) - set(history.verify(engine).broken):
        raise StoreUnusable("copy_unproven")
    copies.release(engine.store, target)
    return verified
