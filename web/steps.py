"""From a right password to a session that permits something: the steps in between."""

from __future__ import annotations

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from engine.commands.sessions import Attempt, Pending, Stage
from web import devices, kept_entries, sessions, visit
from web.addresses import local_address
from web.pieces import CodePage

PLACES = {
    Stage.CODE: "second_factor.code",
    Stage.RENEWAL: "people.password_form",
    Stage.ENROLMENT: "second_factor.page",
}


def attempt(username: str = "", password: str = "") -> Attempt:
    """Say who tries to sign in, and from where."""
    return Attempt(
        username=username,
        password=password,
        address=request.remote_addr or "",
        device=devices.named(request.user_agent.string),
    )


def address(waiting: Pending, next_address: str) -> str:
    """Give the address of the step that a session lacks."""
    return url_for(PLACES[waiting.stage], next=next_address or None)


def go_on(token: str, next_address: str, *, kept: bool) -> ResponseReturnValue:
    """Go on with a new session: to the step that it lacks, or to where the person wanted to go.

    `kept` is whether what was typed before belongs to this person.
    """
    sessions.begin_now(token)
    waiting = visit.guest().pending
    if waiting is not None:
        inputs = kept_entries.still_kept() if kept and waiting.stage is Stage.CODE else ()
        if inputs:
            return render_template("code.html", page=CodePage(next=next_address, kept=inputs))
        return redirect(address(waiting, next_address), 303)
    form = kept_entries.given_back(local_address()) if kept else None
    return form() if form is not None else redirect(next_address or "/", 303)
