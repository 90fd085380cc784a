"""Record outages, which explain the deadlines that were missed in them: nobody is to blame."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from engine.commands import administration, reasons
from engine.commands.engine import Engine
from engine.core import instants
from engine.core.errors import Conflict, InvalidInput, NotFound, NotPermitted
from engine.core.people import Actor
from engine.store.queries import outages as queries
from engine.store.queries.outages import OutageRow
from engine.store.queries.timers import TimerRow
from engine.store.transaction import retried, transaction
from engine.store.writes import outages as writes

SYSTEMS = ("register", "mail", "production", "courier", "power", "network", "server", "other")
_OPERATOR = "operator"
_PROVINCE = "520000"


@dataclass(frozen=True, slots=True)
class NewOutage:
    """What an operator says about an outage."""

    # one of SYSTEMS
    system: str
    # unit that could not work, with those below it
    unit: str
    # what happened, without anything about a person
    note: str
    begun: datetime
    # None while it lasts
    ended: datetime | None = None


@retried
def record(engine: Engine, new: NewOutage, actor: Actor) -> str:
    """Record an outage and give its id; raises NotPermitted and InvalidInput.

    `outage_times` where it ends before it begins, or lies ahead.
    """
    _permit(actor)
    note, now = reasons.checked(engine, new.note), engine.clock()
    if new.system not in SYSTEMS:
        raise InvalidInput("outage_system", system=new.system)
    engine.organisation.unit(new.unit)
    if not new.begun <= (new.ended or now) <= now:
        raise InvalidInput("outage_times")
    outage_id = secrets.token_hex(8)
    row = {
        "id": outage_id,
        "system": new.system,
        "unit": new.unit,
        "note": note,
        "from_at": instants.text(new.begun),
        "until_at": instants.text(new.ended) if new.ended else None,
        "recorded_by": actor.id,
        "recorded_at": instants.text(now),
    }
    with transaction(engine.store) as tx:
        writes.add(tx, row)
        told = {name: row[name] for name in ("system", "unit", "note", "from_at", "until_at")}
        administration.seal(engine, tx, "outage_recorded", actor, {"outage": outage_id, **told})
    return outage_id


@retried
def end(engine: Engine, outage_id: str, ended: datetime, actor: Actor) -> None:
    """Say when an outage was over; raises NotPermitted, NotFound, InvalidInput, Conflict."""
    _permit(actor)
    with transaction(engine.store) as tx:
        found = queries.one_of(tx, outage_id)
        if found is None:
            raise NotFound("no_such_subject", id=outage_id)
        if not found.begun <= ended <= engine.clock():
            raise InvalidInput("outage_times")
        if not writes.end(tx, outage_id, instants.text(ended)):
            raise Conflict("outage_over")
        facts: dict[str, object] = {"outage": outage_id, "until_at": instants.text(ended)}
        administration.seal(engine, tx, "outage_ended", actor, facts)


def explaining(engine: Engine, timers: Iterable[TimerRow]) -> tuple[OutageRow, ...]:
    """List the outages in which a missed deadline fell due at the unit that had to act."""
    missed = [timer for timer in timers if timer.kind == "breach" and timer.ending == "fired"]
    if not missed:
        return ()
    dues = [timer.due_at for timer in missed]
    found = queries.overlapping(engine.store, min(dues), max(dues))
    return tuple(one for one in found if any(_explains(engine, one, each) for each in missed))


def _explains(engine: Engine, outage: OutageRow, timer: TimerRow) -> bool:
    due, units = instants.parse(timer.due_at), engine.organisation
    inside = outage.begun <= due and (outage.ended is None or due <= outage.ended)
    # what the applicant has to do may fail by what fails everywhere
    unit = timer.unit or _PROVINCE
    lineage = (unit, *(units.parents(unit) if units.has(unit) else ()))
    return inside and outage.unit in lineage


def _permit(actor: Actor) -> None:
    if not actor.holds(_OPERATOR):
        raise NotPermitted("not_an_operator")
