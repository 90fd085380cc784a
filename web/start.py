"""The start page and the language switch."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Blueprint, make_response, redirect, render_template, request
from flask.typing import ResponseReturnValue

from web import sessions, shell, visit, words
from web.addresses import local_address
from web.offers import Offer, offers

BLUEPRINT = Blueprint("start", __name__)


@dataclass(frozen=True, slots=True)
class StartPage:
    """The services that the guest may start."""

    processes: tuple[Offer, ...]


@BLUEPRINT.get("/")
def page() -> ResponseReturnValue:
    """Show the services; staff go to their inbox."""
    actor = visit.guest().actor
    if actor is not None and visit.is_staff(actor):
        return redirect(shell.home(actor))
    return render_template("start.html", page=StartPage(offers()))


@BLUEPRINT.post("/language")
def language() -> ResponseReturnValue:
    """Keep the language that was chosen and show the same page in it."""
    chosen = request.form.get("language", "")
    answer = make_response(redirect(local_address(), 303))
    return sessions.remember_language(answer, chosen) if chosen in words.LANGUAGES else answer
