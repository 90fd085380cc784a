"""Draw the 22 digits of an acceptance number (GA 214.4-2004)."""

from __future__ import annotations

from datetime import datetime

from engine.core import instants
from engine.store.transaction import Transaction
from engine.store.writes import counters

_STATION_DIGITS = 9
_SEQUENCE_DIGITS = 5


def draw(tx: Transaction, station: str, at: datetime) -> str:
    """Draw the next number of a station and a day in the caller's transaction.

    6 digits division, 3 station, 8 date in China, 5 sequence from 00001 on each day.
    """
    day = f"{instants.day(at):%Y%m%d}"
    sequence = counters.draw(tx, f"acceptance_no {station}", day)
    return f"{station[:_STATION_DIGITS]:0<{_STATION_DIGITS}}{day}{sequence:0{_SEQUENCE_DIGITS}}"
