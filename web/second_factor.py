"""The second factor: shown at sign-in, enrolled, and removed again."""

from __future__ import annotations

from dataclasses import dataclass

import segno
from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from engine.commands import second_factors
from engine.commands.second_factors import Offer, Shown
from engine.commands.sessions import Stage
from engine.core.errors import EngineError, NotPermitted
from engine.core.people import Actor
from engine.store.queries import second_factors as queries
from web import errors, kept_entries, refusals, sessions, steps, visit
from web.addresses import local_address
from web.pieces import CodePage

BLUEPRINT = Blueprint("second_factor", __name__)
# letters of a secret that are read in one glance
GROUP = 4


@dataclass(frozen=True, slots=True)
class OfferedSecret:
    """A secret as a picture for a telephone, and as text for those who type."""

    picture: Markup
    text: str


@dataclass(frozen=True, slots=True)
class SecondFactorPage:
    """What stands of somebody's second factor, and what may be done about it."""

    enrolled: bool
    needed: bool
    # recovery codes that are left
    left: int
    offer: OfferedSecret | None
    next: str
    problem: str = ""


@dataclass(frozen=True, slots=True)
class RecoveryPage:
    """The recovery codes, shown this once."""

    codes: tuple[str, ...]
    next: str


@BLUEPRINT.get("/sign-in/code")
def code() -> ResponseReturnValue:
    """Ask for the code of the second factor."""
    visit.newcomer(Stage.CODE)
    return render_template("code.html", page=CodePage(next=request.args.get("next", "")))


@BLUEPRINT.post("/sign-in/code")
def verify() -> ResponseReturnValue:
    """Check the code and go where the person wanted to go."""
    who = visit.newcomer(Stage.CODE)
    try:
        token = second_factors.verify(visit.engine(), who, _shown())
    except EngineError as refused:
        page = CodePage(local_address(""), refusals.told(refused), kept_entries.still_kept())
        return render_template("code.html", page=page), errors.status_of(refused)
    return steps.go_on(token, local_address(), kept=True)


@BLUEPRINT.get("/second-factor")
def page() -> ResponseReturnValue:
    """Show what stands of one's second factor."""
    return _shown_page(visit.newcomer(Stage.ENROLMENT), request.args.get("next", ""))


@BLUEPRINT.post("/second-factor/begin")
def begin() -> ResponseReturnValue:
    """Draw a secret for an authenticator."""
    second_factors.begin(visit.engine(), visit.newcomer(Stage.ENROLMENT))
    return redirect(url_for("second_factor.page", next=local_address("") or None), 303)


@BLUEPRINT.post("/second-factor")
def enrol() -> ResponseReturnValue:
    """Let the authenticator count by its first code, and show the recovery codes."""
    who = visit.newcomer(Stage.ENROLMENT)
    try:
        token, codes = second_factors.enrol(visit.engine(), who, _shown())
    except EngineError as refused:
        return _shown_page(who, local_address(""), refused)
    sessions.begin_now(token)
    return render_template("recovery_codes.html", page=RecoveryPage(codes, local_address()))


@BLUEPRINT.post("/second-factor/remove")
def remove() -> ResponseReturnValue:
    """Go without a second factor again."""
    who = visit.actor()
    try:
        token = second_factors.remove(visit.engine(), who, _shown())
    except EngineError as refused:
        return _shown_page(who, "", refused)
    sessions.begin_now(token)
    return redirect(url_for("second_factor.page"), 303)


def _shown() -> Shown:
    token, typed = sessions.token(), request.form.get("code", "")
    if token is None:
        raise NotPermitted("sign_in_needed")
    return Shown(token, typed, request.remote_addr or "")


def _shown_page(
    who: Actor, next_address: str, refused: EngineError | None = None
) -> ResponseReturnValue:
    known = queries.of(visit.engine().store, who.id)
    offer = second_factors.begun(visit.engine(), who)
    content = SecondFactorPage(
        enrolled=known is not None and known.enrolled_at is not None,
        needed=second_factors.is_needed(visit.engine(), who),
        left=known.left if known else 0,
        offer=_offered(offer) if offer else None,
        next=next_address,
        problem=refusals.told(refused) if refused else "",
    )
    status = errors.status_of(refused) if refused else 200
    return render_template("second_factor.html", page=content), status


def _offered(offer: Offer) -> OfferedSecret:
    drawn = segno.make(offer.address, error="m", micro=False)
    picture = drawn.svg_inline(scale=5, border=4, dark="#000", light="#fff", omitsize=True)
    groups = range(0, len(offer.secret), GROUP)
    text = " ".join(offer.secret[start : start + GROUP] for start in groups)
    # the picture is drawn of an address of ours, and holds nothing but paths
    return OfferedSecret(Markup(picture), text)  # noqa: S704
