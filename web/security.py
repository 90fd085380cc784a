"""What every answer and every change carries: headers, form tokens, one origin."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from hmac import compare_digest
from urllib.parse import urlsplit

from flask import Flask, Response, request

from engine.core.errors import NotPermitted
from web import visit

# the token of forms shown before signing in
GUEST_COOKIE = "guest"
_SAFE = {"GET", "HEAD", "OPTIONS"}


def _written(policy: Mapping[str, str]) -> str:
    return "; ".join(f"{directive} {sources}".strip() for directive, sources in policy.items())


_POLICY = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self' data:",
    "font-src": "'self' data:",
    "connect-src": "'self'",
    "form-action": "'self'",
    "frame-ancestors": "'none'",
    "base-uri": "'none'",
}
# the editors' widgets write style attributes and style elements of their own
_EDITOR_POLICY = _written(_POLICY | {"style-src": "'self' 'unsafe-inline'"})
# endpoints of the pages that hold a bpmn.io editor
_EDITORS = frozenset({"studio.diagram", "studio.form", "studio_decisions.page"})
# systems come with a bearer token and no cookie: no other site can send it for them
_WITH_A_TOKEN = frozenset({"courier.scans"})
# a stored photo is a picture and nothing else
_MEDIA_POLICY = _written({"default-src": "'none'", "sandbox": ""})
_PAGE_POLICY = _written(_POLICY)
_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}


class SessionEnded(NotPermitted):
    """The session of a form has become idle or old since the form was shown."""


def protect(app: Flask) -> None:
    """Check every change before its view and put the headers on every answer."""
    app.before_request(_check_change)
    app.after_request(_with_headers)


def new_token() -> str:
    """Draw an unguessable token."""
    return secrets.token_urlsafe(32)


def _check_change() -> None:
    if request.method in _SAFE or request.endpoint in _WITH_A_TOKEN:
        return
    if not _same_origin():
        raise NotPermitted("other_origin")
    given = request.form.get("form_token") or request.headers.get("X-Form-Token", "")
    if not compare_digest(given.encode(), visit.guest().form_token.encode()):
        if visit.guest().ended is not None:
            raise SessionEnded("session_ended")
        raise NotPermitted("form_token_stale")


def _same_origin() -> bool:
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site in {"same-origin", "none"}
    origin = request.headers.get("Origin")
    return origin is None or urlsplit(origin).netloc == request.host


def _with_headers(response: Response) -> Response:
    for name, value in _HEADERS.items():
        response.headers.setdefault(name, value)
    response.headers["Content-Security-Policy"] = _policy()
    if request.is_secure:
        response.headers["Strict-Transport-Security"] = "max-age=31536000"
    if request.endpoint != "static":
        response.headers.setdefault("Cache-Control", "no-store")
    return response


def _policy() -> str:
    endpoint = request.endpoint or ""
    if endpoint.startswith("attachments."):
        return _MEDIA_POLICY
    return _EDITOR_POLICY if endpoint in _EDITORS else _PAGE_POLICY
