"""The till: what a unit's windows took and gave back on a day, to be signed and taken along."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from flask import Blueprint, Response, render_template, request, url_for
from flask.typing import ResponseReturnValue

from engine.commands import refunds, tills
from engine.commands.tills import Payment, Till, Total
from engine.core import csv_tables, fees, instants
from engine.core.errors import NotPermitted
from engine.store.queries.refunds import RefundRow
from web import fee_words, inputs, moments, units, visit, words

BLUEPRINT = Blueprint("till", __name__)
TOLD = ("confirmed", "turned_down")
# names of columns are the same in all languages, for the programs that read them
COLUMNS = ("day", "time", "unit", "case_no", "officer", "how", "ground", "yuan", "receipt")


@dataclass(frozen=True, slots=True)
class PaymentOnPage:
    """One fee, or one refund, in the table."""

    at: str
    case_no: str
    url: str
    officer: str
    payment: str
    amount: str
    receipt: str


@dataclass(frozen=True, slots=True)
class TotalOnPage:
    """What an officer, or all of them, took and gave back."""

    officer: str
    count: int
    taken: str
    refunds: int
    given_back: str
    amount: str


@dataclass(frozen=True, slots=True)
class WaitingRefund:
    """A refund that waits for a second person."""

    what: str
    case_no: str
    url: str
    note: str
    asked: str
    # the guest has asked for it
    own: bool
    # "" where this guest is not the second person
    confirm_url: str
    # "" for who neither asked nor heads the unit
    turn_down_url: str


@dataclass(frozen=True, slots=True)
class TillPage:
    """A day at the windows."""

    unit: str
    place: str
    # code and name of the units to choose from
    places: tuple[tuple[str, str], ...]
    day: str
    today: str
    title: str
    told: str
    waiting: tuple[WaitingRefund, ...]
    payments: tuple[PaymentOnPage, ...]
    totals: tuple[TotalOnPage, ...]
    all: TotalOnPage
    table_url: str


@BLUEPRINT.get("/till")
def page() -> ResponseReturnValue:
    """Show the fees and refunds of a day with their sums, and the refunds that wait."""
    places = _places()
    unit, day = _asked(places)
    till = tills.of_day(visit.engine(), unit, day, visit.actor())
    told = request.args.get("told", "")
    content = TillPage(
        unit=unit,
        place=units.name(unit),
        places=tuple((code, units.name(code)) for code in places),
        day=day.isoformat(),
        today=_today().isoformat(),
        title=moments.day(day, visit.language()),
        told=words.say(f"refund.{told}", visit.language()) if told in TOLD else "",
        waiting=tuple(map(_waiting, till.waiting)),
        payments=tuple(map(_payment, till.payments)),
        totals=tuple(map(_total, till.totals)),
        all=_total(till.all),
        table_url=url_for("till.table", unit=unit, day=day.isoformat()),
    )
    return render_template("till.html", page=content)


@BLUEPRINT.get("/till/table.csv")
def table() -> ResponseReturnValue:
    """Give the day as a table that names cases and officers, and nobody whom a case is about."""
    unit, day = _asked(_places())
    till = tills.export(visit.engine(), unit, day, visit.actor())
    body = csv_tables.write(COLUMNS, [_cells(till, each) for each in till.payments])
    answer = Response(body, mimetype="text/csv")
    name = f"{unit}-{day.isoformat()}.csv"
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def _places() -> tuple[str, ...]:
    places = tills.units(visit.actor())
    if not places:
        raise NotPermitted("not_for_this_actor")
    return places


def _asked(places: tuple[str, ...]) -> tuple[str, date]:
    day = inputs.day(request.args.get("day", ""))
    return request.args.get("unit", places[0]), day or _today()


def _today() -> date:
    return moments.local(visit.now()).date()


def _waiting(row: RefundRow) -> WaitingRefund:
    language, actor = visit.language(), visit.actor()
    own, heads = row.asked_by == actor.id, actor.holds_at(refunds.HEAD, row.unit)
    turn_down = url_for("refunds.turn_down", refund_id=row.id)
    ground, at = fee_words.ground(row.ground), instants.parse(row.asked_at)
    return WaitingRefund(
        what=words.say("refund.what", language, amount=_yuan(row.amount), ground=ground),
        case_no=row.case_no,
        url=url_for("instances.page", instance_id=row.instance_id),
        note=row.note,
        asked=words.say(
            "refund.asked_by",
            language,
            name=row.asked_by_name,
            at=moments.short(at, visit.now(), language),
            receipt=row.receipt_no,
        ),
        own=own,
        confirm_url=url_for("refunds.confirm", refund_id=row.id) if heads and not own else "",
        turn_down_url=turn_down if heads or own else "",
    )


def _payment(each: Payment) -> PaymentOnPage:
    how = fee_words.payment(each.payment)
    unknown = words.say("till.unknown", visit.language())
    return PaymentOnPage(
        at=moments.clock(each.at),
        case_no=each.case_no,
        url=url_for("instances.page", instance_id=each.instance_id),
        officer=each.officer,
        payment=f"{how}: {fee_words.ground(each.ground)}" if each.is_refund else how,
        amount=unknown if each.amount is None else _yuan(each.amount),
        receipt=each.receipt,
    )


def _total(each: Total) -> TotalOnPage:
    return TotalOnPage(
        officer=each.officer,
        count=each.count,
        taken=_yuan(each.taken),
        refunds=each.refunds,
        given_back=_yuan(-each.given_back if each.given_back else fees.NOTHING),
        amount=_yuan(each.amount),
    )


def _cells(till: Till, each: Payment) -> tuple[str, ...]:
    return (
        till.day.isoformat(),
        moments.clock(each.at),
        till.unit,
        each.case_no,
        each.account,
        each.payment,
        each.ground,
        "" if each.amount is None else _yuan(each.amount),
        each.receipt,
    )


def _yuan(amount: Decimal) -> str:
    return f"{amount:.2f}"
