"""Signing in and out."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Blueprint, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from engine.commands import sessions as commands
from engine.core.errors import EngineError
from web import errors, refusals, sessions, visit

BLUEPRINT = Blueprint("sign_in", __name__)


@dataclass(frozen=True, slots=True)
class SignInPage:
    """The sign-in form, with what went wrong before."""

    username: str = ""
    problem: str = ""
    next: str = ""


@BLUEPRINT.get("/sign-in")
def page() -> ResponseReturnValue:
    """Show the sign-in form."""
    return render_template("sign_in.html", page=SignInPage(next=request.args.get("next", "")))


@BLUEPRINT.post("/sign-in")
def sign_in() -> ResponseReturnValue:
    """Open a session for the account and go where the person wanted to go."""
    try:
        token = commands.sign_in(visit.engine(), _attempt())
    except EngineError as refused:
        return _refused(refused)
    return sessions.begin(make_response(redirect(local_address(), 303)), token)


@BLUEPRINT.post("/sign-out")
def sign_out() -> ResponseReturnValue:
    """Close the session."""
    return sessions.end(make_response(redirect(url_for("start.page"), 303)))


def _attempt() -> commands.Attempt:
    return commands.Attempt(
        username=request.form.get("username", ""),
        password=request.form.get("password", ""),
        address=request.remote_addr or "",
    )


def local_address(default: str = "/") -> str:
    """Give the address in the field `next`, if it is one of ours."""
    wanted = request.form.get("next", "")
    ours = wanted.startswith("/") and not wanted.startswith(("//", "/\\"))
    return wanted if ours and wanted.isprintable() else default


def _refused(refused: EngineError) -> ResponseReturnValue:
    page = SignInPage(
        username=request.form.get("username", ""),
        problem=refusals.told(refused),
        next=local_address(""),
    )
    return render_template("sign_in.html", page=page), errors.status_of(refused)
