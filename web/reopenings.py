"""The page on which a closed case is taken up again, and what cases tell of it."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from engine.commands import reasons, reopenings, sheets
from engine.commands.reopenings import Order
from engine.core.errors import Conflict, InvalidInput
from engine.store.queries import reopenings as queries
from engine.store.queries.instances import InstanceRow
from web import errors, refusals, statuses, visit, words

BLUEPRINT = Blueprint("reopenings", __name__)
_FROM_FILING = "filing"
# more than a list of cases shows
_LISTED = 500


@dataclass(frozen=True, slots=True)
class OtherCase:
    """The case that this one takes up, or that takes it up."""

    text: str
    url: str
    case_no: str
    reference: str


@dataclass(frozen=True, slots=True)
class Again:
    """What the page of a case tells of orders to take cases up again."""

    # page of the order, "" for who may not give it
    order_url: str
    others: tuple[OtherCase, ...]


@dataclass(frozen=True, slots=True)
class OrderPage:
    """The form of an order."""

    case_no: str
    name: str
    status: str
    back: str
    url: str
    # why it cannot be done at all, "" where it can
    closed: str
    # what is wrong with what was entered
    problem: str
    order: Order
    # bounds of the ground, in characters
    shortest: int
    longest: int


def of(instance: InstanceRow) -> Again:
    """Tell which cases took this one up or were taken up by it, and whether the guest may."""
    engine = visit.engine()
    offered = reopenings.may_order(engine, instance, visit.actor())
    url = url_for("reopenings.page", instance_id=instance.id) if offered else ""
    rows = queries.of(engine.store, instance.id)
    return Again(url, tuple(_other(instance.id, row) for row in rows))


def reversed_cases() -> frozenset[str]:
    """Give the ids of the cases whose outcomes were reversed last."""
    rows = queries.latest(visit.engine().store, _LISTED)
    return frozenset(row.instance_id for row in rows)


@BLUEPRINT.get("/instances/<instance_id>/reopening")
def page(instance_id: str) -> ResponseReturnValue:
    """Ask for the order by which a closed case is taken up again."""
    refusal = reopenings.obstacle(visit.engine(), instance_id, visit.actor())
    closed = "" if refusal is None else refusals.told(refusal)
    return render_template("reopening.html", page=_page(instance_id, Order("", ""), closed))


@BLUEPRINT.post("/instances/<instance_id>/reopening")
def reopen(instance_id: str) -> ResponseReturnValue:
    """Take the case up again and go to the new one."""
    order = _posted()
    try:
        new = reopenings.reopen(visit.engine(), instance_id, order, visit.actor())
    except (InvalidInput, Conflict) as refusal:
        content = _page(instance_id, order, problem=refusals.told(refusal))
        return render_template("reopening.html", page=content), errors.status_of(refusal)
    return redirect(url_for("instances.page", instance_id=new), 303)


def _posted() -> Order:
    return Order(
        request.form.get("ground", ""),
        request.form.get("reference", ""),
        counts_from_filing=request.form.get("counts_from") == _FROM_FILING,
    )


def _page(instance_id: str, order: Order, closed: str = "", problem: str = "") -> OrderPage:
    language = visit.language()
    instance = sheets.process_instance(visit.engine(), instance_id, visit.actor()).instance
    return OrderPage(
        case_no=instance.case_no,
        name=words.local(instance.names, language, instance.process_id),
        status=statuses.of(instance, language),
        back=url_for("instances.page", instance_id=instance_id),
        url=url_for("reopenings.reopen", instance_id=instance_id),
        closed=closed,
        problem=problem,
        order=order,
        shortest=reasons.SHORTEST,
        longest=reasons.LONGEST,
    )


def _other(instance_id: str, row: queries.ReopeningRow) -> OtherCase:
    is_old = row.instance_id == instance_id
    key, other, case_no = (
        ("reopened_as", row.reopened_as, row.new_case_no)
        if is_old
        else ("reopens", row.instance_id, row.case_no)
    )
    text = words.say(f"reopening.{key}", visit.language())
    url = url_for("instances.page", instance_id=other)
    return OtherCase(text, url, case_no, row.reference)
