"""Recognise the guest of a request by cookie, and hand out and take back the cookie."""

from __future__ import annotations

from flask import Response, after_this_request, g, request

from engine.commands import sessions
from engine.core.errors import NotPermitted
from web import security, visit, words

LANGUAGE_COOKIE = "language"
_A_YEAR = 31_536_000


def recognise() -> None:
    """Put the guest of this request in place: signed in by the session cookie, or not."""
    g.guest = visit.Guest(actor=None, language=_language(""), form_token="")
    if request.endpoint == "static":
        return
    token = request.cookies.get(_cookie())
    if token is None or not _take(token):
        g.guest = visit.Guest(None, _language(""), _guest_token(), _ended(token))


def begin_now(token: str) -> None:
    """Answer this very request as the new session, and hand out its cookie with the answer."""
    _take(token)
    after_this_request(lambda response: begin(response, token))


def begin(response: Response, token: str) -> Response:
    """Hand out the cookie of a new session; it ends with the browser or on the server."""
    response.delete_cookie(security.GUEST_COOKIE)
    return _set(response, _cookie(), token)


def end(response: Response) -> Response:
    """End the session on the server and take its cookie back."""
    token = request.cookies.get(_cookie())
    if token is None:
        raise NotPermitted("sign_in_needed")
    sessions.sign_out(visit.engine(), token)
    response.delete_cookie(_cookie(), secure=request.is_secure, httponly=True, samesite="Lax")
    return response


def remember_language(response: Response, language: str) -> Response:
    """Keep the language that the guest chose."""
    response.set_cookie(
        LANGUAGE_COOKIE, language, max_age=_A_YEAR, httponly=True, samesite="Lax",
        secure=request.is_secure,
    )  # fmt: skip
    return response


def _take(token: str) -> bool:
    session = sessions.current(visit.engine(), token)
    if session is None:
        return False
    g.guest = visit.Guest(session.actor, _language(session.language), session.form_token)
    return True


def _ended(token: str | None) -> visit.EndedSession | None:
    session = sessions.ended(visit.engine(), token) if token else None
    return visit.EndedSession(session.actor.id, session.form_token) if session else None


def _cookie() -> str:
    return "__Host-session" if request.is_secure else "session"


def _set(response: Response, name: str, value: str) -> Response:
    response.set_cookie(
        name, value, httponly=True, samesite="Lax", secure=request.is_secure, path="/"
    )
    return response


def _language(of_account: str) -> str:
    chosen = request.cookies.get(LANGUAGE_COOKIE) or of_account
    if chosen in words.LANGUAGES:
        return chosen
    wanted = request.accept_languages.best_match(["en", "zh-Hans", "zh-CN", "zh", "es"], "en")
    return "zh-Hans" if wanted.startswith("zh") else wanted


def _guest_token() -> str:
    token = request.cookies.get(security.GUEST_COOKIE)
    if token is None:
        token = security.new_token()
        fresh = token
        after_this_request(lambda response: _set(response, security.GUEST_COOKIE, fresh))
    return token
