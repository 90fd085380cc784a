"""Outages as operators record them, and as pages tell them beside a missed deadline."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from engine.commands import alarms, outages
from engine.commands.outages import NewOutage
from engine.core import instants
from engine.core.errors import InvalidInput
from engine.store.queries.timers import TimerRow
from web import errors, operations_page, refusals, visit, words

BLUEPRINT = Blueprint("outages", __name__)


@BLUEPRINT.post("/operations/outages")
def record() -> ResponseReturnValue:
    """Record an outage."""
    alarms.permit(visit.actor())
    try:
        outages.record(visit.engine(), _given(), visit.actor())
    except InvalidInput as refusal:
        content = operations_page.page("", refusals.told(refusal))
        return render_template("operations.html", page=content), errors.status_of(refusal)
    return redirect(url_for("operations.page", told="outage_recorded"), 303)


@BLUEPRINT.post("/operations/outages/<outage_id>/end")
def end(outage_id: str) -> ResponseReturnValue:
    """Say that an outage is over now."""
    outages.end(visit.engine(), outage_id, visit.now(), visit.actor())
    return redirect(url_for("operations.page", told="outage_ended"), 303)


def explaining(timers: Iterable[TimerRow]) -> tuple[str, ...]:
    """Tell the outages in which missed deadlines of a case fell due."""
    found = (operations_page.outage(row) for row in outages.explaining(visit.engine(), timers))
    return tuple(
        words.say(
            "outage.explains",
            visit.language(),
            what=one.what,
            when=one.when,
            note=one.note,
        )
        for one in found
    )


def _given() -> NewOutage:
    begun = _instant(request.form.get("begun", ""))
    if begun is None:
        raise InvalidInput("outage_times")
    return NewOutage(
        system=request.form.get("system", ""),
        unit=request.form.get("unit", ""),
        note=request.form.get("note", ""),
        begun=begun,
        ended=_instant(request.form.get("ended", "")),
    )


def _instant(written: str) -> datetime | None:
    """Read a day and time of the office as a browser sends it; empty is None."""
    if not written.strip():
        return None
    try:
        return datetime.fromisoformat(written.strip()).replace(tzinfo=instants.ZONE)
    except ValueError as unreadable:
        raise InvalidInput("outage_times") from unreadable
