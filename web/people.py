"""People: grants that wait for a second administrator, accounts, and one's own password."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from engine.commands import accounts, grants, returns
from engine.commands.accounts import PasswordChange
from engine.core.errors import EngineError, NotPermitted
from engine.core.people import ROLES, Grant
from engine.store.queries import accounts as queries
from engine.store.queries.accounts import Colleague, GrantRow
from web import errors, units, visit, words

BLUEPRINT = Blueprint("people", __name__)
ADMINISTRATOR = "administrator"
TOLD = ("asked", "confirmed", "turned_down", "disabled", "enabled")


@dataclass(frozen=True, slots=True)
class WaitingGrant:
    """A role that somebody asked for and somebody else has to confirm."""

    what: str
    asked_by: str
    # "" where this guest is not the second person
    confirm_url: str
    turn_down_url: str


@dataclass(frozen=True, slots=True)
class Person:
    """An account in the list of people."""

    id: str
    name: str
    unit: str
    roles: str
    # "" for an account that is disabled
    disable_url: str
    # "" for one that is not
    enable_url: str


@dataclass(frozen=True, slots=True)
class PeoplePage:
    """Who works here, and what waits for a second person."""

    waiting: tuple[WaitingGrant, ...]
    people: tuple[Person, ...]
    roles: tuple[str, ...]
    told: str


@dataclass(frozen=True, slots=True)
class PasswordPage:
    """The form for a new password, with what went wrong before."""

    problem: str = ""


@BLUEPRINT.get("/people")
def page() -> ResponseReturnValue:
    """List the people and the grants that wait."""
    _administrators_only()
    store, told = visit.engine().store, request.args.get("told", "")
    content = PeoplePage(
        waiting=tuple(_waiting(row) for row in queries.waiting_grants(store)),
        people=tuple(_person(one) for one in queries.everybody(store)),
        roles=tuple(sorted(ROLES - {"platform"})),
        told=words.say(f"people.{told}", visit.language()) if told in TOLD else "",
    )
    return render_template("people.html", page=content)


@BLUEPRINT.post("/people/grants")
def ask() -> ResponseReturnValue:
    """Ask for a role for somebody."""
    wish = Grant(request.form.get("role", ""), request.form.get("unit", "").strip())
    grants.ask(visit.engine(), request.form.get("account", "").strip(), wish, visit.actor())
    return _back("asked")


@BLUEPRINT.post("/people/grants/<grant_id>/confirm")
def confirm(grant_id: str) -> ResponseReturnValue:
    """Confirm a role that somebody else asked for."""
    grants.confirm(visit.engine(), grant_id, visit.actor())
    return _back("confirmed")


@BLUEPRINT.post("/people/grants/<grant_id>/turn-down")
def turn_down(grant_id: str) -> ResponseReturnValue:
    """Turn down a role that waits."""
    grants.revoke(visit.engine(), grant_id, visit.actor())
    return _back("turned_down")


@BLUEPRINT.post("/people/<account_id>/disable")
def disable(account_id: str) -> ResponseReturnValue:
    """Disable an account and end its sessions."""
    accounts.disable(visit.engine(), account_id, visit.actor())
    return _back("disabled")


@BLUEPRINT.post("/people/<account_id>/enable")
def enable(account_id: str) -> ResponseReturnValue:
    """Let a disabled account sign in again; its roles wait for a second person."""
    returns.enable(visit.engine(), account_id, visit.actor())
    return _back("enabled")


@BLUEPRINT.get("/password")
def password_form() -> ResponseReturnValue:
    """Show the form for a new password."""
    visit.actor()
    return render_template("password.html", page=PasswordPage())


@BLUEPRINT.post("/password")
def password() -> ResponseReturnValue:
    """Change one's own password; every session of the account ends."""
    change = PasswordChange(request.form.get("old", ""), request.form.get("new", ""))
    try:
        accounts.change_password(visit.engine(), change, visit.actor())
    except EngineError as refused:
        problem = words.sentence(refused.code, refused.parameters, visit.language())
        content = PasswordPage(problem)
        return render_template("password.html", page=content), errors.status_of(refused)
    return redirect(url_for("sign_in.page"), 303)


def _administrators_only() -> None:
    if not visit.actor().holds(ADMINISTRATOR):
        raise NotPermitted("not_for_this_actor")


def _back(told: str) -> ResponseReturnValue:
    return redirect(url_for("people.page", told=told), 303)


def _waiting(row: GrantRow) -> WaitingGrant:
    others = visit.actor().id not in {row.asked_by, row.account_id}
    return WaitingGrant(
        what=f"{row.account_id} · {row.role} · {units.name(row.unit)}",
        asked_by=row.asked_by,
        confirm_url=url_for("people.confirm", grant_id=row.id) if others else "",
        turn_down_url=url_for("people.turn_down", grant_id=row.id),
    )


def _person(one: Colleague) -> Person:
    return Person(
        id=one.id,
        name=one.name,
        unit=units.name(one.unit),
        roles=", ".join(one.roles),
        disable_url="" if one.disabled_at else url_for("people.disable", account_id=one.id),
        enable_url=url_for("people.enable", account_id=one.id) if one.disabled_at else "",
    )
