"""The scans of the courier that completed nothing, for those who can put it right by hand."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

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
    """A scan that completed nothing, and what waits for the courier under its waybill now."""

    told: RefusedRow
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
    scans = tuple(RefusedScan(row, tasks.get(row.waybill_no, ())) for row in shown)
    return RefusedScans(scans, len(rows) > MOST)


def since(engine: Engine) -> str:
    """Give the instant from which on refused scans are told, as text."""
    return instants.text(engine.clock() - timedelta(days=DAYS))
