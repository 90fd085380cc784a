"""Dated settings of the office: one person proposes a value, a second one approves it."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, replace
from datetime import date

from engine.commands import administration
from engine.commands.engine import Engine
from engine.core import instants, office_settings
from engine.core.errors import Conflict, InvalidInput, NotFound, NotPermitted
from engine.core.office_settings import SettingKind
from engine.core.organisation import UnitKind
from engine.core.people import Actor
from engine.store.queries import accounts
from engine.store.queries import dated_settings as queries
from engine.store.queries.dated_settings import DatedSettingRow
from engine.store.transaction import Transaction, retried, transaction
from engine.store.writes import dated_settings as writes
from engine.store.writes import settings
from engine.store.writes.dated_settings import NewDatedSetting

ROLES = ("administrator", "province")
_PROVINCE = "520000"
_LONGEST = 300


@dataclass(frozen=True, slots=True)
class SettingText:
    """A value as somebody proposes it: from which day on, and what it rests on."""

    name: str
    value: str
    # ISO date
    valid_from: str
    source: str


@retried
def propose(engine: Engine, given: SettingText, actor: Actor) -> str:
    """Propose a value and give the id of the proposal.

    It is approved with it while there is one administrator only. Raises InvalidInput for what
    cannot stand and NotPermitted.
    """
    _permit(actor)
    at = instants.text(engine.clock())
    proposal = NewDatedSetting(
        id=secrets.token_hex(8),
        name=given.name,
        valid_from=_day(engine, given.valid_from).isoformat(),
        value=_value(engine, given),
        source=_source(given),
        proposed_by=actor.id,
        proposed_at=at,
    )
    with transaction(engine.store) as tx:
        alone = len(accounts.administrators(tx)) < administration.ENOUGH
        if alone:
            settled = {"settled_by": actor.id, "settled_at": at, "ending": "approved"}
            proposal = replace(proposal, **settled)
        writes.propose(tx, proposal)
        administration.seal(engine, tx, "setting_proposed", actor, _facts(proposal))
        if alone:
            _take_effect(engine, tx, actor, {**_facts(proposal), "alone": True})
    return proposal.id


@retried
def approve(engine: Engine, proposal_id: str, actor: Actor) -> None:
    """Approve a value that somebody else proposed; it is in force from its day on.

    Raises NotFound, NotPermitted (`second_person_needed`), InvalidInput (`setting_day_passed`)
    and Conflict (`setting_settled`).
    """
    _permit(actor)
    with transaction(engine.store) as tx:
        found = _found(tx, proposal_id)
        if actor.id == found.proposed_by:
            raise NotPermitted("second_person_needed", proposal=proposal_id)
        _day(engine, found.valid_from)
        _settle(engine, tx, found, actor, "approved")
        _take_effect(engine, tx, actor, _facts(found))


@retried
def turn_down(engine: Engine, proposal_id: str, actor: Actor) -> None:
    """Turn a proposed value down, or take one's own back."""
    _permit(actor)
    with transaction(engine.store) as tx:
        found = _found(tx, proposal_id)
        _settle(engine, tx, found, actor, "turned_down")
        administration.seal(engine, tx, "setting_turned_down", actor, _facts(found))


def may_see(actor: Actor) -> bool:
    """Tell whether an actor looks after the settings of the office."""
    return any(actor.holds_at(role, _PROVINCE) for role in ROLES)


def _permit(actor: Actor) -> None:
    if not may_see(actor):
        raise NotPermitted("settings_not_yours")


def _day(engine: Engine, text: str) -> date:
    """Read the first day of a value: what happened before it keeps the value of then."""
    try:
        day = date.fromisoformat(text.strip())
    except ValueError as problem:
        raise InvalidInput("setting_day_unreadable", day=text) from problem
    if day < instants.day(engine.clock()):
        raise InvalidInput("setting_day_passed", day=day)
    return day


def _value(engine: Engine, given: SettingText) -> str:
    value = office_settings.read(given.name, given.value)
    if office_settings.DECLARED[given.name].kind is SettingKind.COUNTIES:
        for code in str(office_settings.written(value)).split():
            if engine.organisation.unit(code).kind is not UnitKind.COUNTY:
                raise InvalidInput("setting_unusable", setting=given.name, value=code)
    return office_settings.written(value)


def _source(given: SettingText) -> str:
    source = given.source.strip()
    if not source or len(source) > _LONGEST or not source.isprintable():
        raise InvalidInput("setting_source_missing", setting=given.name)
    return source


def _found(tx: Transaction, proposal_id: str) -> DatedSettingRow:
    found = queries.one_of(tx, proposal_id)
    if found is None:
        raise NotFound("setting_proposal_unknown", proposal=proposal_id)
    return found


def _settle(
    engine: Engine, tx: Transaction, found: DatedSettingRow, actor: Actor, ending: str
) -> None:
    at = instants.text(engine.clock())
    if not writes.settle(tx, found.id, actor.id, at, ending):
        raise Conflict("setting_settled", proposal=found.id)


def _take_effect(engine: Engine, tx: Transaction, actor: Actor, facts: dict[str, object]) -> None:
    settings.count_up(tx, queries.VERSION, actor.id, instants.text(engine.clock()))
    administration.seal(engine, tx, "setting_approved", actor, facts)


def _facts(proposal: NewDatedSetting | DatedSettingRow) -> dict[str, object]:
    return {
        "proposal": proposal.id,
        "setting": proposal.name,
        "value": proposal.value,
        "valid_from": proposal.valid_from,
        "source": proposal.source,
    }
