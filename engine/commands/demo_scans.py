"""Scans of the courier in a demo office that complete nothing: misread, or incomplete."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import partial

from engine.commands import courier_scans, piles
from engine.commands.courier_scans import COURIER, WAYBILL, Scan
from engine.commands.demo_travel import Travel
from engine.core import instants

# of parcels that nobody sent, by how many days before the end they were told
_MISREAD = {45: "XA902117343CN", 34: "1190217734302"}
_NINE, _TEN, _LAST = timedelta(hours=9), timedelta(hours=10), timedelta(hours=1)


def plan(travel: Travel) -> None:
    """Note when the courier tells what, and when its scans are tried again."""
    for days, waybill in _MISREAD.items():
        travel.plan(_day(travel, days) + _TEN, partial(_tell, travel, waybill, "DELIVERED"))
    travel.plan(_day(travel, 1) + _NINE, partial(_try_again, travel))
    # nobody gets to it before the end
    travel.plan(travel.until - _LAST, partial(_return_without_a_reason, travel))


def _day(travel: Travel, before: int) -> datetime:
    return instants.begin_of(instants.day(travel.until - timedelta(days=before)))


def _return_without_a_reason(travel: Travel, at: datetime) -> None:
    """Let a parcel go back of which the courier does not say why."""
    engine = travel.at(at)
    for pile in piles.offered(engine, COURIER):
        if pile.key == WAYBILL:
            (row,) = piles.sheet(engine, (pile.process_id, pile.element), COURIER, most=1).rows
            _tell(travel, row.key, "RETURNED", at)
            _try_again(travel, at)


def _tell(travel: Travel, waybill: str, event: str, at: datetime) -> None:
    told = Scan(f"demo-{waybill}", waybill, event, at - timedelta(minutes=20))
    courier_scans.receive(travel.at(at), [told])


def _try_again(travel: Travel, at: datetime) -> None:
    courier_scans.apply_waiting(travel.at(at))
