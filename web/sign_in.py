"""Signing in and out."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlsplit

from flask import Blueprint, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from engine.commands import sessions as commands
from engine.core.errors import EngineError
from web import errors, kept_entries, refusals, sessions, visit
from web.addresses import local_address
from web.security import SessionEnded

BLUEPRINT = Blueprint("sign_in", __name__)


@dataclass(frozen=True, slots=True)
class SignInPage:
    """The sign-in form, with what went wrong before."""

    username: str = ""
    problem: str = ""
    next: str = ""
    # hidden inputs with what was being typed when a session ended
    kept: tuple[tuple[str, str], ...] = ()


@BLUEPRINT.get("/sign-in")
def page() -> ResponseReturnValue:
    """Show the sign-in form."""
    return render_template("sign_in.html", page=SignInPage(next=request.args.get("next", "")))


@BLUEPRINT.post("/sign-in")
def sign_in() -> ResponseReturnValue:
    """Open a session for the account and go where the person wanted to go."""
    ended = visit.guest().ended
    try:
        token = commands.sign_in(visit.engine(), _attempt())
    except EngineError as refused:
        return _refused(refused)
    form = kept_entries.given_back(local_address())
    if form is not None and ended is not None and ended.account == _attempt().username:
        sessions.begin_now(token)
        return form()
    return sessions.begin(make_response(redirect(local_address(), 303)), token)


@BLUEPRINT.post("/sign-out")
def sign_out() -> ResponseReturnValue:
    """Close the session."""
    return sessions.end(make_response(redirect(url_for("start.page"), 303)))


@BLUEPRINT.app_errorhandler(SessionEnded)
def again(ended: SessionEnded) -> ResponseReturnValue:
    """Show the sign-in form to whose session has ended, with what they were typing."""
    if errors.wants_json():
        return errors.of_engine(ended)
    kept = kept_entries.of_ended_session()
    page = SignInPage(problem=refusals.told(ended), next=_interrupted(), kept=kept)
    return render_template("sign_in.html", page=page), errors.status_of(ended)


def _interrupted() -> str:
    """Give the address of the page that the person was on, "" where that is not known."""
    if kept_entries.is_form():
        return request.path
    page = urlsplit(request.referrer or "")
    return page.path if page.netloc == request.host else ""


def _attempt() -> commands.Attempt:
    return commands.Attempt(
        username=request.form.get("username", ""),
        password=request.form.get("password", ""),
        address=request.remote_addr or "",
    )


def _refused(refused: EngineError) -> ResponseReturnValue:
    page = SignInPage(
        username=request.form.get("username", ""),
        problem=refusals.told(refused),
        next=local_address(""),
        kept=kept_entries.still_kept(),
    )
    return render_template("sign_in.html", page=page), errors.status_of(refused)
