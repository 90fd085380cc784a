"""Signing in at an outside identity provider: the way there and the way back."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from engine.commands import outside_sign_ins as commands
from engine.commands.outside_sign_ins import Guest, Return
from engine.core.errors import EngineError
from web import errors, refusals, sign_in, steps, visit
from web.addresses import is_local

BLUEPRINT = Blueprint("outside", __name__)


@BLUEPRINT.get("/sign-in/outside")
def there() -> ResponseReturnValue:
    """Send the browser to the provider."""
    wanted = request.args.get("next", "")
    guest = _guest(wanted if is_local(wanted) else "/")
    return redirect(commands.begin(visit.engine(), guest), 303)


@BLUEPRINT.get("/sign-in/outside/back")
def back() -> ResponseReturnValue:
    """Take the browser back from the provider, and open a session where all is right."""
    came = Return(
        state=request.args.get("state", ""),
        code=request.args.get("code", ""),
        issuer=request.args.get("iss", ""),
        error=request.args.get("error", ""),
    )
    try:
        token, wanted = commands.finish(visit.engine(), came, _guest(), steps.attempt())
    except EngineError as refused:
        page = sign_in.page_of(problem=refusals.told(refused))
        return render_template("sign_in.html", page=page), errors.status_of(refused)
    return steps.go_on(token, wanted, kept=False)


def _guest(wanted: str = "/") -> Guest:
    callback = url_for("outside.back", _external=True)
    return Guest(visit.guest().form_token, callback, wanted)
