"""People: grants that wait for a second administrator, accounts, and one's own password."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from engine.commands import account_requests, accounts, grants, one_time_passwords, returns
from engine.commands.accounts import NewAccount, PasswordChange
from engine.commands.sessions import Stage
from engine.core import instants
from engine.core.errors import EngineError
from engine.core.people import ROLES, Grant
from engine.store.queries import account_requests as request_queries
from engine.store.queries import accounts as queries
from engine.store.queries import identities, ownerless_tasks
from engine.store.queries.account_requests import RequestRow
from engine.store.queries.accounts import Colleague, GrantRow
from engine.store.queries.identities import IdentityRow
from engine.store.queries.ownerless_tasks import OwnerlessTasks
from web import errors, moments, units, visit, words
from web.pieces import OneTimePage

BLUEPRINT = Blueprint("people", __name__)
ADMINISTRATOR = "administrator"
# people on one page; whoever is beyond is found by a word
MOST = 100
TOLD = ("asked", "confirmed", "turned_down", "disabled", "enabled", "link_asked", "settled")


@dataclass(frozen=True, slots=True)
class WaitingGrant:
    """What somebody asked for and somebody else has to confirm: a role, or a way in."""

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
    url: str
    # "" for an account that is disabled
    disable_url: str
    # "" for one that is not
    enable_url: str


@dataclass(frozen=True, slots=True)
class Stranger:
    """Somebody who signed in outside and has no account here."""

    shown: str
    issuer: str
    first: str
    link_url: str


@dataclass(frozen=True, slots=True)
class PeoplePage:
    """Who works here, and what waits for a second person."""

    waiting: tuple[WaitingGrant, ...]
    # roles that open tasks wait for and nobody holds
    missing: tuple[str, ...]
    strangers: tuple[Stranger, ...]
    # what was looked for, "" for the staff
    wanted: str
    people: tuple[Person, ...]
    # that there are more than are shown, "" where there are not
    more: str
    roles: tuple[str, ...]
    told: str


@dataclass(frozen=True, slots=True)
class PasswordPage:
    """The form for a new password, with what went wrong before."""

    problem: str = ""
    # the password so far was made up by somebody else
    must: bool = False


@BLUEPRINT.get("/people")
def page() -> ResponseReturnValue:
    """List the people and the grants that wait."""
    visit.only(ADMINISTRATOR)
    store, told = visit.engine().store, request.args.get("told", "")
    wanted = request.args.get("q", "").strip()
    found = _found(wanted)
    content = PeoplePage(
        waiting=(
            *(_waiting(row) for row in queries.waiting_grants(store)),
            *(_requested(row) for row in request_queries.waiting(store)),
        ),
        missing=tuple(_missing(one) for one in ownerless_tasks.everywhere(store)),
        strangers=tuple(_stranger(one) for one in identities.strangers(store)),
        wanted=wanted,
        people=tuple(_person(one) for one in found[:MOST]),
        more=_more(len(found) - MOST, wanted),
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


@BLUEPRINT.post("/people/accounts")
def add() -> ResponseReturnValue:
    """Add somebody, and show their one-time password this once."""
    given = {name: text.strip() for name, text in request.form.items()}
    new = NewAccount(
        id=given.get("account", ""),
        name=given.get("name", ""),
        unit=given.get("unit", ""),
        password="",
        email=given.get("email") or None,
        role=given.get("role", ""),
    )
    password = one_time_passwords.add(visit.engine(), new, visit.actor())
    content = OneTimePage(new.id, password, url_for("people.page"))
    return render_template("one_time_password.html", page=content)


@BLUEPRINT.post("/people/requests/<request_id>/confirm")
def confirm_request(request_id: str) -> ResponseReturnValue:
    """Confirm what somebody else asked for about an account."""
    account_requests.confirm(visit.engine(), request_id, visit.actor())
    return _back("settled")


@BLUEPRINT.post("/people/requests/<request_id>/turn-down")
def turn_down_request(request_id: str) -> ResponseReturnValue:
    """Turn down what somebody asked for about an account."""
    account_requests.turn_down(visit.engine(), request_id, visit.actor())
    return _back("settled")


@BLUEPRINT.post("/people/identities/<identity_id>/link")
def link(identity_id: str) -> ResponseReturnValue:
    """Ask that somebody at an outside provider may sign in to an account."""
    account_id = request.form.get("account", "").strip()
    account_requests.ask_link(visit.engine(), identity_id, account_id, visit.actor())
    return _back("link_asked")


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
    visit.newcomer(Stage.RENEWAL)
    return render_template("password.html", page=PasswordPage(must=_must()))


@BLUEPRINT.post("/password")
def password() -> ResponseReturnValue:
    """Change one's own password; every session of the account ends."""
    change = PasswordChange(request.form.get("old", ""), request.form.get("new", ""))
    try:
        accounts.change_password(visit.engine(), change, visit.newcomer(Stage.RENEWAL))
    except EngineError as refused:
        problem = words.sentence(refused.code, refused.parameters, visit.language())
        content = PasswordPage(problem, _must())
        return render_template("password.html", page=content), errors.status_of(refused)
    return redirect(url_for("sign_in.page"), 303)


def _found(wanted: str) -> tuple[Colleague, ...]:
    """Find people by user name or name, staff by unit or role too; without a word the staff."""
    store = visit.engine().store
    staff = queries.staff(store)
    if not wanted:
        return staff
    named = {one.id: one for one in queries.named(store, wanted, MOST + 1)}
    at_work = {one.id: one for one in staff if wanted.casefold() in _place(one)}
    return tuple(each for _, each in sorted({**named, **at_work}.items()))


def _more(number: int, wanted: str) -> str:
    if number <= 0:
        return ""
    # what is found by a word is not counted
    key = "people.more_found" if wanted else "people.more"
    return words.say(key, visit.language(), number=number)


def _place(one: Colleague) -> str:
    return " ".join((one.unit, units.name(one.unit), *one.roles)).casefold()


def _must() -> bool:
    return visit.guest().pending is not None


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


def _requested(row: RequestRow) -> WaitingGrant:
    others = visit.actor().id not in {row.asked_by, row.account_id}
    what = words.say(
        f"people.{row.kind}", visit.language(), account=row.account_id, shown=row.shown or ""
    )
    return WaitingGrant(
        what=what,
        asked_by=row.asked_by,
        confirm_url=url_for("people.confirm_request", request_id=row.id) if others else "",
        turn_down_url=url_for("people.turn_down_request", request_id=row.id),
    )


def _missing(one: OwnerlessTasks) -> str:
    where = units.name(one.unit) or words.say("people.anywhere", visit.language())
    return words.count(
        "people.missing", one.number, visit.language(), role=one.role, unit=where, code=one.unit
    )


def _stranger(one: IdentityRow) -> Stranger:
    return Stranger(
        shown=one.shown,
        issuer=one.issuer,
        first=moments.short(instants.parse(one.first_at), visit.now(), visit.language()),
        link_url=url_for("people.link", identity_id=one.id),
    )


def _person(one: Colleague) -> Person:
    return Person(
        id=one.id,
        name=one.name,
        unit=units.name(one.unit),
        roles=", ".join(one.roles),
        url=url_for("person.page", account_id=one.id),
        disable_url="" if one.disabled_at else url_for("people.disable", account_id=one.id),
        enable_url=url_for("people.enable", account_id=one.id) if one.disabled_at else "",
    )
