"""Ring alarms while their causes last, tell who looks after them, and note who does."""

from __future__ import annotations

import json
import logging
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from engine.commands import day_chains
from engine.commands.day_chains import DayDeed
from engine.commands.engine import Engine
from engine.core import alarms, instants
from engine.core.alarms import AlarmKind, Cause
from engine.core.business_calendar import NATION
from engine.core.errors import Conflict, NotFound, NotPermitted, ServiceTaskFailed
from engine.core.people import SYSTEM, Actor
from engine.core.ports import Addressee, AlarmPost
from engine.store.addressees import StoredAddressees
from engine.store.database import Store
from engine.store.queries import alarms as queries
from engine.store.queries.alarms import AlarmRow
from engine.store.transaction import Transaction, retried, transaction
from engine.store.writes import alarms as writes
from engine.store.writes import notices, settings
from engine.store.writes.notices import NewNotice

_LOG = logging.getLogger(__name__)
ROLES = ("operator", "administrator")
_POST = "alarms"
_NOTICE = "warn_operators"


@dataclass(frozen=True, slots=True)
class _Letter:
    """An alarm that is to be told by mail now."""

    alarm: AlarmRow
    told_before: str | None


def watch(engine: Engine, _limit: int = 0) -> int:
    """Ring what is too much now, clear what is no longer, and give how many alarms ring.

    Whoever holds `operator` or `administrator` gets a notice when an alarm begins, and a mail as
    long as nobody has acknowledged it. Several servers may watch: the rows decide who tells.
    """
    measured = queries.measured(engine.store, engine.clock(), engine.limits, _undecreed(engine))
    found = alarms.causes(measured, engine.limits)
    if found or queries.ringing(engine.store):
        addressees = _addressees(engine)
        for letter in _record(engine, found, addressees):
            _send(engine, letter, addressees)
    return len(found)


@retried
def acknowledge(engine: Engine, alarm_id: str, actor: Actor) -> None:
    """Note that somebody looks after an alarm: it is shown until its cause is gone, not mailed.

    Raises NotPermitted, NotFound and Conflict (`alarm_settled`).
    """
    permit(actor)
    with transaction(engine.store) as tx:
        found = queries.one_of(tx, alarm_id)
        if found is None:
            raise NotFound("no_such_subject", id=alarm_id)
        at = engine.clock()
        if not writes.acknowledge(tx, alarm_id, actor.id, instants.text(at)):
            raise Conflict("alarm_settled")
        facts = {"alarm": found.kind, "about": found.subject}
        day_chains.seal(tx, DayDeed("alarm_acknowledged", actor.id, at, facts=facts))


@retried
def note_done(store: Store, name: str, at: datetime) -> None:
    """Note that a backup was made (`BACKED_UP`) or the history found sound (`VERIFIED`)."""
    with transaction(store) as tx:
        settings.change(tx, name, instants.text(at), SYSTEM.id, instants.text(at))


def permit(actor: Actor) -> None:
    """Refuse who neither operates nor administers."""
    if not any(actor.holds(role) for role in ROLES):
        raise NotPermitted("not_an_operator")


def _undecreed(engine: Engine) -> tuple[int, ...]:
    """List this year and the next where the nation has no decree for them."""
    calendar = engine.clocks.calendars.calendar(NATION)
    year = instants.day(engine.clock()).year
    return tuple(
        each
        for each in (year, year + 1)
        if calendar.is_provisional_between(date(each - 1, 12, 31), date(each, 12, 31))
    )


def _addressees(engine: Engine) -> tuple[Addressee, ...]:
    known = StoredAddressees(engine.store)
    found = [one for role in ROLES for one in known.holders(role, "")]
    return tuple({one.account_id: one for one in found}.values())


@retried
def _record(
    engine: Engine, found: tuple[Cause, ...], addressees: Iterable[Addressee]
) -> list[_Letter]:
    """Write what rings and what does no longer, and give what is to be told by mail."""
    now = engine.clock()
    at = instants.text(now)
    with transaction(engine.store) as tx:
        before = {(one.kind, one.subject): one for one in queries.ringing_of(tx)}
        causing = {(cause.kind.value, cause.subject): cause for cause in found}
        for key, alarm in before.items():
            if key not in causing:
                writes.clear(tx, alarm.id, at)
        for key, cause in causing.items():
            if key in before:
                writes.see(tx, before[key].id, _json(cause), at)
            elif _ring(tx, cause, at):
                notices.add(tx, [_notice(cause, one, at) for one in addressees])
        return [
            letter
            for one in queries.ringing_of(tx)
            if (letter := _letter(tx, one, now)) is not None
        ]


def _ring(tx: Transaction, cause: Cause, at: str) -> bool:
    row = {
        "id": secrets.token_hex(8),
        "kind": cause.kind.value,
        "subject": cause.subject,
        "facts": _json(cause),
        "raised_at": at,
        "seen_at": at,
    }
    rang = writes.ring(tx, row)
    if rang:
        _LOG.error("alarm", extra={"alarm": cause.kind.value, "facts": dict(cause.facts)})
    return rang


def _letter(tx: Transaction, alarm: AlarmRow, now: datetime) -> _Letter | None:
    if alarm.acknowledged is not None:
        return None
    told = alarm.told
    if told is not None and not alarms.is_told_again(AlarmKind(alarm.kind), told, now):
        return None
    before = instants.text(told) if told else None
    if not writes.tell(tx, alarm.id, before, instants.text(now)):
        return None
    return _Letter(alarm, before)


def _send(engine: Engine, letter: _Letter, addressees: Iterable[Addressee]) -> None:
    """Mail an alarm; where that fails it is tried again at the next look."""
    post: AlarmPost | None = engine.ports.get(_POST)
    if post is None:
        return
    alarm = letter.alarm
    for one in addressees:
        try:
            post.tell(alarm.kind, alarm.facts, one, alarm.id)
        except ServiceTaskFailed as failure:
            _LOG.warning("alarm not mailed", extra={"alarm": alarm.kind, "code": failure.code})
            if not failure.permanent:
                _take_back(engine, letter)
                return


@retried
def _take_back(engine: Engine, letter: _Letter) -> None:
    with transaction(engine.store) as tx:
        now = {one.id: one.told for one in queries.ringing_of(tx)}.get(letter.alarm.id)
        if now is not None:
            writes.tell(tx, letter.alarm.id, instants.text(now), letter.told_before)


def _notice(cause: Cause, addressee: Addressee, at: str) -> NewNotice:
    told = {"alarm": cause.kind.value, **cause.facts}
    return NewNotice(addressee.account_id, None, _NOTICE, told, at)


def _json(cause: Cause) -> str:
    return json.dumps(dict(cause.facts))
