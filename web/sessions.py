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
    found = token()
    if found is None or not _take(found):
        g.guest = visit.Guest(None, _language(""), _guest_token(), _ended(found))


def token() -> str | None:
    """Give the token that this request carries, whatever it stands for."""
    return request.cookies.get(_cookie())


def begin_now(fresh: str) -> None:
    """Answer this very request as the new session, and hand out its cookie with the answer."""
    _take(fresh)
    after_this_request(lambda response: _begin(response, fresh))


def end(response: Response) -> Response:
    """End the session on the server and take its cookie back."""
    found = token()
    if found is None:
        raise NotPermitted("sign_in_needed")
    sessions.sign_out(visit.engine(), found)
    response.delete_cookie(_cookie(), secure=request.is_secure, httponly=True, samesite="Lax")
    return response


def remember_language(response: Response, language: str) -> Response:
    """Keep the language that the guest chose."""
    response.set_cookie(
        LANGUAGE_COOKIE, language, max_age=_A_YEAR, httponly=True, samesite="Lax",
        secure=request.is_secure,
    )  # fmt: skip
    return response


def _begin(response: Response, fresh: str) -> Response:
    """Hand out the cookie of a new session; it ends with the browser or on the server."""
    response.delete_cookie(security.GUEST_COOKIE)
    return _set(response, _cookie(), fresh)


def _take(found: str) -> bool:
    session = sessions.current(visit.engine(), found)
    if session is not None:
        g.guest = visit.Guest(session.actor, _language(session.language), session.form_token)
        return True
    waiting = sessions.pending(visit.engine(), found)
    if waiting is None:
        return False
    language, form_token = _language(waiting.session.language), waiting.session.form_token
    g.guest = visit.Guest(None, language, form_token, pending=waiting)
    return True


def _ended(found: str | None) -> visit.EndedSession | None:
    session = sessions.ended(visit.engine(), found) if found else None
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
    known = request.cookies.get(security.GUEST_COOKIE)
    if known is None:
        known = fresh = security.new_token()
        after_this_request(lambda response: _set(response, security.GUEST_COOKIE, fresh))
    return known
