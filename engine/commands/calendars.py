"""Decrees for the calendars: one person proposes, all see what moves, a second one approves."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime

from engine.commands import administration, moved_dates, moved_deadlines, office_calendars
from engine.commands.engine import Engine
from engine.commands.moved_deadlines import Move
from engine.core import decrees, instants
from engine.core.business_calendar import NATION, Calendars
from engine.core.decrees import DecreeText
from engine.core.errors import Conflict, NotFound, NotPermitted
from engine.core.people import Actor
from engine.store.queries import accounts, counted_timers
from engine.store.queries import calendars as queries
from engine.store.queries.calendars import ProposalRow
from engine.store.transaction import Transaction, reading, retried, transaction
from engine.store.writes import calendars as writes
from engine.store.writes.calendars import NewProposal, Settlement

ROLES = ("administrator", "approver")
_PROVINCE = "520000"


@dataclass(frozen=True, slots=True)
class Preview:
    """What a proposed decree would change, as of now."""

    proposal: ProposalRow
    # version of the calendar files that it was compared with
    version: int
    calendars: Calendars
    moves: tuple[Move, ...]
    # deadlines that stay and are provisional no longer
    settled: int
    # citizens who will be told of a new date
    told: int


@retried
def propose(engine: Engine, given: DecreeText, actor: Actor) -> str:
    """Propose a decree for a calendar and year, and give the id of the proposal.

    Raises DecreeRefused with everything that is wrong with it.
    """
    _permit(engine, actor, given.calendar)
    entries = decrees.read(given, engine.clocks.calendars.by_code.keys())
    proposal = NewProposal(
        id=secrets.token_hex(8),
        calendar=given.calendar,
        year=given.year,
        decree=given.decree.strip(),
        source=given.source.strip(),
        body=decrees.written(given, entries).encode(),
        proposed_by=actor.id,
        proposed_at=instants.text(engine.clock()),
    )
    with transaction(engine.store) as tx:
        writes.propose(tx, proposal)
        administration.seal(engine, tx, "calendar_proposed", actor, _facts(proposal))
    return proposal.id


def preview(engine: Engine, proposal_id: str, actor: Actor) -> Preview:
    """Count every open deadline as if the decree were in force; nothing is changed.

    Deadlines that end before the year of the decree cannot move and are not looked at.
    """
    proposal = _found(queries.proposal(engine.store, proposal_id), proposal_id)
    _permit(engine, actor, proposal.calendar)
    name = decrees.file_name(proposal.calendar, proposal.year)
    after = office_calendars.with_file(engine, name, proposal.body.decode())
    first = instants.text(datetime(proposal.year, 1, 1, tzinfo=instants.ZONE))
    timers = counted_timers.due_from(engine.store, first)
    before = office_calendars.by_version(engine, {timer.calendar_version for timer in timers})
    counted = [moved_deadlines.move(one, before[one.calendar_version], after) for one in timers]
    moves = tuple(one for one in counted if one.old != one.new)
    return Preview(
        proposal=proposal,
        version=engine.clocks.version,
        calendars=after,
        moves=moves,
        settled=sum(_is_settled(one) for one in counted),
        told=moved_dates.foreseen(engine.store, moves),
    )


@retried
def approve(engine: Engine, proposal_id: str, seen: int, actor: Actor) -> None:
    """Put a proposed decree in force; open deadlines are counted again soon after.

    By another person than the one who proposed it, as long as there are two administrators. `seen`
    is the version of the calendar files that the preview was compared with. Raises Conflict
    (`calendars_moved_on`, `calendar_proposal_settled`), NotPermitted (`second_person_needed`).
    """
    with transaction(engine.store) as tx:
        proposal = _found(queries.proposal_of(tx, proposal_id), proposal_id)
        _permit(engine, actor, proposal.calendar)
        alone = _alone(tx, proposal, actor)
        at = instants.text(engine.clock())
        settled = Settlement(actor.id, at, "approved", seen + 1)
        name = decrees.file_name(proposal.calendar, proposal.year)
        if not writes.settle(tx, proposal_id, settled):
            raise Conflict("calendar_proposal_settled", proposal=proposal_id)
        if not writes.publish(tx, name, proposal.body.decode(), settled):
            raise Conflict("calendars_moved_on")
        facts = {**_facts(proposal), "version": seen + 1, "alone": alone}
        administration.seal(engine, tx, "calendar_approved", actor, facts)


@retried
def turn_down(engine: Engine, proposal_id: str, actor: Actor) -> None:
    """Turn a proposed decree down, or take one's own back."""
    with transaction(engine.store) as tx:
        proposal = _found(queries.proposal_of(tx, proposal_id), proposal_id)
        _permit(engine, actor, proposal.calendar)
        settled = Settlement(actor.id, instants.text(engine.clock()), "turned_down")
        if not writes.settle(tx, proposal_id, settled):
            raise Conflict("calendar_proposal_settled", proposal=proposal_id)
        administration.seal(engine, tx, "calendar_turned_down", actor, _facts(proposal))


def may_approve(engine: Engine, proposal: ProposalRow, actor: Actor) -> bool:
    """Tell whether this actor may be the second person for a proposal."""
    if proposal.settled_at is not None or not may_see(engine, actor, proposal.calendar):
        return False
    with reading(engine.store) as tx:
        return actor.id != proposal.proposed_by or _is_alone(tx)


def may_see(engine: Engine, actor: Actor, calendar: str) -> bool:
    """Tell whether an actor looks after a calendar, or after one above it."""
    code = _PROVINCE if calendar == NATION else calendar
    lineage = (code, *engine.organisation.parents(code)) if engine.organisation.has(code) else ()
    return any(actor.holds_at(role, unit) for role in ROLES for unit in (*lineage, _PROVINCE))


def _permit(engine: Engine, actor: Actor, calendar: str) -> None:
    if not may_see(engine, actor, calendar):
        raise NotPermitted("calendar_not_yours", calendar=calendar)


def _alone(tx: Transaction, proposal: ProposalRow, actor: Actor) -> bool:
    if actor.id != proposal.proposed_by:
        return False
    if not _is_alone(tx):
        raise NotPermitted("second_person_needed", proposal=proposal.id)
    return True


def _is_alone(tx: Transaction) -> bool:
    return len(accounts.administrators(tx)) < administration.ENOUGH


def _found(proposal: ProposalRow | None, proposal_id: str) -> ProposalRow:
    if proposal is None:
        raise NotFound("calendar_proposal_unknown", proposal=proposal_id)
    return proposal


def _is_settled(one: Move) -> bool:
    return one.old == one.new and bool(one.timer.provisional) and not one.provisional


def _facts(proposal: NewProposal | ProposalRow) -> dict[str, object]:
    return {
        "proposal": proposal.id,
        "calendar": proposal.calendar,
        "year": proposal.year,
        "decree": proposal.decree,
    }
