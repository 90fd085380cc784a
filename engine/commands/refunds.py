"""Give a paid fee back: a window asks, the head of its unit confirms or turns it down."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal

from engine.commands import form_answers, reasons, recording, visibility
from engine.commands.deeds import Deed, DeedKind
from engine.commands.engine import Engine
from engine.core import fees, instants, public_dates
from engine.core.errors import Conflict, InvalidAnswers, InvalidInput, NotFound, NotPermitted
from engine.core.fees import Fee
from engine.core.findings import Problem
from engine.core.people import Actor
from engine.store import locked
from engine.store.locked import LockedInstance
from engine.store.queries import involved_units
from engine.store.queries import refunds as queries
from engine.store.queries.refunds import RefundRow
from engine.store.transaction import Transaction, reading, retried, transaction
from engine.store.writes import notices
from engine.store.writes import refunds as writes
from engine.store.writes.notices import NewNotice
from engine.store.writes.refunds import NewRefund

# who asks, and who confirms
WINDOW, HEAD = "window", "head"
CONFIRMED, TURNED_DOWN = "confirmed", "turned_down"
SHORTEST_RECEIPT, LONGEST_RECEIPT = 2, 40
_NOTICE = "tell_refunded"
_KINDS = {CONFIRMED: DeedKind.REFUND_CONFIRMED, TURNED_DOWN: DeedKind.REFUND_TURNED_DOWN}


@dataclass(frozen=True, slots=True)
class RefundText:
    """A refund as somebody enters it."""

    amount: str
    # one of fees.GROUNDS, and words beside it; `other` needs them
    ground: str
    note: str
    receipt_no: str

    @property
    def stripped(self) -> RefundText:
        """Give it without the blanks around what was entered."""
        return RefundText(*(getattr(self, name).strip() for name in self.__slots__))


@dataclass(frozen=True, slots=True)
class Refundable:
    """What the form of a refund has to know: the fee, and what can still be given back of it."""

    fee: Fee
    remaining: Decimal
    # the one that waits for a second person
    waiting: RefundRow | None


@retried
def ask(engine: Engine, instance_id: str, given: RefundText, actor: Actor) -> str:
    """Ask that a paid fee, or a part of it, be given back, and give the id of the refund.

    By the window of a unit that had the case, also after its end. The same once more changes
    nothing. Raises NotFound, NotPermitted, InvalidAnswers (by field) and Conflict: `own_case`,
    `refund_nothing_paid`, `refund_waits`, `refund_receipt_used`.
    """
    given = given.stripped
    with transaction(engine.store) as tx:
        instance = locked.process_instance_of(tx, instance_id)
        unit = _window_of(engine, tx, instance, actor)
        state = _refundable(tx, instance, actor)
        if state.waiting is not None:
            return _same(state.waiting, given, actor)
        problems = tuple(_problems(engine, given, state.remaining))
        if problems:
            raise InvalidAnswers(problems)
        new = _new(engine, (instance.id, unit), given, actor)
        writes.ask(tx, new)
        deed = Deed(DeedKind.REFUND_ASKED, actor.id, engine.clock(), facts=_facts(new))
        recording.record(tx, instance, {}, deed)
        return new.id


def confirm(engine: Engine, refund_id: str, actor: Actor) -> None:
    """Confirm a refund that somebody else asked for: it leaves the till, the applicant is told.

    By the head of the unit; the same person once more changes nothing. Raises NotFound,
    NotPermitted (`second_person_needed`) and Conflict: `own_case`, `refund_settled`,
    `refund_nothing_paid`, `refund_too_large`.
    """
    _settle(engine, refund_id, CONFIRMED, actor)


def turn_down(engine: Engine, refund_id: str, actor: Actor) -> None:
    """Turn a refund down as the head of its unit, or take the own one back.

    Raises NotFound, NotPermitted and Conflict (`refund_settled`).
    """
    _settle(engine, refund_id, TURNED_DOWN, actor)


def refundable(engine: Engine, instance_id: str, actor: Actor) -> Refundable:
    """Tell who may ask for it what of the fee of a case can be given back.

    Raises NotFound, NotPermitted and Conflict (`own_case`, `refund_nothing_paid`).
    """
    with reading(engine.store) as tx:
        instance = locked.process_instance_of(tx, instance_id)
        _window_of(engine, tx, instance, actor)
        return _refundable(tx, instance, actor)


def may_ask(engine: Engine, instance_id: str, actor: Actor) -> bool:
    """Tell whether a page offers an actor to ask for a refund."""
    if not actor.holds(WINDOW):
        return False
    try:
        found = refundable(engine, instance_id, actor)
    except (NotFound, NotPermitted, Conflict):
        return False
    return found.remaining > 0 and found.waiting is None


def waiting(engine: Engine, actor: Actor) -> tuple[RefundRow, ...]:
    """List the refunds that an actor may settle as a head, those of others first asked first."""
    units = sorted({grant.unit for grant in actor.grants if grant.role == HEAD})
    return tuple(row for row in queries.waiting(engine.store, units) if row.asked_by != actor.id)


@retried
def _settle(engine: Engine, refund_id: str, ending: str, actor: Actor) -> None:
    with transaction(engine.store) as tx:
        row = _permitted(tx, refund_id, ending, actor)
        instance = locked.process_instance_of(tx, row.instance_id)
        at = engine.clock()
        if not writes.settle(tx, row.id, actor.id, instants.text(at), ending):
            _check_is_repeat(tx, row.id, ending, actor)
            return
        if ending == CONFIRMED:
            _check_remains(tx, instance, row, actor)
            notices.add(tx, [_notice(instance, row, at)])
        recording.record(tx, instance, {}, Deed(_KINDS[ending], actor.id, at, facts=_facts(row)))


def _permitted(tx: Transaction, refund_id: str, ending: str, actor: Actor) -> RefundRow:
    roles = (HEAD,) if ending == CONFIRMED else (HEAD, WINDOW)
    if not any(map(actor.holds, roles)):
        raise NotPermitted("not_for_this_actor")
    row = queries.one_of(tx, refund_id)
    own = row is not None and row.asked_by == actor.id
    if row is None or not (own or actor.holds_at(HEAD, row.unit)):
        raise NotFound("no_such_subject", id=refund_id)
    if own and ending == CONFIRMED:
        raise NotPermitted("second_person_needed", refund=refund_id)
    return row


def _check_is_repeat(tx: Transaction, refund_id: str, ending: str, actor: Actor) -> None:
    """Refuse to settle what was settled, but for the same deed of the same person."""
    now = queries.one_of(tx, refund_id)
    if now is None or (now.settled_by, now.ending) != (actor.id, ending):
        raise Conflict("refund_settled", refund=refund_id)


def _check_remains(
    tx: Transaction, instance: LockedInstance, row: RefundRow, actor: Actor
) -> None:
    """Refuse where what was paid has become less since the refund was asked for."""
    # this one is confirmed already, in this transaction
    remaining = _refundable(tx, instance, actor).remaining
    if remaining < 0:
        raise Conflict("refund_too_large", most=str(remaining + row.amount))


def _window_of(engine: Engine, tx: Transaction, instance: LockedInstance, actor: Actor) -> str:
    """Give the unit at whose window an actor gives the fee of a case back."""
    involved = involved_units.of(tx, instance.id)
    starter = (instance.started_by, instance.starter_unit)
    held = [grant for grant in actor.grants if grant.role == WINDOW]
    places = [
        grant.unit
        for grant in sorted(held, key=lambda grant: grant.unit != actor.unit)
        if visibility.orders(
            engine.organisation, involved, starter, {WINDOW}, replace(actor, grants=(grant,))
        )
    ]
    if not places:
        raise visibility.refusal(engine.organisation, tx, instance, actor)
    return places[0]


def _refundable(tx: Transaction, instance: LockedInstance, actor: Actor) -> Refundable:
    answers = form_answers.values(locked.current_answers(tx, instance.id))
    if visibility.is_own(instance, answers, actor):
        raise Conflict("own_case")
    fee = fees.settled(answers)
    if fee is None or not fee.amount:
        raise Conflict("refund_nothing_paid")
    rows = queries.of_locked(tx, instance.id)
    given_back = [row.amount for row in rows if row.ending == CONFIRMED]
    waiting_one = next((row for row in rows if row.settled_at is None), None)
    return Refundable(fee, fee.remaining(given_back), waiting_one)


def _same(row: RefundRow, given: RefundText, actor: Actor) -> str:
    """Give the refund that waits where it is the one that is asked for again."""
    asked = (row.amount, row.ground, row.note, row.receipt_no, row.asked_by)
    again = (fees.yuan(given.amount), given.ground, given.note, given.receipt_no, actor.id)
    if asked != again:
        raise Conflict("refund_waits")
    return row.id


def _problems(engine: Engine, given: RefundText, remaining: Decimal) -> Iterator[Problem]:
    amount = fees.yuan(given.amount)
    if not amount:
        yield Problem("amount", "refund_amount_unusable")
    elif amount > remaining:
        yield Problem("amount", "refund_too_large", {"most": str(remaining)})
    if given.ground not in fees.GROUNDS:
        yield Problem("ground", "refund_ground_unknown")
    if given.note or given.ground == fees.OTHER:
        try:
            reasons.checked(engine, given.note)
        except InvalidInput as problem:
            yield Problem(key="note", code=problem.code, parameters=problem.parameters)
    if not SHORTEST_RECEIPT <= len(given.receipt_no) <= LONGEST_RECEIPT:
        bounds = {"least": SHORTEST_RECEIPT, "most": LONGEST_RECEIPT}
        yield Problem("receipt_no", "refund_receipt_length", bounds)


def _new(engine: Engine, place: tuple[str, str], given: RefundText, actor: Actor) -> NewRefund:
    instance_id, unit = place
    return NewRefund(
        id=secrets.token_hex(8),
        instance_id=instance_id,
        unit=unit,
        amount=str(fees.yuan(given.amount)),
        ground=given.ground,
        note=given.note,
        receipt_no=given.receipt_no,
        asked_by=actor.id,
        asked_at=instants.text(engine.clock()),
    )


def _facts(row: NewRefund | RefundRow) -> dict[str, str]:
    return {
        "refund": row.id,
        "unit": row.unit,
        "amount": str(row.amount),
        "refund_ground": row.ground,
        "refund_note": row.note,
        "refund_receipt": row.receipt_no,
    }


def _notice(instance: LockedInstance, row: RefundRow, at: datetime) -> NewNotice:
    return NewNotice(
        account_id=instance.started_by,
        instance_id=instance.id,
        kind=_NOTICE,
        parameters={"case_no": instance.case_no, "amount": str(row.amount)},
        at=instants.text(at),
        mail_at=instants.text(public_dates.by_day(at)),
    )
