"""The scans of the courier that completed nothing, for those who can put it right by hand."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from engine.commands.courier_scans import COURIER, WAYBILL
from engine.commands.engine import Engine
from engine.core import instants
from engine.core.errors import NotPermitted
from engine.core.people import Actor
from engine.store.queries import courier_scans as queries
from engine.store.queries import piles
from engine.store.queries.courier_scans import RefusedRow
from engine.store.queries.piles import KeyedTask

# who asks the courier where a card is, and who completes by hand what a scan would have
READERS = ("dispatcher", "courier")
MOST, DAYS = 50, 90


@dataclass(frozen=True, slots=True)
class RefusedScan:
    """A scan that completed nothing."""

    waybill_no: str
    # DELIVERED | RETURNED | LOST | DAMAGED
    event: str
    scanned_at: datetime
    # code of the refusal
    reason: str
    # what waits for the courier under this waybill now
    waiting: tuple[KeyedTask, ...]


@dataclass(frozen=True, slots=True)
class RefusedScans:
    """The newest refused scans."""

    scans: tuple[RefusedScan, ...]
    # there are more than are listed
    cut: bool


def may_see(actor: Actor) -> bool:
    """Tell whether somebody is told of refused scans."""
    return any(actor.holds(role) for role in READERS)


def listed(engine: Engine, actor: Actor) -> RefusedScans:
    """List the scans of the last 90 days that were refused, at most 50, the newest first.

    Two statements. Raises NotPermitted.
    """
    if not may_see(actor):
        raise NotPermitted("not_for_this_actor")
    rows = queries.refused(engine.store, since(engine), MOST + 1)
    shown = rows[:MOST]
    waybills = tuple(dict.fromkeys(row.waybill_no for row in shown))
    tasks = piles.keyed(engine.store, COURIER, WAYBILL, waybills) if waybills else {}
    return RefusedScans(tuple(_scan(row, tasks) for row in shown), len(rows) > MOST)


def since(engine: Engine) -> str:
    """Give the instant from which on refused scans are told, as text."""
    return instants.text(engine.clock() - timedelta(days=DAYS))


def _scan(row: RefusedRow, tasks: Mapping[str, tuple[KeyedTask, ...]]) -> RefusedScan:
    return RefusedScan(
        waybill_no=row.waybill_no,
        event=row.event,
        scanned_at=instants.parse(row.scanned_at),
        reason=row.reason,
        waiting=tasks.get(row.waybill_no, ()),
    )
