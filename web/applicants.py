"""Citizens who come to the window for an account of their own: who they are was checked there."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue

from engine.commands import applicants as commands
from engine.commands.applicants import NewApplicant
from engine.core.errors import EngineError, NotPermitted
from web import errors, units, visit, words
from web.pieces import OneTimePage

BLUEPRINT = Blueprint("applicants", __name__)
ADMINISTRATOR = "administrator"


@dataclass(frozen=True, slots=True)
class ApplicantsPage:
    """The form for a new applicant, with what was wrong with it."""

    # code and name of the units at whose windows this guest works
    places: tuple[tuple[str, str], ...]
    id: str = ""
    name: str = ""
    unit: str = ""
    email: str = ""
    phone: str = ""
    problem: str = ""
    # username, name and phone of who has an account already
    known: tuple[str, str, str] = ("", "", "")
    # why it was not bound anew
    not_bound: str = ""
    told: str = ""


@BLUEPRINT.get("/applicants")
def page() -> ResponseReturnValue:
    """Show the form for a new applicant."""
    told = "applicants.bound" if request.args.get("told") == "bound" else ""
    return shown(told=told)


@BLUEPRINT.post("/applicants")
def register() -> ResponseReturnValue:
    """Register an applicant, and show the one-time password this once."""
    _at_the_window()
    given = {name: text.strip() for name, text in request.form.items()}
    new = NewApplicant(
        id=given.get("account", ""),
        name=given.get("name", ""),
        unit=given.get("unit", ""),
        id_number=given.get("id_number", ""),
        email=given.get("email") or None,
        phone=given.get("phone", ""),
        language=visit.language(),
    )
    try:
        password = commands.register(visit.engine(), new, visit.actor())
    except EngineError as refused:
        problem = words.sentence(refused.code, refused.parameters, visit.language())
        again = ApplicantsPage(
            _places(), new.id, new.name, new.unit, new.email or "", new.phone, problem
        )
        return render_template("applicants.html", page=again), errors.status_of(refused)
    content = OneTimePage(new.id, password, url_for("applicants.page"))
    return render_template("one_time_password.html", page=content)


def shown(
    *, told: str = "", not_bound: str = "", known: tuple[str, str, str] = ("", "", "")
) -> str:
    """Show the page, with what was done or refused for an account that there is already."""
    _at_the_window()
    content = ApplicantsPage(_places(), told=told, not_bound=not_bound, known=known)
    return render_template("applicants.html", page=content)


def _at_the_window() -> None:
    if not commands.places(visit.actor()) and not visit.actor().holds(ADMINISTRATOR):
        raise NotPermitted("not_for_this_actor")


def _places() -> tuple[tuple[str, str], ...]:
    own = visit.actor().unit
    codes = dict.fromkeys([*commands.places(visit.actor()), own])
    return tuple((code, units.name(code)) for code in codes)
