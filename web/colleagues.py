"""The people of one's own unit, for its head: who is there, and a new password for who forgot."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Blueprint, render_template, url_for
from flask.typing import ResponseReturnValue

from engine.commands import one_time_passwords
from engine.core.errors import NotPermitted
from engine.core.people import NEEDS_SECOND_FACTOR
from engine.store.queries import accounts
from engine.store.queries.accounts import Colleague
from web import units, visit

BLUEPRINT = Blueprint("colleagues", __name__)


@dataclass(frozen=True, slots=True)
class ColleagueLine:
    """Somebody of the unit."""

    id: str
    name: str
    roles: str
    # "" where this guest may not give a password
    reset_url: str


@dataclass(frozen=True, slots=True)
class ColleaguesPage:
    """The people of a unit."""

    unit: str
    lines: tuple[ColleagueLine, ...]


@BLUEPRINT.get("/colleagues")
def page() -> ResponseReturnValue:
    """List the people of the unit."""
    who = visit.actor()
    if not one_time_passwords.leads(who, who.unit):
        raise NotPermitted("not_for_this_actor")
    theirs = accounts.staff_of(visit.engine().store, who.unit)
    lines = tuple(_line(one) for one in theirs)
    return render_template("colleagues.html", page=ColleaguesPage(units.name(who.unit), lines))


def _line(one: Colleague) -> ColleagueLine:
    others = one.id != visit.actor().id and not NEEDS_SECOND_FACTOR & set(one.roles)
    url = url_for("person.one_time_password", account_id=one.id) if others else ""
    return ColleagueLine(one.id, one.name, ", ".join(one.roles), url)
