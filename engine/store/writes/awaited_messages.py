"""Write awaited messages: opened and ended."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from engine.store.tables import awaited_message
from engine.store.transaction import Transaction
from engine.store.writes import exchanges

_EXCHANGE = exchanges.statement(awaited_message, "ended_at", "ending")
_FILLERS = exchanges.fillers(awaited_message)


def await_and_end(
    tx: Transaction, awaited: Sequence[Mapping[str, Any]], ended: Sequence[Mapping[str, Any]]
) -> None:
    """Insert awaited messages and end others (`id`, `instance_id`, `ended_at`, `ending`)."""
    exchanges.write(
        tx,
        _EXCHANGE,
        [{"ended_at": None, "ending": None, **row} for row in awaited],
        [{**_FILLERS, **row} for row in ended],
    )
