"""The till: what a unit's windows took on a day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue

from engine.commands import tills
from engine.commands.tills import Payment
from engine.core.errors import NotPermitted
from web import moments, units, visit, words

BLUEPRINT = Blueprint("till", __name__)


@dataclass(frozen=True, slots=True)
class PaymentOnPage:
    """One fee in the table."""

    at: str
    case_no: str
    url: str
    officer: str
    payment: str
    amount: str
    receipt: str


@dataclass(frozen=True, slots=True)
class TillPage:
    """A day at the windows."""

    unit: str
    # code and name of the units to choose from
    places: tuple[tuple[str, str], ...]
    day: str
    today: str
    title: str
    payments: tuple[PaymentOnPage, ...]
    # officer, number, amount
    totals: tuple[tuple[str, int, str], ...]
    amount: str


@BLUEPRINT.get("/till")
def page() -> ResponseReturnValue:
    """Show the fees of a day with their sums."""
    places = tills.units(visit.actor())
    if not places:
        raise NotPermitted("not_for_this_actor")
    unit, today = request.args.get("unit", places[0]), moments.local(visit.now()).date()
    day = _day(request.args.get("day", ""), today)
    till = tills.of_day(visit.engine(), unit, day, visit.actor())
    content = TillPage(
        unit=unit,
        places=tuple((code, units.name(code)) for code in places),
        day=day.isoformat(),
        today=today.isoformat(),
        title=moments.day(day, visit.language()),
        payments=tuple(_payment(each) for each in till.payments),
        totals=tuple((each.officer, each.count, _yuan(each.amount)) for each in till.totals),
        amount=_yuan(till.amount),
    )
    return render_template("till.html", page=content)


def _day(text: str, today: date) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return today


def _payment(each: Payment) -> PaymentOnPage:
    language = visit.language()
    return PaymentOnPage(
        at=moments.clock(each.at),
        case_no=each.case_no,
        url=url_for("instances.page", instance_id=each.instance_id),
        officer=each.officer,
        payment=words.say(f"till.{each.payment}", language)
        if words.known(f"till.{each.payment}", language)
        else each.payment,
        amount=words.say("till.unknown", language) if each.amount is None else _yuan(each.amount),
        receipt=each.receipt,
    )


def _yuan(amount: Decimal) -> str:
    return f"{amount:.2f}"
