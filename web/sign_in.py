"""Signing in and out."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlsplit

from flask import Blueprint, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from engine.commands import outside_sign_ins
from engine.commands import sessions as commands
from engine.core.errors import EngineError
from web import errors, kept_entries, refusals, sessions, steps, visit
from web.addresses import local_address
from web.security import SessionEnded

BLUEPRINT = Blueprint("sign_in", __name__)


@dataclass(frozen=True, slots=True)
class SignInPage:
    """The sign-in form, with what went wrong before."""

    username: str = ""
    problem: str = ""
    # what was just done elsewhere
    told: str = ""
    next: str = ""
    # hidden inputs with what was being typed when a session ended
    kept: tuple[tuple[str, str], ...] = ()
    # name and address of the provider where one signs in outside, "" for none
    outside: str = ""
    outside_url: str = ""


@BLUEPRINT.get("/sign-in")
def page() -> ResponseReturnValue:
    """Show the sign-in form, or the step that is missing after it."""
    wanted, waiting = request.args.get("next", ""), visit.guest().pending
    if waiting is not None:
        return redirect(steps.address(waiting, wanted), 303)
    told = "real_name.opened" if request.args.get("told") == "opened" else ""
    return render_template("sign_in.html", page=page_of(next=wanted, told=told))


@BLUEPRINT.post("/sign-in")
def sign_in() -> ResponseReturnValue:
    """Open a session for the account and go where the person wanted to go."""
    ended, attempt = visit.guest().ended, _attempt()
    try:
        token = commands.sign_in(visit.engine(), attempt)
    except EngineError as refused:
        return _refused(refused)
    theirs = ended is not None and ended.account == attempt.username
    return steps.go_on(token, local_address(), kept=theirs)


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
    shown = page_of(problem=refusals.told(ended), next=_interrupted(), kept=kept)
    return render_template("sign_in.html", page=shown), errors.status_of(ended)


def page_of(
    *,
    username: str = "",
    problem: str = "",
    told: str = "",
    next: str = "",  # noqa: A002 - the name of the field
    kept: tuple[tuple[str, str], ...] = (),
) -> SignInPage:
    """Make the sign-in page, with the way to the outside provider where there is one."""
    provider = outside_sign_ins.provider(visit.engine())
    return SignInPage(
        username=username,
        problem=problem,
        told=told,
        next=next,
        kept=kept,
        outside=provider.name if provider else "",
        outside_url=url_for("outside.there", next=next or None) if provider else "",
    )


def _interrupted() -> str:
    """Give the address of the page that the person was on, "" where that is not known."""
    if kept_entries.is_form():
        return request.path
    page = urlsplit(request.referrer or "")
    return page.path if page.netloc == request.host else ""


def _attempt() -> commands.Attempt:
    return steps.attempt(request.form.get("username", ""), request.form.get("password", ""))


def _refused(refused: EngineError) -> ResponseReturnValue:
    shown = page_of(
        username=request.form.get("username", ""),
        problem=refusals.told(refused),
        next=local_address(""),
        kept=kept_entries.still_kept(),
    )
    return render_template("sign_in.html", page=shown), errors.status_of(refused)
