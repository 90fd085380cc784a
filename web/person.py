"""One person's account, for administrators: how they sign in, and what helps them back in."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from engine.commands import account_requests, one_time_passwords, open_sessions, transfers
from engine.core.errors import NotFound
from engine.store.queries import accounts, identities, second_factors
from engine.store.queries.accounts import Colleague
from web import own_sessions, people, units, visit, words
from web.own_sessions import SessionLine
from web.pieces import OneTimePage

BLUEPRINT = Blueprint("person", __name__)
TOLD = ("moved", "session_ended", "sessions_ended", "reset_asked", "reset_done", "unlinked")


@dataclass(frozen=True, slots=True)
class LinkedIdentity:
    """Somebody at an outside provider who signs in to the account."""

    shown: str
    issuer: str
    unlink_url: str


@dataclass(frozen=True, slots=True)
class PersonPage:
    """An account as administrators see it."""

    id: str
    name: str
    unit: str
    roles: str
    disabled: bool
    # recovery codes that are left, None without a second factor
    left: int | None
    sessions: tuple[SessionLine, ...]
    identities: tuple[LinkedIdentity, ...]
    told: str


@BLUEPRINT.get("/people/<account_id>")
def page(account_id: str) -> ResponseReturnValue:
    """Show an account."""
    visit.only(people.ADMINISTRATOR)
    return render_template("person.html", page=_page(_colleague(account_id)))


@BLUEPRINT.post("/people/<account_id>/one-time-password")
def one_time_password(account_id: str) -> ResponseReturnValue:
    """Give the person a one-time password, and show it this once."""
    password = one_time_passwords.reset(visit.engine(), account_id, visit.actor())
    back = request.form.get("back", "") == "colleagues"
    url = url_for("colleagues.page") if back else url_for("person.page", account_id=account_id)
    content = OneTimePage(account_id, password, url)
    return render_template("one_time_password.html", page=content)


@BLUEPRINT.post("/people/<account_id>/move")
def move(account_id: str) -> ResponseReturnValue:
    """Move the person to another unit."""
    unit = request.form.get("unit", "").strip()
    transfers.move(visit.engine(), account_id, unit, visit.actor())
    return _back(account_id, "moved")


@BLUEPRINT.post("/people/<account_id>/second-factor/reset")
def reset_second_factor(account_id: str) -> ResponseReturnValue:
    """Ask that the second factor be forgotten."""
    account_requests.ask_reset(visit.engine(), account_id, visit.actor())
    left = second_factors.of(visit.engine().store, account_id)
    return _back(account_id, "reset_asked" if left else "reset_done")


@BLUEPRINT.post("/people/<account_id>/sessions/<session_id>/end")
def end_session(account_id: str, session_id: str) -> ResponseReturnValue:
    """End a session of the person."""
    open_sessions.end(visit.engine(), account_id, session_id, visit.actor())
    return _back(account_id, "session_ended")


@BLUEPRINT.post("/people/<account_id>/sessions/end-all")
def end_sessions(account_id: str) -> ResponseReturnValue:
    """End all sessions of the person."""
    open_sessions.end_others(visit.engine(), account_id, visit.actor())
    return _back(account_id, "sessions_ended")


@BLUEPRINT.post("/people/<account_id>/identities/<identity_id>/unlink")
def unlink(account_id: str, identity_id: str) -> ResponseReturnValue:
    """Take an outside identity from the account."""
    account_requests.unlink(visit.engine(), identity_id, visit.actor())
    return _back(account_id, "unlinked")


def _back(account_id: str, told: str) -> ResponseReturnValue:
    return redirect(url_for("person.page", account_id=account_id, told=told), 303)


def _colleague(account_id: str) -> Colleague:
    found = accounts.colleague(visit.engine().store, account_id)
    if found is None:
        raise NotFound("account_unknown", account=account_id)
    return found


def _page(found: Colleague) -> PersonPage:
    engine, told = visit.engine(), request.args.get("told", "")
    factor = second_factors.of(engine.store, found.id)
    listed = open_sessions.listed(engine, found.id, visit.actor())

    def end_url(session_id: str) -> str:
        return url_for("person.end_session", account_id=found.id, session_id=session_id)

    return PersonPage(
        id=found.id,
        name=found.name,
        unit=units.name(found.unit),
        roles=", ".join(found.roles),
        disabled=found.disabled_at is not None,
        left=factor.left if factor and factor.enrolled_at else None,
        sessions=tuple(own_sessions.line(each, end_url(each.id)) for each in listed),
        identities=_identities(found.id),
        told=words.say(f"person.{told}", visit.language()) if told in TOLD else "",
    )


def _identities(account_id: str) -> tuple[LinkedIdentity, ...]:
    def unlink_url(identity_id: str) -> str:
        return url_for("person.unlink", account_id=account_id, identity_id=identity_id)

    found = identities.of_account(visit.engine().store, account_id)
    return tuple(LinkedIdentity(each.shown, each.issuer, unlink_url(each.id)) for each in found)
