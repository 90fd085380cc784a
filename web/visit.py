"""Who is here now: the facts of the request that every view reads."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import cast

from flask import current_app, g

from engine.commands.engine import Engine
from engine.commands.sessions import Pending, Stage
from engine.core.errors import NotPermitted
from engine.core.people import Actor
from web.clockwork import Clockwork
from web.settings import WebSettings

ENGINE = "ventanilla.engine"
SETTINGS = "ventanilla.settings"
CLOCKWORK = "ventanilla.clockwork"
# roles that make an account a citizen's only
_CITIZEN = {"applicant"}


@dataclass(frozen=True, slots=True)
class EndedSession:
    """A session that has become idle or old, by whose cookie a request comes."""

    account: str
    form_token: str


@dataclass(frozen=True, slots=True)
class Guest:
    """The person behind a request: an actor where signed in, a language and a form token."""

    actor: Actor | None
    language: str
    form_token: str
    ended: EndedSession | None = None
    # a session that lacks a step: its person is not signed in yet
    pending: Pending | None = None


def engine() -> Engine:
    """Give the engine that this application serves."""
    return cast("Engine", current_app.extensions[ENGINE])


def settings() -> WebSettings:
    """Give the settings of the pages."""
    return cast("WebSettings", current_app.extensions[SETTINGS])


def clockwork() -> Clockwork | None:
    """Give the tick of this process, None where another process ticks."""
    return cast("Clockwork | None", current_app.extensions[CLOCKWORK])


def guest() -> Guest:
    """Give the person behind this request."""
    return cast("Guest", g.guest)


def actor() -> Actor:
    """Give the signed-in actor; without one the request is not permitted."""
    found = guest().actor
    if found is None:
        raise NotPermitted("sign_in_needed")
    return found


def only(*roles: str) -> Actor:
    """Give the signed-in actor, who must hold one of the roles; the page is for nobody else."""
    found = actor()
    if not any(found.holds(role) for role in roles):
        raise NotPermitted("not_for_this_actor")
    return found


def newcomer(stage: Stage) -> Actor:
    """Give the signed-in actor, or whose session lacks this very step."""
    waiting = guest().pending
    if waiting is not None and waiting.stage is stage:
        return waiting.session.actor
    if stage is Stage.CODE:
        raise NotPermitted("sign_in_needed")
    return actor()


def language() -> str:
    """Give the language of this request."""
    return guest().language


def now() -> datetime:
    """Give the instant of this request by the engine's clock."""
    return cast("datetime", g.now)


def is_staff(person: Actor | None) -> bool:
    """Tell whether the actor holds any role beside that of an applicant."""
    return person is not None and any(grant.role not in _CITIZEN for grant in person.grants)
