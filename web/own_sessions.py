"""One's own open sessions: seen, and ended from afar."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from engine.commands import open_sessions as commands
from engine.core import instants
from engine.store.queries.sessions import OpenSession
from web import moments, sessions, visit, words

BLUEPRINT = Blueprint("own_sessions", __name__)


@dataclass(frozen=True, slots=True)
class SessionLine:
    """An open session as its person would know it."""

    device: str
    address: str
    # how the person signed in
    by: str
    since: str
    seen: str
    # this very session
    here: bool
    end_url: str


@dataclass(frozen=True, slots=True)
class SessionsPage:
    """One's open sessions, the last used first."""

    lines: tuple[SessionLine, ...]


@BLUEPRINT.get("/sessions")
def page() -> ResponseReturnValue:
    """List one's own sessions."""
    who = visit.actor()
    found = commands.listed(visit.engine(), who.id, who)
    lines = tuple(line(each, url_for("own_sessions.end", session_id=each.id)) for each in found)
    return render_template("sessions.html", page=SessionsPage(lines))


@BLUEPRINT.post("/sessions/<session_id>/end")
def end(session_id: str) -> ResponseReturnValue:
    """End one of one's own sessions."""
    who = visit.actor()
    commands.end(visit.engine(), who.id, session_id, who)
    return redirect(url_for("own_sessions.page"), 303)


@BLUEPRINT.post("/sessions/end-others")
def end_others() -> ResponseReturnValue:
    """End all of one's sessions but this one."""
    who = visit.actor()
    commands.end_others(visit.engine(), who.id, who, sessions.token() or "")
    return redirect(url_for("own_sessions.page"), 303)


def line(session: OpenSession, end_url: str) -> SessionLine:
    """Tell a session in a line, with the address that ends it."""
    language = visit.language()

    def at(text: str) -> str:
        return moments.short(instants.parse(text), visit.now(), language)

    return SessionLine(
        device=session.device or words.say("sessions.unknown_device", language),
        address=session.address,
        by=words.say(f"sessions.by_{session.kind}", language),
        since=at(session.opened_at),
        seen=at(session.seen_at),
        here=commands.is_of(session, sessions.token() or ""),
        end_url=end_url,
    )
