"""Citizens show who they are: accounts of their own, and the check of name and phone."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from engine.commands import citizens
from engine.commands.citizens import NewCitizen
from engine.core.errors import Conflict, EngineError, InvalidInput, NotFound
from engine.core.ports import RealNameClaim
from web import addresses, applicants, errors, refusals, visit, words

BLUEPRINT = Blueprint("citizens", __name__)
_FIELDS = ("id_number", "name", "phone", "username")


@dataclass(frozen=True, slots=True)
class RealNamePage:
    """The form of the real-name check, with what was entered and what is wrong."""

    # an account is opened with it
    registers: bool
    url: str
    next: str
    given: dict[str, str]
    problem: str = ""
    told: str = ""


@BLUEPRINT.get("/register")
def register_form() -> ResponseReturnValue:
    """Show the form for a citizen's new account."""
    return render_template("real_name.html", page=_page(registers=True))


@BLUEPRINT.post("/register")
def register() -> ResponseReturnValue:
    """Open an account for a citizen who passes the check, and lead to the sign-in."""
    new = NewCitizen(
        username=request.form.get("username", "").strip(),
        password=request.form.get("password", ""),
        language=visit.language(),
        address=request.remote_addr or "",
    )
    try:
        citizens.register(visit.engine(), new, _claim())
    except EngineError as refusal:
        return _refused(refusal, registers=True)
    return redirect(
        url_for("sign_in.page", told="opened", next=addresses.local_address("") or None), 303
    )


@BLUEPRINT.get("/real-name")
def real_name() -> ResponseReturnValue:
    """Show the form that binds one's account, or a new phone, to oneself."""
    visit.actor()
    return render_template("real_name.html", page=_page(registers=False))


@BLUEPRINT.post("/real-name")
def bind() -> ResponseReturnValue:
    """Bind the account to the person who passes the check."""
    try:
        address = request.remote_addr or ""
        citizens.bind(visit.engine(), _claim(), visit.actor(), address)
    except EngineError as refusal:
        return _refused(refusal, registers=False)
    wanted = addresses.local_address("")
    if wanted:
        return redirect(wanted, 303)
    told = words.say("real_name.done", visit.language())
    return render_template("real_name.html", page=_page(registers=False, told=told))


@BLUEPRINT.post("/applicants/phone")
def bind_at_window() -> ResponseReturnValue:
    """Bind an account and a phone to who stands at the window."""
    username, claim = request.form.get("username", "").strip(), _claim()
    try:
        citizens.bind_at_window(visit.engine(), username, claim, visit.actor())
    except (InvalidInput, Conflict, NotFound) as refusal:
        known = (username, claim.name, claim.phone)
        page = applicants.shown(not_bound=refusals.told(refusal), known=known)
        return page, errors.status_of(refusal)
    return redirect(url_for("applicants.page", told="bound"), 303)


def _claim() -> RealNameClaim:
    return RealNameClaim(
        id_number=request.form.get("id_number", ""),
        name=request.form.get("name", ""),
        phone=request.form.get("phone", ""),
        code=request.form.get("code", ""),
    )


def _refused(refusal: EngineError, *, registers: bool) -> ResponseReturnValue:
    page = _page(registers=registers, problem=refusals.told(refusal))
    return render_template("real_name.html", page=page), errors.status_of(refusal)


def _page(*, registers: bool, problem: str = "", told: str = "") -> RealNamePage:
    wanted = request.form.get("next") or request.args.get("next", "")
    return RealNamePage(
        registers=registers,
        url=url_for("citizens.register" if registers else "citizens.bind"),
        next=wanted if addresses.is_local(wanted) else "",
        given={name: request.form.get(name, "") for name in _FIELDS},
        problem=problem,
        told=told,
    )
