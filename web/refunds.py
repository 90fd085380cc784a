"""Refunds: the page on which a window asks for one, and what a case tells of its fee."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from engine.commands import reasons, refunds, sheets, tills
from engine.commands.refunds import Refundable, RefundText
from engine.core import fees, instants
from engine.core.errors import Conflict, EngineError, InvalidAnswers
from engine.core.fees import Fee
from engine.store.queries import refunds as queries
from engine.store.queries.answers import AnswerRow
from engine.store.queries.instances import InstanceRow
from engine.store.queries.refunds import RefundRow
from web import errors, fee_words, moments, refusals, visit, words

BLUEPRINT = Blueprint("refunds", __name__)
# a refusal that is about one field
_AT_FIELD = {"refund_receipt_used": "receipt_no"}
_EMPTY = RefundText("", "", "", "")


@dataclass(frozen=True, slots=True)
class FeeOnPage:
    """What the page of a case tells of its fee."""

    # how it was settled
    settled: str
    # that it was given back in whole or in part, "" where it was not
    state: str
    given_back: tuple[str, ...]
    # what waits for a second person, and where that is settled; "" for citizens
    waits: str
    till_url: str
    # page of the refund, "" for who may not ask for one
    ask_url: str


@dataclass(frozen=True, slots=True)
class CaseOnPage:
    """The case whose fee is given back."""

    case_no: str
    name: str
    url: str
    refund_url: str


@dataclass(frozen=True, slots=True)
class RefundPage:
    """The form of a refund."""

    case: CaseOnPage
    # why it cannot be asked for at all, "" where it can
    closed: str
    settled: str = ""
    remaining: str = ""
    given: RefundText = _EMPTY
    grounds: tuple[tuple[str, str], ...] = ()
    # what is wrong, by field; "" for what is about the whole
    problems: Mapping[str, str] = field(default_factory=dict)
    longest_note: int = reasons.LONGEST
    longest_receipt: int = refunds.LONGEST_RECEIPT

    def wrong(self, name: str) -> str:
        """Say what is wrong with a field, "" where nothing is."""
        return self.problems.get(name, "")


def of(instance: InstanceRow, answers: Iterable[AnswerRow]) -> FeeOnPage | None:
    """Tell how the fee of a case was settled and what was given back, None before it was."""
    fee = fees.settled({row.field: row.value for row in answers})
    if fee is None:
        return None
    actor, engine = visit.actor(), visit.engine()
    rows = queries.of(engine.store, instance.id)
    confirmed = [row for row in rows if row.ending == refunds.CONFIRMED]
    waiting = next((row for row in rows if row.settled_at is None), None)
    waits = "" if waiting is None or instance.started_by == actor.id else _waits(waiting)
    asks = refunds.may_ask(engine, instance.id, actor)
    sees = waiting is not None and waiting.unit in tills.units(actor)
    return FeeOnPage(
        settled=_settled(fee),
        state=_state(fee, confirmed),
        given_back=tuple(map(_given_back, confirmed)),
        waits=waits,
        till_url=url_for("till.page", unit=waiting.unit) if waiting and sees else "",
        ask_url=url_for("refunds.page", instance_id=instance.id) if asks else "",
    )


@BLUEPRINT.get("/instances/<instance_id>/refund")
def page(instance_id: str) -> ResponseReturnValue:
    """Ask how much of a fee is given back, and why."""
    try:
        found = refunds.refundable(visit.engine(), instance_id, visit.actor())
    except Conflict as refusal:
        return _closed(instance_id, refusal)
    if found.waiting is not None:
        return _closed(instance_id, Conflict("refund_waits"))
    whole = RefundText(str(found.remaining), "", "", "")
    return render_template("refund.html", page=_page(instance_id, found, whole, {}))


@BLUEPRINT.post("/instances/<instance_id>/refund")
def ask(instance_id: str) -> ResponseReturnValue:
    """Ask for the refund and go back to the case."""
    engine, actor = visit.engine(), visit.actor()
    given = RefundText(*(request.form.get(name, "") for name in RefundText.__slots__))
    try:
        refunds.ask(engine, instance_id, given, actor)
    except (InvalidAnswers, Conflict) as refusal:
        if refusal.code in {"own_case", "refund_nothing_paid", "refund_waits"}:
            return _closed(instance_id, refusal)
        found = refunds.refundable(engine, instance_id, actor)
        content = _page(instance_id, found, given, _problems(refusal))
        return render_template("refund.html", page=content), errors.status_of(refusal)
    return redirect(url_for("instances.page", instance_id=instance_id, told="refund_asked"), 303)


@BLUEPRINT.post("/refunds/<refund_id>/confirm")
def confirm(refund_id: str) -> ResponseReturnValue:
    """Confirm a refund that somebody else asked for."""
    refunds.confirm(visit.engine(), refund_id, visit.actor())
    return _to_till("confirmed")


@BLUEPRINT.post("/refunds/<refund_id>/turn-down")
def turn_down(refund_id: str) -> ResponseReturnValue:
    """Turn a refund down, or take the own one back."""
    refunds.turn_down(visit.engine(), refund_id, visit.actor())
    return _to_till("turned_down")


def _to_till(told: str) -> ResponseReturnValue:
    unit = request.form.get("unit") or None
    return redirect(url_for("till.page", unit=unit, told=told), 303)


def _closed(instance_id: str, refusal: EngineError) -> ResponseReturnValue:
    content = RefundPage(_case(instance_id), closed=refusals.told(refusal))
    answered = render_template("refund.html", page=content)
    return answered if request.method == "GET" else (answered, errors.status_of(refusal))


def _page(
    instance_id: str, found: Refundable, given: RefundText, problems: Mapping[str, str]
) -> RefundPage:
    return RefundPage(
        _case(instance_id),
        closed="",
        settled=_settled(found.fee),
        remaining=str(found.remaining),
        given=given,
        grounds=tuple((code, fee_words.ground(code)) for code in fees.GROUNDS),
        problems=problems,
    )


def _case(instance_id: str) -> CaseOnPage:
    instance = sheets.process_instance(visit.engine(), instance_id, visit.actor()).instance
    return CaseOnPage(
        case_no=instance.case_no,
        name=words.local(instance.names, visit.language(), instance.process_id),
        url=url_for("instances.page", instance_id=instance_id),
        refund_url=url_for("refunds.ask", instance_id=instance_id),
    )


def _problems(refusal: EngineError) -> Mapping[str, str]:
    if isinstance(refusal, InvalidAnswers):
        return {each.key: refusals.told_at_field(each) for each in refusal.problems}
    return {_AT_FIELD.get(refusal.code, ""): refusals.told(refusal)}


def _settled(fee: Fee) -> str:
    language = visit.language()
    if fee.payment == fees.EXEMPT:
        return words.say("refund.exempt", language)
    how = fee_words.payment(fee.payment)
    if fee.amount is None:
        return words.say("refund.settled_unknown", language, how=how)
    told = "settled_as" if fee.receipt else "settled_without"
    return words.say(
        f"refund.{told}", language, how=how, amount=str(fee.amount), receipt=fee.receipt
    )


def _state(fee: Fee, confirmed: list[RefundRow]) -> str:
    if not confirmed:
        return ""
    whole = fee.remaining(row.amount for row in confirmed) <= 0
    return words.say("refund.in_whole" if whole else "refund.in_part", visit.language())


def _given_back(row: RefundRow) -> str:
    language = visit.language()
    at = moments.local(instants.parse(row.settled_at or row.asked_at)).date()
    return words.say(
        "refund.given_back",
        language,
        amount=str(row.amount),
        at=moments.day(at, language),
        receipt=row.receipt_no,
        ground=fee_words.ground(row.ground),
    )


def _waits(row: RefundRow) -> str:
    return words.say("refund.waits", visit.language(), amount=str(row.amount))
